"""The list of cases."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vikno.workspace.access import StaffRequest, staff_required
from vikno.workspace.listing import listing_for
from vikno.workspace.search import keep_list, recall, remember
from vikno.workspace.sights import list_seen


@require_safe
@staff_required
def cases(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    text = recall(request.session, request.GET.get("search", ""))
    listing = listing_for(request.staff, request.GET, text=text, at=at)
    keep_list(request.session, listing.query)
    list_seen(staff=request.staff, at=at, detail={name: listing.chosen[name] for name in sorted(listing.chosen)})
    return render(request, "workspace/cases.html", {"section": "cases", "listing": listing, "at": at})


@require_POST
@staff_required
def search(request: StaffRequest) -> HttpResponse:
    """Take what is searched for out of the form, so that it never stands in an address."""
    token = remember(request.session, request.POST.get("text", ""))
    address = reverse("workspace:cases")
    return redirect(f"{address}?search={token}" if token else address)
