"""What an officer writes to the applicant: a return for correction, an extension, a decision, a result. Each has its page."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vikno.applications import operations
from vikno.applications.access import CaseAction
from vikno.applications.models import Application, DecisionOutcome
from vikno.applications.queries import latest_submission, submitted_sections
from vikno.centres.models import Officer
from vikno.kernel.errors import Refused
from vikno.web.problems import form_problems
from vikno.web.uploads import as_upload, bounded_uploads
from vikno.workspace.access import StaffRequest, officer_required
from vikno.workspace.cases.actions import available_actions
from vikno.workspace.cases.correction_marks import markable_sections, read_remarks
from vikno.workspace.cases.forms import (
    CorrectionRequestForm,
    DeadlineExtensionForm,
    GrantDecisionForm,
    RefusalDecisionForm,
    ResultIssueForm,
)
from vikno.workspace.cases.lookup import load_case_for_action


@require_http_methods(["GET", "POST"])
@officer_required
def return_for_correction(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Return for correction: mark the answers to be mended, say why and until when."""
    case, post = load_case_for_action(CaseAction.RETURN, request.staff, uid)
    if request.method == "GET" and not available_actions(case, post).return_for_correction:
        return _not_now(request, case)
    submission = latest_submission(case)
    sections = submitted_sections(case, submission) if submission else []
    remarks = read_remarks(request.POST, sections)
    due_on = case.centre.today(timezone.now()) + datetime.timedelta(days=settings.CORRECTION_DAYS)
    form = CorrectionRequestForm(_sent(request), initial={"due_on": due_on})
    if form.is_valid():
        given = {"application": case, "officer": post, "remarks": remarks, **form.cleaned_data}
        done = _("The applicant is asked to correct the application. The term stands until they answer.")
        if _carried_out(request, form, operations.return_for_correction, given, done):
            return redirect("workspace:case", uid)
    return _page(request, "send_back", case, form, sections=markable_sections(sections, remarks))


@require_http_methods(["GET", "POST"])
@officer_required
def extend(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Take more time, and say why."""
    case, post = load_case_for_action(CaseAction.EXTEND, request.staff, uid)
    if request.method == "GET" and not available_actions(case, post).extend:
        return _not_now(request, case)
    form = DeadlineExtensionForm(_sent(request))
    if form.is_valid():
        given = {"application": case, "officer": post, **form.cleaned_data}
        if _carried_out(request, form, operations.extend, given, _("The term is extended. The applicant is told why.")):
            return redirect("workspace:case", uid)
    return _page(request, "extend", case, form)


@require_http_methods(["GET", "POST"])
@officer_required
def decide(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Grant or refuse, as the address says; a decision is read once more before it is sent."""
    case, post = load_case_for_action(CaseAction.DECIDE, request.staff, uid)
    if request.method == "GET" and not available_actions(case, post).decide:
        return _not_now(request, case)
    if request.GET.get("outcome") == DecisionOutcome.REFUSED:
        return _refuse(request, case, post)
    return _grant(request, case, post)


def _grant(request: StaffRequest, case: Application, post: Officer) -> HttpResponse:
    """There is little to write, so the page itself asks whether this is meant."""
    form = GrantDecisionForm(_sent(request))
    if form.is_valid():
        given = {"application": case, "officer": post, "outcome": DecisionOutcome.GRANTED, **form.cleaned_data}
        if _carried_out(
            request, form, operations.decide, given, _("The application is granted. The applicant is told.")
        ):
            return redirect("workspace:case", case.uid)
    return _page(request, "grant", case, form)


def _refuse(request: StaffRequest, case: Application, post: Officer) -> HttpResponse:
    """The refusal is written, then read as the applicant will read it, then sent."""
    form = RefusalDecisionForm(_sent(request), service=case.service)
    if form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            return _page(request, "refuse_confirm", case, form)
        given = {"application": case, "officer": post, "outcome": DecisionOutcome.REFUSED, **form.cleaned_data}
        done = _("The application is refused. The applicant is told why, and how to complain.")
        if _carried_out(request, form, operations.decide, given, done):
            return redirect("workspace:case", case.uid)
    return _page(request, "refuse", case, form, has_grounds=form.has_grounds)


@bounded_uploads
@require_http_methods(["GET", "POST"])
@officer_required
def issue(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Hand over the result: as a file, or by saying where the paper waits."""
    case, post = load_case_for_action(CaseAction.ISSUE, request.staff, uid)
    if request.method == "GET" and not available_actions(case, post).issue:
        return _not_now(request, case)
    files = request.FILES if request.method == "POST" else None
    form = ResultIssueForm(_sent(request), files, initial={"title": _title_of_result(case)})
    if form.is_valid():
        given = {"application": case, "officer": post, **form.cleaned_data}
        if given["upload"]:
            given["upload"] = as_upload(given["upload"])
        if _carried_out(request, form, operations.issue, given, _("The result is handed over. The applicant is told.")):
            return redirect("workspace:case", uid)
    return _page(request, "issue", case, form, lost_upload=bool(request.FILES))


def _title_of_result(case: Application) -> str:
    decision = getattr(case, "decision", None)
    return _("Decision to refuse") if decision and decision.is_refusal else case.service.title[:200]


def _sent(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _carried_out(
    request: StaffRequest, form: forms.Form, operation: Callable[..., object], given: dict[str, Any], done: str
) -> bool:
    """Do it and say so; or put on the form why it was not done."""
    try:
        operation(at=timezone.now(), **given)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, done)
    return True


def _not_now(request: StaffRequest, case: Application) -> HttpResponse:
    """Lead to the case: it has moved on since its page was opened."""
    messages.warning(request, _("This cannot be done with the case as it is now."))
    return redirect("workspace:case", case.uid)


def _page(request: StaffRequest, name: str, case: Application, form: forms.Form, **more: Any) -> HttpResponse:
    """Show the page of one act; 422 when something on it must be mended."""
    problems = form_problems(form)
    context = {
        "section": "cases",
        "case": case,
        "form": form,
        # What a field lacks is listed with links; why the whole thing was not done is said apart.
        "problems": [problem for problem in problems if problem.input_id],
        "refusals": form.non_field_errors(),
        **more,
    }
    return render(request, f"workspace/cases/{name}.html", context, status=422 if problems else 200)
