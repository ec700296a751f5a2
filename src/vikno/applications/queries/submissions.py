"""Submissions as text, and the changes between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.applications.models import Application, Attachment, Submission
from vikno.applications.queries.contents import attachments_of, form_of, latest_submission, live_attachments
from vikno.eforms.answer_display import AnswerSection, answer_sections
from vikno.eforms.definition import Answers


def submitted_sections(application: Application, submission: Submission) -> list[AnswerSection]:
    """Return the answers of a submission as the applicant saw them; none for a paper application."""
    return _sections(application, submission.answers, attachments_of(submission))


def draft_sections(application: Application) -> list[AnswerSection]:
    """Return the present answers, for the page on which the applicant checks them."""
    return _sections(application, application.answers, live_attachments(application))


def _sections(application: Application, answers: Answers, attachments: Iterable[Attachment]) -> list[AnswerSection]:
    if application.form_version is None:
        return []
    names: dict[str, list[str]] = {}
    for attachment in attachments:
        names.setdefault(attachment.question, []).append(attachment.file.name)
    return answer_sections(form_of(application), answers, names)


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """An answer that a correction changed, as text before and after."""

    key: str
    label: str
    before: str
    after: str


def changes_in(application: Application, submission: Submission) -> list[AnswerChange]:
    """Return the differences from the previous submission; none for the first."""
    before = application.submissions.filter(number=submission.number - 1).first()
    if before is None:
        return []
    return _changes(_snapshot_of(application, before), _snapshot_of(application, submission))


def changes_to_send(application: Application) -> list[AnswerChange]:
    """Return the changes since the last submission that are not sent yet."""
    last = latest_submission(application)
    if last is None:
        return []
    return _changes(
        _snapshot_of(application, last), _snapshot(application, application.answers, live_attachments(application))
    )


@dataclass(frozen=True, kw_only=True)
class _AnswerSnapshot:
    """Answers as text, and their files: a file may change while its name stays."""

    sections: list[AnswerSection]
    attachments: list[Attachment]

    def texts(self) -> dict[tuple[str, str], str]:
        return {(row.key, row.label): row.text for section in self.sections for row in section.rows}

    def files(self, question: str) -> set[str]:
        return {attachment.file.sha256 for attachment in self.attachments if attachment.question == question}


def _snapshot_of(application: Application, submission: Submission) -> _AnswerSnapshot:
    return _snapshot(application, submission.answers, attachments_of(submission))


def _snapshot(application: Application, answers: Answers, attachments: list[Attachment]) -> _AnswerSnapshot:
    return _AnswerSnapshot(sections=_sections(application, answers, attachments), attachments=attachments)


def _changes(before: _AnswerSnapshot, after: _AnswerSnapshot) -> list[AnswerChange]:
    old, new = before.texts(), after.texts()
    found = []
    for key, label in dict.fromkeys([*old, *new]):
        was, now = old.get((key, label), ""), new.get((key, label), "")
        if was == now and before.files(key) != after.files(key):
            now = _("%(name)s (another file)") % {"name": now}
        if was != now:
            found.append(AnswerChange(key=key, label=label, before=was, after=now))
    return found
