"""Following: the list of applications, each of them, and what can be taken from it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
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
    """All applications of the resident: what is not sent first, then what waits for them."""
    mine = Application.objects.of(request.user)
    sent = _with_standing(mine.sent())
    needing = list(sent.filter(status=ApplicationStatus.RETURNED))
    refused = Q(status=ApplicationStatus.DECIDED, decision__outcome=DecisionOutcome.REFUSED)
    finished = Q(status__in=FINISHED_STATUSES) | refused
    history = Paginator(sent.filter(finished), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "section": "cabinet",
        "drafts": summarise_drafts(mine.drafts(), at=timezone.now()),
        "needing": _rows(needing),
        "open": _rows(_at_work(sent.exclude(finished).exclude(status=ApplicationStatus.RETURNED))),
        "history": _rows(history.object_list),
        "page_obj": history,
        "enquiries": latest_enquiries_of(request.user),
        "checklists": checklists_of(request.user),
    }
    return render(request, "cabinet/applications/home.html", page)


def _with_standing(applications: QuerySet[Application]) -> QuerySet[Application]:
    rows = applications.select_related("service", "centre", "deadline", "registration", "decision")
    return rows.prefetch_related("corrections", "results__file").order_by("-submitted_at", "-pk")


def _at_work(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Fetch also what says whether a system that works on the case asks for something."""
    return applications.prefetch_related("milestones", "status_changes")


def _rows(applications: Iterable[Application]) -> list[tuple[Application, StatusSummary]]:
    return [(application, summarise_status(application)) for application in applications]


@resident_required
@require_safe
def application_detail(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """One application: where it stands, what is asked, what was decided, what was sent."""
    found = load_own_application(request.user, uid)
    if found.is_draft:
        walk = load_form_walk(found)
        return redirect(walk.page_address(walk.resume_step(today=walk.today(timezone.now()))))
    submission = latest_submission(found)
    assert submission is not None
    today = found.centre.today(timezone.now())
    deadline = getattr(found, "deadline", None)
    page = {
        "section": "cabinet",
        "application": found,
        "summary": summarise_status(found),
        "deadline": deadline,
        "urgency": urgency(found, deadline, today),
        "today": today,
        "moments": case_timeline_for(found),
        "phones": phone_links(found.centre.phones),
        "correction": CorrectionRequest.open_for(found),
        "asked": _asked(found),
        "decision": getattr(found, "decision", None),
        "results": found.results.select_related("file").order_by("pk"),
        "sections": submitted_sections(found, submission),
        "attachments": attachments_of(submission),
    }
    return render(request, "cabinet/applications/detail.html", page)


def _asked(application: Application) -> list[tuple[str, str]]:
    """Return what the centre remarked: the question and the remark, in the order of the form; nothing where it marked none."""
    if not can_be_changed(application):
        return []
    walk = load_form_walk(application)
    marked = (question for question in walk.eform.questions if question.key in walk.remarks)
    return [] if walk.is_unmarked_correction else [(question.label, walk.remarks[question.key]) for question in marked]


@resident_required
@require_http_methods(["GET", "POST"])
def withdraw_application(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask once more, then take the application back."""
    found = load_own_application(request.user, uid)
    reason = request.POST.get("reason", "").strip()[:REASON_MAX_LENGTH]
    page: dict[str, Any] = {"section": "cabinet", "application": found, "reason": reason, "most": REASON_MAX_LENGTH}
    if request.method == "POST":
        try:
            operations.withdraw(application=found, at=timezone.now(), reason=reason)
        except Refused as refused:
            return render(request, "cabinet/applications/withdraw.html", {**page, "refusal": str(refused)}, status=422)
        messages.success(request, _("You withdrew the application. Nobody works on it any more."))
        return redirect("cabinet:application", uid)
    if not found.can_be_withdrawn:
        return redirect("cabinet:application", uid)
    return render(request, "cabinet/applications/withdraw.html", page)


@resident_required
@require_safe
def download_attachment(request: ResidentRequest, uid: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Give the resident back a file they enclosed."""
    enclosed = load_own_application(request.user, uid).attachments.select_related("file")
    return download_response(get_object_or_404(enclosed, file__uid=file).file)


@resident_required
@require_safe
def download_result(request: ResidentRequest, uid: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Hand over the file of a result, and remember when it was first taken."""
    found = get_object_or_404(load_own_application(request.user, uid).results.select_related("file"), file__uid=file)
    assert found.file is not None
    response = download_response(found.file)
    operations.mark_fetched(result=found, at=timezone.now())
    return response


@resident_required
@require_safe
def download_receipt(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Give the paper that says what was handed in and when."""
    found = load_own_application(request.user, uid)
    if found.number is None:
        raise Http404
    response = HttpResponse(case_documents.receipt(found, at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response
