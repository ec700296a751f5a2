"""The walk of an applicant through the form of their application: the draft, or the correction the centre asked for."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vikno.applications.models import Application, ApplicationStatus, Attachment, CorrectionRequest
from vikno.applications.queries import editable_questions, form_of, live_attachments
from vikno.eforms.definition import Step
from vikno.eforms.form_walk import FormWalk


def can_be_changed(application: Application) -> bool:
    """Return whether the applicant may change the application now: fill the draft in, or correct what was returned."""
    return application.form_version_id is not None and application.status in (
        ApplicationStatus.DRAFT,
        ApplicationStatus.RETURNED,
    )


@dataclass(frozen=True, kw_only=True)
class BackLink:
    """The link at the top of a page that leads back."""

    address: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ApplicationWalk(FormWalk):
    """An application that its applicant may change: its pages, its files, and the remarks of the centre by question."""

    application: Application
    files: Mapping[str, list[Attachment]]
    remarks: Mapping[str, str]
    reason: str

    @property
    def is_unmarked_correction(self) -> bool:
        """True if the centre marked no answer and gave only a reason in words: the applicant chooses among all."""
        every = {question.key for question in self.eform.questions if question.is_answerable}
        return bool(self.reason) and not any(self.remarks.values()) and every <= self.editable_keys

    def back_link(self, step: Step, *, from_check: bool) -> BackLink:
        """Return the link back: to the check where the applicant came from it, to the page before, or out of the form."""
        if from_check:
            return BackLink(address=self.page_address(None), label=_("Back to the check"))
        if before := self.step_before(step):
            return self.step_link(before)
        return self.exit_link

    def step_link(self, before: Step) -> BackLink:
        """Return the link to the step before a page."""
        return BackLink(address=self.page_address(before), label=_("Back to the previous step"))

    @property
    def exit_link(self) -> BackLink:
        """Return the link out of the form: to the list of applications for a draft, to the application for a correction."""
        if self.application.is_draft:
            return BackLink(address=reverse("cabinet:home"), label=_("My applications"))
        address = reverse("cabinet:application", args=[self.application.uid])
        return BackLink(address=address, label=_("Back to the application"))

    def page_address(self, step: Step | None) -> str:
        """Return the address of a page; None is the check at the end."""
        if step is None:
            return reverse("cabinet:check", args=[self.application.uid])
        return reverse("cabinet:step", args=[self.application.uid, step.key])

    def today(self, at: datetime.datetime) -> datetime.date:
        return self.application.centre.today(at)


def load_form_walk(application: Application) -> ApplicationWalk:
    """Return the walk through an application that `can_be_changed`."""
    correction = None if application.is_draft else CorrectionRequest.open_for(application)
    return _form_walk(
        application,
        live_attachments(application),
        remarks=correction.remarks if correction else {},
        reason=correction.reason if correction else "",
    )


def load_form_walks(drafts: QuerySet[Application]) -> list[ApplicationWalk]:
    """Return the walks through several drafts, with a constant number of queries."""
    rows = drafts.select_related("service", "centre", "form_version").prefetch_related("attachments")
    return [
        _form_walk(draft, [file for file in draft.attachments.all() if file.removed_at is None], remarks={}, reason="")
        for draft in rows.order_by("-saved_at")
    ]


def _form_walk(
    application: Application, attachments: Iterable[Attachment], *, remarks: Mapping[str, str], reason: str
) -> ApplicationWalk:
    files: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        files.setdefault(attachment.question, []).append(attachment)
    return ApplicationWalk(
        application=application,
        eform=form_of(application),
        answers=application.answers,
        file_counts={question: len(attached) for question, attached in files.items()},
        files=files,
        editable_keys=frozenset(editable_questions(application)),
        is_correction=not application.is_draft,
        remarks=remarks,
        reason=reason,
    )


@dataclass(frozen=True, kw_only=True)
class DraftSummary:
    """A draft in a list: the page to continue with, and the moment until which it is kept."""

    application: Application
    resume_address: str
    page_number: int
    page_count: int
    kept_until: datetime.datetime


def summarise_drafts(drafts: QuerySet[Application], *, at: datetime.datetime) -> list[DraftSummary]:
    """Return the drafts for a list, the last saved first."""
    summaries = []
    for walk in load_form_walks(drafts):
        step, draft = walk.resume_step(today=walk.today(at)), walk.application
        summaries.append(
            DraftSummary(
                application=draft,
                resume_address=walk.page_address(step),
                page_number=walk.step_number(step) if step else walk.page_count,
                page_count=walk.page_count,
                kept_until=draft.saved_at + datetime.timedelta(days=settings.DRAFT_KEPT_DAYS),
            )
        )
    return summaries
