"""Views of the enquiries of a resident and of the answers."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.enquiries.models import Enquiry
from vikno.enquiries.queries import enquiry_history


@resident_required
@require_safe
def enquiry_detail(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show an enquiry, its state and the answer."""
    rows = Enquiry.objects.of(request.user).select_related("centre", "service__card")
    enquiry = get_object_or_404(rows, uid=uid)
    return render(
        request,
        "cabinet/correspondence/enquiry.html",
        {"section": "cabinet", "enquiry": enquiry, "moments": enquiry_history(enquiry)},
    )
