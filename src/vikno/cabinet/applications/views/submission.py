"""Views of the end of an e-form: the check of all answers, the submission, and its confirmation."""

import uuid
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.queries import (
    attachments_of,
    changes_to_send,
    draft_sections,
    latest_submission,
    problems_of,
)
from vikno.cabinet.access import ResidentRequest, load_own_application, resident_required
from vikno.cabinet.applications.form_walk import can_be_changed, load_form_walk
from vikno.cabinet.applications.review_page import review_page_texts
from vikno.cabinet.applications.submission import send_application
from vikno.catalogue.models import SigningRequirement
from vikno.eforms.answer_display import AnswerSection
from vikno.eforms.validation import AnswerProblem


@dataclass(frozen=True, kw_only=True)
class FormProblemLink:
    """A problem of the whole form, with the link to its question."""

    input_id: str
    message: str
    href: str


@resident_required
@require_http_methods(["GET", "POST"])
def review_answers(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show all answers; by POST send the application. A second press leads to what the first has sent."""
    application = load_own_application(request.user, uid)
    if not can_be_changed(application):
        return redirect("cabinet:done" if request.method == "POST" else "cabinet:application", uid)
    if request.method == "POST":
        return _send(request, application)
    return _check_page(request, application)


def _send(request: ResidentRequest, application: Application) -> HttpResponse:
    if request.POST.get("seen", _answers_mark(application)) != _answers_mark(application):
        changed = _("Your answers have changed in another tab. Read them again, then send.")
        return _check_page(request, application, refusal=changed)
    if "true" not in request.POST:
        problem = AnswerProblem(input_id="true", message=_("Confirm that what you wrote is true."))
        return _check_page(request, application, problems=[problem])
    try:
        return send_application(request, application)
    except operations.ApplicationIncomplete:
        return _check_page(request, application, refusal=_("Not sent yet: some answers still need you."))
    except operations.ApplicationNotSigned:
        return redirect("cabinet:sign", application.uid)


def _answers_mark(application: Application) -> str:
    """Return a mark that changes with each change of the answers."""
    return application.saved_at.isoformat()


def _check_page(request: ResidentRequest, application: Application, **refused: Any) -> HttpResponse:
    walk, sections = load_form_walk(application), draft_sections(application)
    to_mend = [
        FormProblemLink(
            input_id=problem.input_id,
            message=problem.message,
            href=f"{walk.page_address(step)}?from=check#{problem.input_id}",
        )
        for problem in problems_of(application, today=walk.today(timezone.now()))
        if (step := walk.step_of_question(problem.question))
    ]
    page = {
        "section": "cabinet",
        "application": application,
        "eform": walk.eform,
        "sections": _with_rows(sections, walk.editable_keys),
        "settled": _with_rows(sections, walk.asked_keys - walk.editable_keys),
        "change": {step.key: f"{walk.page_address(step)}?from=check" for step in walk.steps},
        "to_mend": to_mend,
        "correction": bool(walk.remarks),
        "asks": walk.reason if walk.is_unmarked_correction else "",
        "changes": [] if application.is_draft else changes_to_send(application),
        "total": walk.page_count,
        "texts": review_page_texts(walk, signing=SigningRequirement(application.service.signing)),
        "seen": _answers_mark(application),
        "is_true": "true" in request.POST,
        "signing": application.service.signing,
        **refused,
    }
    return render(request, "cabinet/applications/review.html", page, status=422 if refused else 200)


def _with_rows(sections: list[AnswerSection], keys: AbstractSet[str]) -> list[AnswerSection]:
    """Return the sections with these questions only, without the empty ones."""
    return [
        replace(section, rows=rows)
        for section in sections
        if (rows := [row for row in section.rows if row.key in keys])
    ]


@resident_required
@require_safe
def submission_confirmation(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Confirm the submission: its number, its content, and the next steps."""
    application = load_own_application(request.user, uid)
    if application.is_draft:
        return redirect("cabinet:check", uid)
    if application.status == ApplicationStatus.WITHDRAWN:
        return redirect("cabinet:application", uid)
    submission = latest_submission(application)
    assert submission is not None
    page = {
        "section": "cabinet",
        "application": application,
        "submission": submission,
        "is_correction": submission.number > 1,
        "names": [attachment.file.name for attachment in attachments_of(submission)],
        "stages": application.service.card.stages.all(),
    }
    return render(request, "cabinet/applications/confirmation.html", page)
