"""Views of the actions that write to the applicant: a return for correction, an extension, a decision, a result."""

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
from vikno.applications.access import CaseAction, possible_actions
from vikno.applications.models import Application, DecisionOutcome
from vikno.applications.queries import latest_submission, submitted_sections
from vikno.centres.models import Officer
from vikno.kernel.errors import Refused
from vikno.web.problems import form_problems
from vikno.web.uploads import as_upload, bounded_uploads
from vikno.workspace.access import StaffRequest, officer_required
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
    """Return a case for correction: the officer marks the answers, gives the reason and the date."""
    case, post = load_case_for_action(CaseAction.RETURN, request.staff, uid)
    if request.method == "GET" and CaseAction.RETURN not in possible_actions(post, case):
        return _not_now(request, case)
    submission = latest_submission(case)
    sections = submitted_sections(case, submission) if submission else []
    remarks = read_remarks(request.POST, sections)
    due_on = case.centre.today(timezone.now()) + datetime.timedelta(days=settings.CORRECTION_DAYS)
    form = CorrectionRequestForm(_posted_data(request), initial={"due_on": due_on})
    if form.is_valid():
        details = {"application": case, "officer": post, "remarks": remarks, **form.cleaned_data}
        success = _("The applicant is asked to correct the application. The term stands until they answer.")
        if _perform(request, form, operations.return_for_correction, details, success):
            return redirect("workspace:case", uid)
    return _page(request, "send_back", case, form, sections=markable_sections(sections, remarks))


@require_http_methods(["GET", "POST"])
@officer_required
def extend(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Extend the term of a case, with a reason."""
    case, post = load_case_for_action(CaseAction.EXTEND, request.staff, uid)
    if request.method == "GET" and CaseAction.EXTEND not in possible_actions(post, case):
        return _not_now(request, case)
    form = DeadlineExtensionForm(_posted_data(request))
    if form.is_valid():
        details = {"application": case, "officer": post, **form.cleaned_data}
        if _perform(request, form, operations.extend, details, _("The term is extended. The applicant is told why.")):
            return redirect("workspace:case", uid)
    return _page(request, "extend", case, form)


@require_http_methods(["GET", "POST"])
@officer_required
def decide(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Grant or refuse a case, as the address says."""
    case, post = load_case_for_action(CaseAction.DECIDE, request.staff, uid)
    if request.method == "GET" and CaseAction.DECIDE not in possible_actions(post, case):
        return _not_now(request, case)
    if request.GET.get("outcome") == DecisionOutcome.REFUSED:
        return _refuse(request, case, post)
    return _grant(request, case, post)


def _grant(request: StaffRequest, case: Application, post: Officer) -> HttpResponse:
    """Grant a case; the page of the form is the confirmation, as there is little to write."""
    form = GrantDecisionForm(_posted_data(request))
    if form.is_valid():
        details = {"application": case, "officer": post, "outcome": DecisionOutcome.GRANTED, **form.cleaned_data}
        if _perform(request, form, operations.decide, details, _("The application is granted. The applicant is told.")):
            return redirect("workspace:case", case.uid)
    return _page(request, "grant", case, form)


def _refuse(request: StaffRequest, case: Application, post: Officer) -> HttpResponse:
    """Refuse a case: the officer writes the refusal, reads it as the applicant will, then sends it."""
    form = RefusalDecisionForm(_posted_data(request), service=case.service)
    if form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            return _page(request, "refuse_confirm", case, form)
        details = {"application": case, "officer": post, "outcome": DecisionOutcome.REFUSED, **form.cleaned_data}
        success = _("The application is refused. The applicant is told why, and how to complain.")
        if _perform(request, form, operations.decide, details, success):
            return redirect("workspace:case", case.uid)
    return _page(request, "refuse", case, form, has_grounds=form.has_grounds)


@bounded_uploads
@require_http_methods(["GET", "POST"])
@officer_required
def issue(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Hand over the result: a file, or the place where the paper can be collected."""
    case, post = load_case_for_action(CaseAction.ISSUE, request.staff, uid)
    if request.method == "GET" and CaseAction.ISSUE not in possible_actions(post, case):
        return _not_now(request, case)
    files = request.FILES if request.method == "POST" else None
    is_refusal = hasattr(case, "decision") and case.decision.is_refusal
    title = _("Decision to refuse") if is_refusal else case.service.title[:200]
    form = ResultIssueForm(_posted_data(request), files, initial={"title": title})
    if form.is_valid():
        details = {"application": case, "officer": post, **form.cleaned_data}
        if details["upload"]:
            details["upload"] = as_upload(details["upload"])
        if _perform(request, form, operations.issue, details, _("The result is handed over. The applicant is told.")):
            return redirect("workspace:case", uid)
    return _page(request, "issue", case, form, lost_upload=bool(request.FILES))


def _posted_data(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _perform(
    request: StaffRequest, form: forms.Form, operation: Callable[..., object], details: dict[str, Any], success: str
) -> bool:
    """Perform the operation and report success; put a refusal on the form and return False."""
    try:
        operation(at=timezone.now(), **details)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, success)
    return True


def _not_now(request: StaffRequest, case: Application) -> HttpResponse:
    """Redirect to the case, which has moved on since its page was opened."""
    messages.warning(request, _("This cannot be done with the case as it is now."))
    return redirect("workspace:case", case.uid)


def _page(request: StaffRequest, name: str, case: Application, form: forms.Form, **more: Any) -> HttpResponse:
    """Render the page of one action; with status 422 where its form has problems."""
    problems = form_problems(form)
    context = {
        "section": "cases",
        "case": case,
        "form": form,
        # Problems of a field are listed with links; a refusal of the operation stands apart.
        "problems": [problem for problem in problems if problem.input_id],
        "refusals": form.non_field_errors(),
        **more,
    }
    return render(request, f"workspace/cases/{name}.html", context, status=422 if problems else 200)
