"""Views of the list of applications, of an application that was sent, and of its files."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications import case_documents, operations
from vikno.applications.models import Application, ApplicationStatus, CorrectionRequest, DecisionOutcome
from vikno.applications.queries import (
    attachments_of,
    latest_submission,
    submitted_sections,
    urgency,
)
from vikno.cabinet.access import ResidentRequest, load_own_application, resident_required
from vikno.cabinet.applications.form_walk import can_be_changed, load_form_walk, summarise_drafts
from vikno.cabinet.applications.status_summary import StatusSummary, summarise_status
from vikno.checklists.queries import checklists_of
from vikno.enquiries.queries import latest_enquiries_of
from vikno.files.queries import download_response
from vikno.integration.case_timeline import case_timeline_for
from vikno.kernel.errors import Refused
from vikno.web.navigation import phone_links

PER_PAGE = 20
REASON_MAX_LENGTH = 1000
FINISHED_STATUSES = (ApplicationStatus.ISSUED, ApplicationStatus.WITHDRAWN)


@resident_required
@require_safe
def home(request: ResidentRequest) -> HttpResponse:
    """List all applications of the resident: first those not sent, then those that wait for the resident."""
    mine = Application.objects.of(request.user)
    sent = (
        mine.sent()
        .select_related("service", "centre", "deadline", "registration", "decision")
        .prefetch_related("corrections", "results__file")
        .order_by("-submitted_at", "-pk")
    )
    needing = list(sent.filter(status=ApplicationStatus.RETURNED))
    refused = Q(status=ApplicationStatus.DECIDED, decision__outcome=DecisionOutcome.REFUSED)
    finished = Q(status__in=FINISHED_STATUSES) | refused
    # Milestones and status changes show whether a system that works on the case asks for something.
    at_work = sent.exclude(finished).exclude(status=ApplicationStatus.RETURNED)
    at_work = at_work.prefetch_related("milestones", "status_changes")
    history = Paginator(sent.filter(finished), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "section": "cabinet",
        "drafts": summarise_drafts(mine.drafts(), at=timezone.now()),
        "needing": _rows(needing),
        "open": _rows(at_work),
        "history": _rows(history.object_list),
        "page_obj": history,
        "enquiries": latest_enquiries_of(request.user),
        "checklists": checklists_of(request.user),
    }
    return render(request, "cabinet/applications/home.html", page)


def _rows(applications: Iterable[Application]) -> list[tuple[Application, StatusSummary]]:
    return [(application, summarise_status(application)) for application in applications]


@resident_required
@require_safe
def application_detail(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show an application that was sent: its status, the correction request, the decision, the answers. Lead on a draft."""
    application = load_own_application(request.user, uid)
    if application.is_draft:
        walk = load_form_walk(application)
        return redirect(walk.page_address(walk.resume_step(today=walk.today(timezone.now()))))
    submission = latest_submission(application)
    assert submission is not None
    today = application.centre.today(timezone.now())
    deadline = getattr(application, "deadline", None)
    page = {
        "section": "cabinet",
        "application": application,
        "summary": summarise_status(application),
        "deadline": deadline,
        "urgency": urgency(application, deadline, today),
        "today": today,
        "moments": case_timeline_for(application),
        "phones": phone_links(application.centre.phones),
        "correction": CorrectionRequest.open_for(application),
        "asked": _marked_remarks(application),
        "decision": getattr(application, "decision", None),
        "results": application.results.select_related("file").order_by("pk"),
        "sections": submitted_sections(application, submission),
        "attachments": attachments_of(submission),
    }
    return render(request, "cabinet/applications/detail.html", page)


def _marked_remarks(application: Application) -> list[tuple[str, str]]:
    """Return the label of each question to correct and the remark, in the order of the form. Empty if none is marked."""
    if not can_be_changed(application):
        return []
    walk = load_form_walk(application)
    marked = (question for question in walk.eform.questions if question.key in walk.remarks)
    return [] if walk.is_unmarked_correction else [(question.label, walk.remarks[question.key]) for question in marked]


@resident_required
@require_http_methods(["GET", "POST"])
def withdraw_application(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask for confirmation; by POST withdraw the application."""
    application = load_own_application(request.user, uid)
    reason = request.POST.get("reason", "").strip()[:REASON_MAX_LENGTH]
    page: dict[str, Any] = {
        "section": "cabinet",
        "application": application,
        "reason": reason,
        "most": REASON_MAX_LENGTH,
    }
    if request.method == "POST":
        try:
            operations.withdraw(application=application, at=timezone.now(), reason=reason)
        except Refused as refused:
            return render(request, "cabinet/applications/withdraw.html", {**page, "refusal": str(refused)}, status=422)
        messages.success(request, _("You withdrew the application. Nobody works on it any more."))
        return redirect("cabinet:application", uid)
    if not application.can_be_withdrawn:
        return redirect("cabinet:application", uid)
    return render(request, "cabinet/applications/withdraw.html", page)


@resident_required
@require_safe
def download_attachment(request: ResidentRequest, uid: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Send the resident a file that they attached."""
    attachments = load_own_application(request.user, uid).attachments.select_related("file")
    return download_response(get_object_or_404(attachments, file__uid=file).file)


@resident_required
@require_safe
def download_result(request: ResidentRequest, uid: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Send the file of a result, and record when it was first downloaded."""
    result = get_object_or_404(load_own_application(request.user, uid).results.select_related("file"), file__uid=file)
    assert result.file is not None
    response = download_response(result.file)
    operations.mark_fetched(result=result, at=timezone.now())
    return response


@resident_required
@require_safe
def download_receipt(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Send the receipt: what was submitted and when."""
    application = load_own_application(request.user, uid)
    if application.number is None:
        raise Http404
    response = HttpResponse(case_documents.receipt(application, at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{application.number}.pdf"'
    return response
