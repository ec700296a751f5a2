"""Views of the list of cases."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vikno.workspace.access import StaffRequest, staff_required
from vikno.workspace.access_log import log_list_view
from vikno.workspace.cases.list_page import load_case_list
from vikno.workspace.cases.session_search import load_search, save_list_query, save_search


@require_safe
@staff_required
def case_list(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    text = load_search(request.session, request.GET.get("search", ""))
    listing = load_case_list(request.staff, request.GET, text=text, at=at)
    save_list_query(request.session, listing.query)
    log_list_view(staff=request.staff, at=at, detail={name: listing.params[name] for name in sorted(listing.params)})
    return render(request, "workspace/cases/list.html", {"section": "cases", "listing": listing, "at": at})


@require_POST
@staff_required
def search_cases(request: StaffRequest) -> HttpResponse:
    """Keep the search text in the session, so that it never stands in an address."""
    token = save_search(request.session, request.POST.get("text", ""))
    address = reverse("workspace:cases")
    return redirect(f"{address}?search={token}" if token else address)
