"""The answers of an application as they stand now, and what a submission made now would hold."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from vikno.applications.models import Application, ApplicationStatus, Attachment, CorrectionRequest
from vikno.applications.queries.contents import form_of, latest_submission, live_attachments
from vikno.eforms.definition import Answers
from vikno.eforms.validation import AnswerProblem, check_form
from vikno.identity.levels import AssuranceLevel


def required_level(application: Application) -> AssuranceLevel:
    """Return the level of assurance that the service and the applicable steps of the form require."""
    form = form_of(application)
    asked = {question.key for question in form.applicable_questions(application.answers)}
    steps = [
        step.level for step in form.steps if step.level and any(question.key in asked for question in step.questions)
    ]
    return max((AssuranceLevel(level) for level in (application.service.level, *steps)), key=list(AssuranceLevel).index)


@dataclass(frozen=True, kw_only=True)
class PreparedSubmission:
    """The contents of a submission made now: plain answers, what keeps them from being sent, and the files that go along."""

    answers: Answers
    problems: list[AnswerProblem]
    attachments: list[Attachment]


def prepare_submission(application: Application, *, today: datetime.date) -> PreparedSubmission:
    """Read and check once what a submission made now would hold. A paper application has files only.

    The problems of a correction are those that its applicant may correct.
    """
    attachments = live_attachments(application)
    if application.form_version is None:
        return PreparedSubmission(answers={}, problems=[], attachments=attachments)
    form = form_of(application)
    counts = Counter(attachment.question for attachment in attachments)
    checked = check_form(form, application.answers, files=counts, today=today)
    problems = checked.problems
    if problems and application.status == ApplicationStatus.RETURNED:
        # A date that was in the future when it was sent may have passed: nobody can be held up by what they cannot change.
        editable = editable_questions(application)
        problems = [problem for problem in problems if problem.question in editable]
    # A question that is no longer asked takes no files along.
    asked = {question.key for question in form.applicable_questions(checked.answers)}
    return PreparedSubmission(
        answers=checked.answers,
        problems=problems,
        attachments=[attachment for attachment in attachments if attachment.question in asked],
    )


def problems_of(application: Application, *, today: datetime.date) -> list[AnswerProblem]:
    """Return what is to be corrected before the application can be sent."""
    return prepare_submission(application, today=today).problems


def details_to_send(application: Application) -> dict[str, Any]:
    """Return the fields of the applicant's profile that go with an application: name, contacts, numbers."""
    assert application.applicant is not None
    profile = application.applicant.profile()
    wanted = ("family_name", "given_name", "patronymic", "born_on", "phone", "email", "rnokpp")
    return {name: profile[name] for name in wanted if name in profile}


def represented_to_send(application: Application) -> dict[str, Any]:
    """Return the represented person or entity: kind, name, numbers and ground; empty where the applicant acts for themselves."""
    representation = application.representation
    if representation is None:
        return {}
    known = representation.profile()
    wanted = ("born_on", "rnokpp", "unzr", "document_number", "edrpou")
    return {
        "kind": representation.kind,
        "name": representation.name,
        **{name: known[name] for name in wanted if name in known},
        "ground": representation.ground,
        "is_proved": representation.is_proved,
    }


def editable_questions(application: Application) -> set[str]:
    """Return the questions whose answers the applicant may change now.

    A draft: all of them. A returned application: the marked ones, and those that a changed answer makes applicable.
    """
    form = form_of(application)
    keys = {question.key for question in form.questions}
    if application.is_draft:
        return keys
    correction = CorrectionRequest.open_for(application)
    last = latest_submission(application)
    if correction is None or last is None:
        return set()
    asked_before = {question.key for question in form.applicable_questions(last.answers)}
    return (keys & set(correction.remarks)) | (keys - asked_before)
