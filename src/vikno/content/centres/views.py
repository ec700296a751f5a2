"""Views of the list of centres and of one centre."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.models import Service
from vikno.catalogue.queries import service_list_items, with_availability
from vikno.centres.accessibility import accessibility_facts_from
from vikno.centres.models import Centre, CentreQuerySet
from vikno.centres.queries import CentreReception, receptions, upcoming_exceptional_days, upcoming_stops
from vikno.content.centres import maps, structured_data
from vikno.content.centres.forms import CentreFilter
from vikno.content.machine_readable.centres_open_data import centres_open_data
from vikno.kernel.text import sort_key
from vikno.pagecache.decorators import cached_for_guests

PAGE_LENGTH = 50


@cached_for_guests("page", "kind", "feature", "open")
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """Show all centres by name, each with its branches and desks, or the centres that match the filter."""
    form = CentreFilter(request.GET)
    rows = sorted(_centres_with_words(), key=lambda centre: sort_key(centre.name))
    if form.is_narrowed:
        listed = form.matching_centres(rows, at=timezone.now())
    else:
        keys = {centre.pk for centre in rows}
        listed = [centre for centre in rows if centre.parent_id not in keys]
    page = Paginator(listed, PAGE_LENGTH).get_page(request.GET.get("page"))
    roots = _with_branches(list(page.object_list), [] if form.is_narrowed else rows)
    context = {
        "section": "centres",
        "form": form,
        "page_obj": page,
        "roots": roots,
        "query": form.query,
        "map": maps.centres_map([reception.centre for root, branches in roots for reception in (root, *branches)]),
    }
    return render(request, "content/centres/centres.html", context)


def _centres_with_words() -> CentreQuerySet:
    """Return the centres in use, with their translated texts prefetched."""
    return Centre.objects.in_use().prefetch_related("words")


def _with_branches(roots: list[Centre], rows: list[Centre]) -> list[tuple[CentreReception, list[CentreReception]]]:
    """Return the reception of each root with the receptions of its branches among these rows."""
    keys = {root.pk for root in roots}
    branches = [centre for centre in rows if centre.parent_id in keys]
    by_key = {reception.centre.pk: reception for reception in receptions([*roots, *branches], at=timezone.now())}
    return [
        (by_key[root.pk], [by_key[branch.pk] for branch in branches if branch.parent_id == root.pk]) for root in roots
    ]


@cached_for_guests()
@require_safe
def centre(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(_centres_with_words().select_related("parent"), code=code)
    reception = receptions([found], at=timezone.now())[0]
    services = with_availability(Service.objects.in_use()).filter(offerings__centre=found)
    branches = _centres_with_words().filter(parent=found)
    context = {
        "section": "centres",
        "centre": found,
        "reception": reception,
        "coming_days": upcoming_exceptional_days(reception.timetable, today=reception.today),
        "coming_stops": upcoming_stops(reception.timetable, today=reception.today),
        "facts": accessibility_facts_from(found.accessibility_facts),
        "photos": list(found.photos.select_related("image").prefetch_related("image__renditions")),
        "officers": list(found.public_officers.all()),
        "branches": sorted(branches, key=lambda branch: sort_key(branch.name)),
        "services": sorted(service_list_items(services), key=lambda row: sort_key(row.title)),
        "map": maps.centre_map(reception.timetable),
        "json_ld": structured_data.centre_json_ld(
            reception.timetable, today=reception.today, url=f"{settings.PUBLIC_URL}{request.path}"
        ),
    }
    return render(request, "content/centres/centre.html", context)


@cached_for_guests()
@require_safe
def centres_json(request: HttpRequest) -> JsonResponse:
    """Give every centre as open data."""
    rows = _centres_with_words().select_related("parent").order_by("code")
    return JsonResponse(centres_open_data(list(rows)))
