"""Everything there is on a case, as its page shows it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

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
    open_correction,
    signatures_of,
    submitted_sections,
    urgency,
)
from vikno.centres.models import Officer
from vikno.eforms.answer_display import AnswerSection, answer_text
from vikno.eforms.definition import Question, QuestionKind
from vikno.files.models import StoredFile, VirusScanStatus
from vikno.integration.case_timeline import case_timeline_for
from vikno.integration.external_cases import ExternalCaseState, external_case_states, leading_external_case
from vikno.integration.models import ExternalCase as ElsewhereCase
from vikno.kernel import dates
from vikno.workspace.cases.actions import AvailableActions, available_actions
from vikno.workspace.cases.status_labels import staff_status_label, waiting_reason


@dataclass(frozen=True, kw_only=True)
class SubmittedFile:
    """A file handed in with the case: in answer to what, and whether a later one took its place."""

    file: StoredFile
    label: str
    is_replaced: bool

    @property
    def description(self) -> str:
        """Return what stands under the name: in answer to what, how large, what the virus scanner said."""
        replaced = _("replaced by the applicant") if self.is_replaced else ""
        return " · ".join(
            filter(None, [self.label, filesizeformat(self.file.size), self.file.get_scan_display(), replaced])
        )

    @property
    def is_clean(self) -> bool:
        return self.file.scan == VirusScanStatus.CLEAN and not self.is_replaced


@dataclass(frozen=True, kw_only=True)
class CorrectionRemark:
    """One thing the applicant was asked to mend, while they mend it."""

    label: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    case: Application
    post: Officer | None
    actions: AvailableActions
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
    contacts: dict[str, str]
    correction: CorrectionRequest | None
    correction_remarks: list[CorrectionRemark]
    decision: Decision | None
    results: Sequence[Result]
    moments: list[TimelineEntry]
    external_case_states: list[ExternalCaseState]
    leading_external_case: ElsewhereCase | None

    @property
    def remarks_by_question(self) -> dict[str, str]:
        """Return what was asked to be corrected, by question, while it is being corrected."""
        return dict(self.correction.remarks) if self.correction else {}

    @property
    def represented_birth_date(self) -> str:
        """Return when the person was born for whom the applicant acts."""
        born_on = self.case.represented.get("born_on", "")
        return answer_text(Question(key="born_on", kind=QuestionKind.DATE, label=""), born_on) if born_on else ""

    @property
    def is_before_decision(self) -> bool:
        return self.case.status in (*STATUSES_AT_CENTRE, ApplicationStatus.RETURNED)

    @property
    def decide_by(self) -> str:
        """Return until when the case is to be decided, in words."""
        if self.deadline is None:
            return ""
        if self.deadline.is_paused:
            return _("the term stands while the applicant answers")
        return _("not later than %(on)s") % {"on": dates.format_date(self.deadline.due_on)}


def load_case_page(case: Application, post: Officer | None, *, at: datetime.datetime) -> CasePage:
    """Return what the centre knows of a case. What the applicant has changed but not sent is not among it."""
    submission = latest_submission(case)
    deadline: Deadline | None = getattr(case, "deadline", None)
    today = case.centre.today(at)
    correction = open_correction(case)
    led = leading_external_case(case)
    return CasePage(
        case=case,
        post=post,
        actions=available_actions(case, post, is_led_elsewhere=led is not None),
        status_label=staff_status_label(case),
        waiting_note=waiting_reason(case),
        today=today,
        urgency=urgency(case, deadline, today),
        deadline=deadline,
        submission=submission,
        sections=submitted_sections(case, submission) if submission else [],
        changes=changes_in(case, submission) if submission else [],
        submitted_files=_enclosures(case, submission),
        signatures=signatures_of(submission) if submission else [],
        contacts=_contacts(case),
        correction=correction,
        correction_remarks=_asked(case, correction),
        decision=getattr(case, "decision", None),
        results=list(case.results.select_related("file").order_by("pk")),
        moments=case_timeline_for(case, for_staff=True),
        external_case_states=external_case_states(case),
        leading_external_case=led,
    )


def submitted_attachments(case: Application) -> QuerySet[Attachment]:
    """Return the files that were part of a submission: others the applicant has not sent."""
    rows = case.attachments.filter(submissions__isnull=False)
    return rows.select_related("file").order_by("question", "pk").distinct()


def submitted_signatures(case: Application) -> QuerySet[ApplicationSignature]:
    """Return the signatures on what was handed in."""
    return ApplicationSignature.objects.filter(of__application=case, of__submission__isnull=False).select_related(
        "container"
    )


def _enclosures(case: Application, submission: Submission | None) -> list[SubmittedFile]:
    standing = set(submission.attachments.values_list("pk", flat=True)) if submission else set()
    return [
        SubmittedFile(file=one.file, label=_label(case, one.question), is_replaced=one.pk not in standing)
        for one in submitted_attachments(case)
    ]


def _asked(case: Application, correction: CorrectionRequest | None) -> list[CorrectionRemark]:
    remarks = correction.remarks if correction else {}
    return [CorrectionRemark(label=_label(case, key), remark=remark) for key, remark in remarks.items()]


def _label(case: Application, key: str) -> str:
    question = case.form_version.eform.question(key) if case.form_version else None
    return question.label if question else ""


# Contacts are kept as plain values; they are shown as answers of the same kind are.
_SHOWN_AS = {"born_on": QuestionKind.DATE, "phone": QuestionKind.PHONE}


def _contacts(case: Application) -> dict[str, str]:
    details: dict[str, Any] = case.applicant_details
    return {
        name: answer_text(Question(key=name, kind=_SHOWN_AS.get(name, QuestionKind.TEXT), label=name), value)
        for name, value in details.items()
    }
