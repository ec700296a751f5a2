"""The content of the page of one case."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, possible_actions
from vikno.applications.models import (
    STATUSES_AT_CENTRE,
    Application,
    ApplicationSignature,
    ApplicationStatus,
    Attachment,
    CorrectionRequest,
    Deadline,
    Decision,
    Result,
    Submission,
)
from vikno.applications.queries import (
    AnswerChange,
    TimelineEntry,
    changes_in,
    latest_submission,
    signatures_of,
    submitted_sections,
    urgency,
)
from vikno.applications.status_words import StatusAudience, status_words
from vikno.centres.models import Officer
from vikno.eforms.answer_display import AnswerSection, answer_text
from vikno.eforms.definition import Question, QuestionKind
from vikno.files.models import StoredFile, VirusScanStatus
from vikno.integration.case_timeline import case_timeline_for
from vikno.integration.external_cases import ExternalCaseState, external_case_states, leading_external_case
from vikno.integration.models import ExternalCase
from vikno.kernel import dates

_CONTACT_KINDS = {"born_on": QuestionKind.DATE, "phone": QuestionKind.PHONE}
ACTIONS_WITH_PAGES = frozenset({CaseAction.RETURN, CaseAction.EXTEND, CaseAction.DECIDE, CaseAction.ISSUE})


@dataclass(frozen=True, kw_only=True)
class SubmittedFile:
    """A file handed in with the case, with the question it answers; a later file may have replaced it."""

    file: StoredFile
    label: str
    is_replaced: bool

    @property
    def description(self) -> str:
        """Return the line under the name: the question, the size, the result of the virus scan."""
        replaced = _("replaced by the applicant") if self.is_replaced else ""
        return " · ".join(
            filter(None, [self.label, filesizeformat(self.file.size), self.file.get_scan_display(), replaced])
        )

    @property
    def is_clean(self) -> bool:
        return self.file.scan == VirusScanStatus.CLEAN and not self.is_replaced


@dataclass(frozen=True, kw_only=True)
class CorrectionRemark:
    """A remark of the open correction request, with the question it is about."""

    label: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """The case with everything that its page shows: status, submission, correction, decision, timeline, other systems."""

    case: Application
    post: Officer | None
    actions: frozenset[CaseAction]
    status_label: str
    waiting_note: str
    today: datetime.date
    urgency: str
    deadline: Deadline | None
    submission: Submission | None
    sections: list[AnswerSection]
    changes: list[AnswerChange]
    submitted_files: list[SubmittedFile]
    signatures: list[ApplicationSignature]
    correction: CorrectionRequest | None
    correction_remarks: list[CorrectionRemark]
    decision: Decision | None
    results: Sequence[Result]
    moments: list[TimelineEntry]
    external_case_states: list[ExternalCaseState]
    leading_external_case: ExternalCase | None

    @property
    def has_action_pages(self) -> bool:
        """Return whether there are actions that have a page of their own."""
        return not ACTIONS_WITH_PAGES.isdisjoint(self.actions)

    @property
    def remarks_by_question(self) -> dict[str, str]:
        """Return the remarks of the open correction request, by question."""
        return dict(self.correction.remarks) if self.correction else {}

    @property
    def contacts(self) -> dict[str, str]:
        """Return the data of the applicant in words. They are stored as plain values and shown like answers of the same kind."""
        details: dict[str, Any] = self.case.applicant_details
        return {
            name: answer_text(Question(key=name, kind=_CONTACT_KINDS.get(name, QuestionKind.TEXT), label=name), value)
            for name, value in details.items()
        }

    @property
    def represented_birth_date(self) -> str:
        """Return the date of birth of the person for whom the applicant acts."""
        born_on = self.case.represented.get("born_on", "")
        return answer_text(Question(key="born_on", kind=QuestionKind.DATE, label=""), born_on) if born_on else ""

    @property
    def is_before_decision(self) -> bool:
        return self.case.status in (*STATUSES_AT_CENTRE, ApplicationStatus.RETURNED)

    @property
    def decide_by(self) -> str:
        """Return the deadline of the decision in words."""
        if self.deadline is None:
            return ""
        if self.deadline.is_paused:
            return _("the term stands while the applicant answers")
        return _("not later than %(on)s") % {"on": dates.format_date(self.deadline.due_on)}


def load_case_page(case: Application, post: Officer | None, *, at: datetime.datetime) -> CasePage:
    """Return the content of the page. Changes that the applicant has not sent yet are not part of it."""
    submission = latest_submission(case)
    deadline: Deadline | None = getattr(case, "deadline", None)
    today = case.centre.today(at)
    correction = CorrectionRequest.open_for(case)
    words = status_words(case, StatusAudience.OFFICER)
    current_attachments = set(submission.attachments.values_list("pk", flat=True)) if submission else set()
    return CasePage(
        case=case,
        post=post,
        actions=possible_actions(post, case) if post else frozenset(),
        status_label=str(words.headline),
        waiting_note=str(words.details),
        today=today,
        urgency=urgency(case, deadline, today),
        deadline=deadline,
        submission=submission,
        sections=submitted_sections(case, submission) if submission else [],
        changes=changes_in(case, submission) if submission else [],
        submitted_files=[
            SubmittedFile(
                file=attachment.file,
                label=_label(case, attachment.question),
                is_replaced=attachment.pk not in current_attachments,
            )
            for attachment in submitted_attachments(case)
        ],
        signatures=signatures_of(submission) if submission else [],
        correction=correction,
        correction_remarks=[
            CorrectionRemark(label=_label(case, key), remark=remark)
            for key, remark in (correction.remarks if correction else {}).items()
        ],
        decision=getattr(case, "decision", None),
        results=list(case.results.select_related("file").order_by("pk")),
        moments=case_timeline_for(case, for_staff=True),
        external_case_states=external_case_states(case),
        leading_external_case=leading_external_case(case),
    )


def submitted_attachments(case: Application) -> QuerySet[Attachment]:
    """Return the files that were part of a submission; the applicant has not sent the others."""
    rows = case.attachments.filter(submissions__isnull=False)
    return rows.select_related("file").order_by("question", "pk").distinct()


def submitted_signatures(case: Application) -> QuerySet[ApplicationSignature]:
    """Return the signatures on submissions."""
    return ApplicationSignature.objects.filter(of__application=case, of__submission__isnull=False).select_related(
        "container"
    )


def _label(case: Application, key: str) -> str:
    question = case.form_version.eform.question(key) if case.form_version else None
    return question.label if question else ""
