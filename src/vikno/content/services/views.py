"""Views of the list of services, and of a life event, a theme and an authority."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vikno.catalogue.facets import CatalogueFacet
from vikno.catalogue.models import Authority, Category, LifeEvent
from vikno.catalogue.queries import load_service_list
from vikno.content.services.page import ServiceListPage
from vikno.pagecache.decorators import cached_for_guests

PAGE_LENGTH = 50
CACHE_PARAMETERS = ("q", "online", "page", *CatalogueFacet)


@cached_for_guests(*CACHE_PARAMETERS)
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    service_list = ServiceListPage(request.GET)
    if own := service_list.canonical_url:
        return HttpResponsePermanentRedirect(own)
    return _shown(request, service_list)


@cached_for_guests(*CACHE_PARAMETERS)
@require_safe
def event(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(LifeEvent, code=code)
    return _shown(request, ServiceListPage(request.GET, page_facet=CatalogueFacet.EVENT, value=found.code))


@cached_for_guests(*CACHE_PARAMETERS)
@require_safe
def theme(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Category, code=code)
    return _shown(request, ServiceListPage(request.GET, page_facet=CatalogueFacet.THEME, value=found.code))


@cached_for_guests(*CACHE_PARAMETERS)
@require_safe
def authority(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an authority, its contacts and its services."""
    found = get_object_or_404(Authority, pk=pk)
    return _shown(
        request, ServiceListPage(request.GET, page_facet=CatalogueFacet.AUTHORITY, value=str(found.pk)), authority=found
    )


def _shown(request: HttpRequest, service_list: ServiceListPage, **more: Authority) -> HttpResponse:
    page = Paginator(service_list.keys, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "section": "services",
        "service_list": service_list,
        "page_obj": page,
        "rows": load_service_list(list(page.object_list)),
        **more,
    }
    return render(request, "content/services/services.html", context)
