"""Everything there is on a case, as its page shows it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from vikno.applications.models import (
    CENTRE_WORKS,
    Application,
    Attachment,
    Correction,
    Deadline,
    Decision,
    Result,
    Signature,
    Status,
    Submission,
)
from vikno.applications.queries import (
    Change,
    Moment,
    changes_in,
    latest_submission,
    open_correction,
    signatures_of,
    submitted_sections,
    urgency,
)
from vikno.centres.models import Officer
from vikno.eforms.definition import Kind, Question
from vikno.eforms.showing import Section, shown
from vikno.files.models import Scan, StoredFile
from vikno.integration.chain import chain_for
from vikno.integration.models import Case as ElsewhereCase
from vikno.integration.standing import Standing, led_elsewhere, standings_of
from vikno.kernel import dates
from vikno.workspace.acts import Acts, acts_on
from vikno.workspace.words import state_word, waiting_words


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file handed in with the case: in answer to what, and whether a later one took its place."""

    file: StoredFile
    label: str
    is_replaced: bool

    @property
    def meta(self) -> str:
        """Return what stands under the name: in answer to what, how large, what the virus scanner said."""
        replaced = _("replaced by the applicant") if self.is_replaced else ""
        return " · ".join(
            filter(None, [self.label, filesizeformat(self.file.size), self.file.get_scan_display(), replaced])
        )

    @property
    def is_clean(self) -> bool:
        return self.file.scan == Scan.CLEAN and not self.is_replaced


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing the applicant was asked to mend, while they mend it."""

    label: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    case: Application
    post: Officer | None
    acts: Acts
    state: str
    waiting: str
    today: datetime.date
    urgency: str
    deadline: Deadline | None
    submission: Submission | None
    sections: list[Section]
    changes: list[Change]
    enclosures: list[Enclosure]
    signatures: list[Signature]
    contacts: dict[str, str]
    correction: Correction | None
    asked: list[Asked]
    decision: Decision | None
    results: Sequence[Result]
    moments: list[Moment]
    systems: list[Standing]
    led: ElsewhereCase | None

    @property
    def remarks(self) -> dict[str, str]:
        """Return what was asked to be corrected, by question, while it is being corrected."""
        return dict(self.correction.remarks) if self.correction else {}

    @property
    def represented_born(self) -> str:
        """Return when the person was born for whom the applicant acts."""
        born_on = self.case.represented.get("born_on", "")
        return shown(Question(key="born_on", kind=Kind.DATE, label=""), born_on) if born_on else ""

    @property
    def is_before_decision(self) -> bool:
        return self.case.status in (*CENTRE_WORKS, Status.RETURNED)

    @property
    def decide_by(self) -> str:
        """Return until when the case is to be decided, in words."""
        if self.deadline is None:
            return ""
        if self.deadline.is_paused:
            return _("the term stands while the applicant answers")
        return _("not later than %(on)s") % {"on": dates.day(self.deadline.due_on)}


def dossier_of(case: Application, post: Officer | None, *, at: datetime.datetime) -> Dossier:
    """Return what the centre knows of a case. What the applicant has changed but not sent is not among it."""
    submission = latest_submission(case)
    deadline: Deadline | None = getattr(case, "deadline", None)
    today = case.centre.today(at)
    correction = open_correction(case)
    led = led_elsewhere(case)
    return Dossier(
        case=case,
        post=post,
        acts=acts_on(case, post, is_led_elsewhere=led is not None),
        state=state_word(case),
        waiting=waiting_words(case),
        today=today,
        urgency=urgency(case, deadline, today),
        deadline=deadline,
        submission=submission,
        sections=submitted_sections(case, submission) if submission else [],
        changes=changes_in(case, submission) if submission else [],
        enclosures=_enclosures(case, submission),
        signatures=signatures_of(submission) if submission else [],
        contacts=_contacts(case),
        correction=correction,
        asked=_asked(case, correction),
        decision=getattr(case, "decision", None),
        results=list(case.results.select_related("file").order_by("pk")),
        moments=chain_for(case, for_staff=True),
        systems=standings_of(case),
        led=led,
    )


def sent_attachments(case: Application) -> QuerySet[Attachment]:
    """Return the files that were part of a submission: others the applicant has not sent."""
    rows = case.attachments.filter(submissions__isnull=False)
    return rows.select_related("file").order_by("question", "pk").distinct()


def sent_signatures(case: Application) -> QuerySet[Signature]:
    """Return the signatures on what was handed in."""
    return Signature.objects.filter(of__application=case, of__submission__isnull=False).select_related("container")


def _enclosures(case: Application, submission: Submission | None) -> list[Enclosure]:
    standing = set(submission.attachments.values_list("pk", flat=True)) if submission else set()
    return [
        Enclosure(file=one.file, label=_label(case, one.question), is_replaced=one.pk not in standing)
        for one in sent_attachments(case)
    ]


def _asked(case: Application, correction: Correction | None) -> list[Asked]:
    remarks = correction.remarks if correction else {}
    return [Asked(label=_label(case, key), remark=remark) for key, remark in remarks.items()]


def _label(case: Application, key: str) -> str:
    question = case.form_version.eform.question(key) if case.form_version else None
    return question.label if question else ""


# Contacts are kept as plain values; they are shown as answers of the same kind are.
_SHOWN_AS = {"born_on": Kind.DATE, "phone": Kind.PHONE}


def _contacts(case: Application) -> dict[str, str]:
    details: dict[str, Any] = case.applicant_details
    return {
        name: shown(Question(key=name, kind=_SHOWN_AS.get(name, Kind.TEXT), label=name), value)
        for name, value in details.items()
    }
