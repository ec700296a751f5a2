"""The view of pages of the editors."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vikno.content.home import home_context
from vikno.content.models import SitePage, page_address
from vikno.content.pages.routing import resolve_page
from vikno.pagecache.decorators import cached_for_guests


@cached_for_guests("page", "category")
@require_safe
def serve_page(request: HttpRequest, path: str = "") -> HttpResponse:
    language = get_language() or ""
    found = resolve_page(request, path, language)
    if found is None:
        return _nothing_planted(request, path)
    if found.page.language != language and (translated := _translated(found.page, language)):
        return HttpResponseRedirect(translated)
    response: HttpResponse = found.page.serve(request, *found.args, **found.kwargs)
    return response


def _translated(original: SitePage, language: str) -> str:
    """Return the address of the page in the reader's language, or an empty text without a translation."""
    rows = original.get_translations().live().filter(locale__language_code=language)
    translation = rows.first()
    return page_address(translation) if translation else ""


def _nothing_planted(request: HttpRequest, path: str) -> HttpResponse:
    """Show the first page even if its tree is missing, so that services, centres and applications can be found."""
    if path:
        raise Http404
    return render(request, "content/home/home.html", home_context.home_facts(at=timezone.now()))
