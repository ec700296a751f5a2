"""Printouts of a case: the inventory of incoming documents, the routing slip, the applicant's receipt."""

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.applications import case_documents
from vikno.workspace.access import StaffRequest, staff_required
from vikno.workspace.access_log import log_case_view
from vikno.workspace.cases.lookup import load_case


@require_safe
@staff_required
def inventory(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _pdf_response(request, uid, case_documents.inventory, "inventory")


@require_safe
@staff_required
def routing_slip(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _pdf_response(request, uid, case_documents.routing_slip, "passing-sheet")


@require_safe
@staff_required
def receipt(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _pdf_response(request, uid, case_documents.receipt, "receipt")


def _pdf_response(request: StaffRequest, uid: uuid.UUID, paper: Callable[..., bytes], name: str) -> HttpResponse:
    case, at = load_case(request.staff, uid), timezone.now()
    log_case_view(case=case, staff=request.staff, at=at)
    response = HttpResponse(paper(case, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
