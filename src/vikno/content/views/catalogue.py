"""What the centre gives: the list of services, and the pages of what gathers them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vikno.catalogue.browsing import Facet
from vikno.catalogue.models import Authority, Category, LifeEvent
from vikno.catalogue.queries import listed
from vikno.content.catalogue import Browsing
from vikno.pagecache.kept import kept

PAGE_LENGTH = 50
ASKED = ("q", "online", "page", *Facet)


@kept(*ASKED)
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    browsing = Browsing(request.GET)
    if own := browsing.page_of_its_own:
        return HttpResponsePermanentRedirect(own)
    return _shown(request, browsing)


@kept(*ASKED)
@require_safe
def event(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(LifeEvent, code=code)
    return _shown(request, Browsing(request.GET, page_of=Facet.EVENT, value=found.code))


@kept(*ASKED)
@require_safe
def theme(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Category, code=code)
    return _shown(request, Browsing(request.GET, page_of=Facet.THEME, value=found.code))


@kept(*ASKED)
@require_safe
def authority(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who decides, how to reach them, and what they decide."""
    found = get_object_or_404(Authority, pk=pk)
    return _shown(request, Browsing(request.GET, page_of=Facet.AUTHORITY, value=str(found.pk)), authority=found)


def _shown(request: HttpRequest, browsing: Browsing, **more: Authority) -> HttpResponse:
    page = Paginator(browsing.keys, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "section": "services",
        "browsing": browsing,
        "page_obj": page,
        "rows": listed(list(page.object_list)),
        **more,
    }
    return render(request, "content/services.html", context)
