"""The way through an e-form: which pages an applicant has before them now.

A step on which nothing is asked is left out; in a correction also the steps on which nothing may be changed.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from vikno.applications.models import Application, ApplicationStatus, Attachment
from vikno.applications.queries import editable_questions, form_of, live_attachments, open_correction
from vikno.eforms.definition import FormDefinition, Question, Step, is_empty
from vikno.eforms.validation import CheckedAnswers, check_step


def can_be_changed(application: Application) -> bool:
    """Tell whether the applicant has the application now: to fill it in, or to correct it."""
    return application.form_version_id is not None and application.status in (
        ApplicationStatus.DRAFT,
        ApplicationStatus.RETURNED,
    )


@dataclass(frozen=True, kw_only=True)
class FormWalk:
    """An application in its applicant's hands: what may be changed, what the centre remarked, what is enclosed."""

    application: Application
    eform: FormDefinition
    editable_keys: frozenset[str]
    remarks: Mapping[str, str]
    reason: str
    files: Mapping[str, list[Attachment]]

    @cached_property
    def asked_keys(self) -> frozenset[str]:
        return frozenset(question.key for question in self.eform.applicable_questions(self.application.answers))

    @cached_property
    def steps(self) -> list[Step]:
        return [step for step in self.eform.steps if any(self._is_open(question) for question in step.questions)]

    def _is_open(self, question: Question) -> bool:
        is_worth_a_page = question.is_answerable or self.application.is_draft
        return is_worth_a_page and question.key in self.asked_keys and question.key in self.editable_keys

    @property
    def is_unmarked_correction(self) -> bool:
        """Whether the centre marked no answer and said only in words what to mend: the applicant chooses among all."""
        every = {question.key for question in self.eform.questions if question.is_answerable}
        return bool(self.reason) and not any(self.remarks.values()) and every <= self.editable_keys

    @property
    def first_step(self) -> Step | None:
        return self.steps[0] if self.steps else None

    def has_step(self, step: Step) -> bool:
        return step.key in {one.key for one in self.steps}

    def step_number(self, step: Step) -> int:
        return [one.key for one in self.steps].index(step.key) + 1

    def step_before(self, step: Step) -> Step | None:
        """Return the page before this one; None on the first."""
        number = self.step_number(step)
        return self.steps[number - 2] if number > 1 else None

    def step_after(self, step: Step) -> Step | None:
        """Return the page after this one; None when the next is the check. The step itself may be no page any more."""
        order = [one.key for one in self.eform.steps]
        later = order[order.index(step.key) + 1 :]
        return next((one for one in self.steps if one.key in later), None)

    def step_of_question(self, question: str) -> Step | None:
        return next((step for step in self.eform.steps if question in {one.key for one in step.questions}), None)

    def validate_step(self, step: Step, *, today: datetime.date) -> CheckedAnswers:
        counts = {question: len(attachments) for question, attachments in self.files.items()}
        return check_step(self.eform, step, self.application.answers, files=counts, today=today)

    def resume_step(self, *, today: datetime.date) -> Step | None:
        """Return the page to go on with: the first that lacks something, or that nobody has touched; None for the check."""
        touched = [number for number, step in enumerate(self.steps) if self._is_touched(step)]
        untouched = max(touched, default=-1) + 1
        wrong = (number for number, step in enumerate(self.steps) if self.validate_step(step, today=today).problems)
        first = min(untouched, next(wrong, len(self.steps)))
        return self.steps[first] if first < len(self.steps) else None

    def _is_touched(self, step: Step) -> bool:
        keys = [question.key for question in step.questions if question.key in self.asked_keys]
        return any(self.files.get(key) or not is_empty(self.application.answers.get(key)) for key in keys)

    def back_address(self, step: Step, *, from_check: bool) -> str:
        """Return where the link back leads: to the check one came from, the page before, or out."""
        before = self.step_before(step)
        if from_check or before:
            return self.page_address(None if from_check else before)
        if self.application.is_draft:
            return reverse("cabinet:home")
        return reverse("cabinet:application", args=[self.application.uid])

    def today(self, at: datetime.datetime) -> datetime.date:
        return self.application.centre.today(at)

    def page_address(self, step: Step | None) -> str:
        """Return the address of a page of this way; None is the check at its end."""
        if step is None:
            return reverse("cabinet:check", args=[self.application.uid])
        return reverse("cabinet:step", args=[self.application.uid, step.key])


def load_form_walk(application: Application) -> FormWalk:
    """Return the way through an application that `can_be_changed`."""
    correction = None if application.is_draft else open_correction(application)
    return FormWalk(
        application=application,
        eform=form_of(application),
        editable_keys=frozenset(editable_questions(application)),
        remarks=correction.remarks if correction else {},
        reason=correction.reason if correction else "",
        files=_by_question(live_attachments(application)),
    )


def load_form_walks(drafts: QuerySet[Application]) -> list[FormWalk]:
    """Return the ways through several drafts, at the same cost however many there are."""
    rows = drafts.select_related("service", "centre", "form_version").prefetch_related("attachments")
    return [
        FormWalk(
            application=draft,
            eform=form_of(draft),
            editable_keys=frozenset(editable_questions(draft)),
            remarks={},
            reason="",
            files=_by_question(one for one in draft.attachments.all() if one.removed_at is None),
        )
        for draft in rows.order_by("-saved_at")
    ]


@dataclass(frozen=True, kw_only=True)
class DraftSummary:
    """A draft as a list shows it: where it was left, and until when it is kept."""

    application: Application
    resume_address: str
    page_number: int
    page_count: int
    kept_until: datetime.datetime


def summarise_drafts(drafts: QuerySet[Application], *, at: datetime.datetime) -> list[DraftSummary]:
    """Return the drafts for a list, the latest first."""
    found = []
    for walk in load_form_walks(drafts):
        left, draft = walk.resume_step(today=walk.today(at)), walk.application
        found.append(
            DraftSummary(
                application=draft,
                resume_address=walk.page_address(left),
                page_number=walk.step_number(left) if left else len(walk.steps) + 1,
                page_count=len(walk.steps) + 1,
                kept_until=draft.saved_at + datetime.timedelta(days=settings.DRAFT_KEPT_DAYS),
            )
        )
    return found


def _by_question(attachments: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        found.setdefault(attachment.question, []).append(attachment)
    return found
