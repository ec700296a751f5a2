"""Views of the search: results, and suggestions while typing."""

import datetime
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from vikno.content.search.sources import KIND_HEADINGS, hit_addresses
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address
from vikno.pagecache.decorators import cached_for_guests
from vikno.search.operations import note_missed
from vikno.search.queries import SearchResultRow, find_entries, result_rows, suggest_entries
from vikno.search.query_parser import MAX_QUERY_LETTERS
from vikno.web.navigation import LANGUAGE_NAMES

PAGE_LENGTH = 20
MAX_SUGGESTIONS = 6
MAX_ENDINGS = 3
SUGGESTIONS_CACHE_SECONDS = 60
# The limit keeps one visitor from filling the editors' report.
MISSED_QUERY_LIMIT = RateLimit(name="missed", tries=20, within=datetime.timedelta(hours=1))


@dataclass(frozen=True, kw_only=True)
class SearchAnswer:
    """A hit with its address and the name of its kind; `language_name` is set if it is not in the reader's language."""

    row: SearchResultRow
    url: str
    heading: str | Promise
    language_name: str


@dataclass(frozen=True, kw_only=True)
class SearchKindChoice:
    """A kind of content to narrow the results by."""

    kind: str
    heading: str | Promise
    count: int


@cached_for_guests()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KIND_HEADINGS else ""
    as_typed = bool(request.GET.get("exact"))
    found = find_entries(typed, language=get_language() or "", kinds=(kind,) if kind else (), as_typed=as_typed)
    page = Paginator(found.hits, PAGE_LENGTH).get_page(request.GET.get("page"))
    if typed and not found.counts:
        at = timezone.now()
        with suppress(RateLimitExceeded):
            MISSED_QUERY_LIMIT.acquire(client_address(request), at=at)
            note_missed(words=typed, language=get_language() or "", at=at)
    parameters = request.GET.copy()
    parameters.pop("page", None)
    kinds = [
        SearchKindChoice(kind=name, heading=heading, count=found.counts[name])
        for name, heading in KIND_HEADINGS.items()
        if found.counts.get(name)
    ]
    answers = _answers(result_rows(page.object_list, found.query))
    context = {
        "section": "search",
        "typed": typed,
        "is_cut": len(typed) > MAX_QUERY_LETTERS,
        "limit": MAX_QUERY_LETTERS,
        "found": found,
        "kind": kind,
        "kinds": kinds,
        "total": sum(found.counts.values()),
        "answers": answers,
        "page_obj": page,
        "query": f"{parameters.urlencode()}&" if parameters else "",
    }
    return render(request, "content/search/search.html", context)


@require_safe
@cache_control(max_age=SUGGESTIONS_CACHE_SECONDS, private=True)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return the list of suggestions that htmx puts below a search box."""
    typed = request.GET.get("q", "").replace("\x00", "")
    suggested = suggest_entries(typed, language=get_language() or "", most=MAX_SUGGESTIONS, endings=MAX_ENDINGS)
    endings, answers = suggested.endings, _answers(suggested.rows)
    context = {"endings": endings, "answers": answers, "count": len(endings) + len(answers)}
    return render(request, "content/search/suggestions.html", context)


def _answers(rows: Sequence[SearchResultRow]) -> list[SearchAnswer]:
    places = hit_addresses([row.hit for row in rows])
    return [
        SearchAnswer(
            row=row,
            url=places[row.hit.entry],
            heading=KIND_HEADINGS[row.hit.kind],
            language_name="" if row.hit.language == get_language() else LANGUAGE_NAMES[row.hit.language][1],
        )
        for row in rows
        if row.hit.entry in places
    ]
