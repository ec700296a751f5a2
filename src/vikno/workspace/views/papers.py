"""What is printed for a case: the inventory of incoming documents, the passing sheet, the applicant's receipt."""

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.applications import papers
from vikno.workspace.access import StaffRequest, staff_required
from vikno.workspace.sights import case_seen
from vikno.workspace.views.loading import case_of


@require_safe
@staff_required
def inventory(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _printed(request, uid, papers.inventory, "inventory")


@require_safe
@staff_required
def passing_sheet(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _printed(request, uid, papers.passing_sheet, "passing-sheet")


@require_safe
@staff_required
def receipt(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _printed(request, uid, papers.receipt, "receipt")


def _printed(request: StaffRequest, uid: uuid.UUID, paper: Callable[..., bytes], name: str) -> HttpResponse:
    case, at = case_of(request.staff, uid), timezone.now()
    case_seen(case=case, staff=request.staff, at=at)
    response = HttpResponse(paper(case, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
