"""Where the centres are and when they receive people."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.models import Service
from vikno.catalogue.queries import listed_of, with_ways
from vikno.centres.models import Centre
from vikno.centres.queries import Reception, coming_exceptions, receptions
from vikno.kernel.text import sort_key
from vikno.pagecache.kept import kept

PAGE_LENGTH = 50


@kept("page")
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """All centres by name, each with the branches and desks below it."""
    rows = sorted(Centre.objects.in_use(), key=lambda centre: sort_key(centre.name))
    shown = {centre.pk for centre in rows}
    page = Paginator([centre for centre in rows if centre.parent_id not in shown], PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = {"section": "centres", "page_obj": page, "roots": _with_what_is_below(list(page.object_list), rows)}
    return render(request, "content/centres.html", context)


def _with_what_is_below(roots: list[Centre], rows: list[Centre]) -> list[tuple[Reception, list[Reception]]]:
    keys = {root.pk for root in roots}
    below = [centre for centre in rows if centre.parent_id in keys]
    seen = {one.centre.pk: one for one in receptions([*roots, *below], at=timezone.now())}
    return [(seen[root.pk], [seen[one.pk] for one in below if one.parent_id == root.pk]) for root in roots]


@kept()
@require_safe
def centre(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Centre.objects.in_use().select_related("parent"), code=code)
    reception = receptions([found], at=timezone.now())[0]
    given = with_ways(Service.objects.in_use()).filter(offerings__centre=found)
    context = {
        "section": "centres",
        "centre": found,
        "reception": reception,
        "exceptions": coming_exceptions(found, today=reception.today),
        "branches": sorted(found.branches.in_use(), key=lambda branch: sort_key(branch.name)),
        "services": sorted(listed_of(given), key=lambda row: sort_key(row.title)),
    }
    return render(request, "content/centre.html", context)
