"""Finding anything on the site by words; and guessing what somebody means who is still typing."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from vikno.content.finding import HEADINGS, addresses
from vikno.kernel.limits import Limit, TooOften, client_address
from vikno.pagecache.kept import kept
from vikno.search.asking import MOST_LETTERS
from vikno.search.operations import note_missed
from vikno.search.queries import Found, Row, find, shown, suggest
from vikno.web.navigation import OWN_NAMES

PAGE_LENGTH = 20
SUGGESTED = 6
ENDINGS = 3
SUGGESTED_KEPT_SECONDS = 60
# One visitor cannot fill the editors' report.
MISSES = Limit(name="missed", tries=20, within=datetime.timedelta(hours=1))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer with its address and the name of its kind; `language_name` where it is not the reader's language."""

    row: Row
    url: str
    heading: str | Promise
    language_name: str


@dataclass(frozen=True, kw_only=True)
class KindChoice:
    """A kind by which the answers can be narrowed."""

    kind: str
    heading: str | Promise
    count: int


@kept()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    kind = request.GET.get("kind", "") if request.GET.get("kind") in HEADINGS else ""
    as_typed = bool(request.GET.get("exact"))
    found = find(typed, language=get_language() or "", kinds=(kind,) if kind else (), as_typed=as_typed)
    page = Paginator(found.hits, PAGE_LENGTH).get_page(request.GET.get("page"))
    if typed and not found.counts:
        _note(request, typed)
    kept = request.GET.copy()
    kept.pop("page", None)
    answers = _answers(shown(page.object_list, found.sought))
    context = {
        "section": "search",
        "typed": typed,
        "is_cut": len(typed) > MOST_LETTERS,
        "limit": MOST_LETTERS,
        "found": found,
        "kind": kind,
        "kinds": _kinds(found),
        "total": sum(found.counts.values()),
        "answers": answers,
        "page_obj": page,
        "query": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "content/search.html", context)


@require_safe
@cache_control(max_age=SUGGESTED_KEPT_SECONDS, private=True)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return what htmx puts under a search box."""
    typed = request.GET.get("q", "").replace("\x00", "")
    suggested = suggest(typed, language=get_language() or "", most=SUGGESTED, endings=ENDINGS)
    endings, answers = suggested.endings, _answers(suggested.rows)
    context = {"endings": endings, "answers": answers, "count": len(endings) + len(answers)}
    return render(request, "content/parts/suggestions.html", context)


def _answers(rows: Sequence[Row]) -> list[Answer]:
    places = addresses([row.hit for row in rows])
    return [
        Answer(
            row=row,
            url=places[row.hit.entry],
            heading=HEADINGS[row.hit.kind],
            language_name="" if row.hit.language == get_language() else OWN_NAMES[row.hit.language][1],
        )
        for row in rows
        if row.hit.entry in places
    ]


def _kinds(found: Found) -> list[KindChoice]:
    return [
        KindChoice(kind=kind, heading=heading, count=found.counts[kind])
        for kind, heading in HEADINGS.items()
        if found.counts.get(kind)
    ]


def _note(request: HttpRequest, typed: str) -> None:
    at = timezone.now()
    try:
        MISSES.take(client_address(request), at=at)
    except TooOften:
        return
    note_missed(words=typed, language=get_language() or "", at=at)
