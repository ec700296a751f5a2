"""Views of the intake: an officer enters the paper application of a person at the desk."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications import operations
from vikno.applications.access import post_among
from vikno.applications.operations.submissions import PaperApplication
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.kernel.errors import Refused
from vikno.web.eforms import controls
from vikno.web.problems import form_problems
from vikno.web.uploads import as_upload, bounded_uploads
from vikno.workspace.access import StaffRequest, officer_required, staff_required
from vikno.workspace.access_log import log_case_view
from vikno.workspace.cases.lookup import load_case
from vikno.workspace.intake.forms import ScansForm, ServiceChoiceForm
from vikno.workspace.intake.paper_form import (
    PaperApplicationForm,
    applicant_questions,
    check_paper_form,
    empty_paper_form,
    read_paper_form,
)


@bounded_uploads
@require_http_methods(["GET", "POST"])
@officer_required
def enter_application(request: StaffRequest) -> HttpResponse:
    """Choose the service, then enter the applicant and the documents handed in."""
    chosen = ServiceChoiceForm(data=request.GET or None, staff=request.staff)
    if not chosen.is_valid():
        problems = form_problems(chosen)
        context = {"section": "intake", "form": chosen, "problems": problems}
        return render(request, "workspace/intake/choose_service.html", context, status=422 if problems else 200)
    service, centre = chosen.cleaned_data["service"], chosen.cleaned_data["centre"]
    if request.method == "POST":
        return _handle_post(request, service, centre)
    return _page(request, service, centre, empty_paper_form(service))


def _handle_post(request: StaffRequest, service: Service, centre: Centre) -> HttpResponse:
    if "add_row" in request.POST:
        return _page(request, service, centre, read_paper_form(request.POST, service, add_row=True))
    form = check_paper_form(request.POST, service, today=centre.today(timezone.now()))
    if form.problems:
        return _page(request, service, centre, form)
    post = post_among(request.staff.posts, centre)
    assert post is not None
    try:
        case = operations.intake(
            service=service,
            centre=centre,
            officer=post,
            paper=PaperApplication(
                details=form.applicant_details,
                papers=form.papers,
                scans=[as_upload(scan) for scan in request.FILES.getlist("scans")],
            ),
            key=_key(request.POST.get("key", "")),
            at=timezone.now(),
        )
    except Refused as refused:
        return _page(request, service, centre, form, refusal=str(refused))
    return redirect("workspace:entered", case.uid)


def _key(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()


def _page(
    request: StaffRequest, service: Service, centre: Centre, form: PaperApplicationForm, *, refusal: str = ""
) -> HttpResponse:
    """Render the form. A refusal of the operation concerns a scan: everything else was checked before."""
    scans = ScansForm(request.POST, request.FILES, auto_id="%s")
    if refusal:
        scans.add_error("scans", refusal)
    problems = [*form.problems, *form_problems(scans)]
    context = {
        "section": "intake",
        "service": service,
        "centre": centre,
        "controls": controls(applicant_questions(), answers=form.answers, problems=form.problems),
        "rows": form.rows,
        "scans": scans,
        "lost_scans": bool(request.FILES),
        "problems": problems,
        # A second press of the button carries the same key, and enters nothing.
        "key": _key(request.POST.get("key", "")),
    }
    return render(request, "workspace/intake/form.html", context, status=422 if problems else 200)


@require_safe
@staff_required
def entry_confirmation(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the number and the access code, to be printed for the person at the desk."""
    case = load_case(request.staff, uid)
    log_case_view(case=case, staff=request.staff, at=timezone.now())
    return render(request, "workspace/intake/confirmation.html", {"section": "intake", "case": case})
