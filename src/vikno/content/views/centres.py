"""Where the centres are and when they receive people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.models import Service
from vikno.catalogue.queries import with_ways
from vikno.centres.models import Centre
from vikno.centres.queries import coming_exceptions, receptions
from vikno.kernel.text import sort_key


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """All centres by name, each with the branches and desks below it."""
    rows = receptions(sorted(Centre.objects.in_use(), key=lambda centre: sort_key(centre.name)), at=timezone.now())
    shown = {row.centre.pk for row in rows}
    below: dict[int, list[object]] = {}
    for row in rows:
        if row.centre.parent_id in shown:
            below.setdefault(row.centre.parent_id, []).append(row)
    roots = [(row, below.get(row.centre.pk, [])) for row in rows if row.centre.parent_id not in shown]
    return render(request, "content/centres.html", {"section": "centres", "roots": roots})


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
        "services": sorted(given, key=lambda service: sort_key(service.title)),
    }
    return render(request, "content/centre.html", context)
