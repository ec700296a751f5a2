"""The view of pages of the editors."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vikno.content.home import home_context
from vikno.content.models import page_address
from vikno.content.pages.routing import resolve_page
from vikno.pagecache.decorators import cached_for_guests


@cached_for_guests("page", "category")
@require_safe
def serve_page(request: HttpRequest, path: str = "") -> HttpResponse:
    language = get_language() or ""
    found = resolve_page(request, path, language)
    if found is None:
        if path:
            raise Http404
        # The first page is shown even if its tree is missing, so that services, centres and applications can be found.
        return render(request, "content/home/home.html", home_context.home_facts(at=timezone.now()))
    if found.page.language != language:
        translations = found.page.get_translations().live().filter(locale__language_code=language)
        if translation := translations.first():
            return HttpResponseRedirect(page_address(translation))
    response: HttpResponse = found.page.serve(request, *found.args, **found.kwargs)
    return response
