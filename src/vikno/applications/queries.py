"""What can be asked of applications, for a screen or a paper."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vikno.applications.models import (
    STATUSES_AT_CENTRE,
    Application,
    ApplicationSignature,
    ApplicationStatus,
    Attachment,
    CorrectionRequest,
    Deadline,
    Result,
    SearchKey,
    SigningRequest,
    StatusChange,
    Submission,
)
from vikno.centres.models import Centre
from vikno.eforms.answer_display import AnswerSection, answer_sections
from vikno.eforms.definition import Answers, FormDefinition, QuestionKind, is_empty
from vikno.eforms.validation import AnswerProblem, check_form
from vikno.identity.levels import AssuranceLevel
from vikno.kernel.crypto import blind_index
from vikno.kernel.references import is_access_code, read_application_number
from vikno.signatures.report import SignatureVerdict


def form_of(application: Application) -> FormDefinition:
    """Return the questions this application was made with."""
    assert application.form_version is not None
    return application.form_version.eform


def live_attachments(application: Application) -> list[Attachment]:
    """Return the files that stand as answers now, in the order they were given."""
    rows = Attachment.objects.filter(application=application, removed_at=None)
    return list(rows.select_related("file").order_by("question", "pk"))


def required_level(application: Application) -> AssuranceLevel:
    """Return how surely it must be known who applies: by the service, and by the steps that are asked."""
    form = form_of(application)
    asked = {question.key for question in form.applicable_questions(application.answers)}
    steps = [step.level for step in form.steps if step.level and any(one.key in asked for one in step.questions)]
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
    """Return what of the applicant's profile goes with an application: names and contacts as they are now."""
    assert application.applicant is not None
    profile = application.applicant.profile()
    wanted = ("family_name", "given_name", "patronymic", "born_on", "phone", "email", "rnokpp")
    return {name: profile[name] for name in wanted if name in profile}


def represented_to_send(application: Application) -> dict[str, Any]:
    """Return for whom the applicant acts: kind, name, numbers and ground, as they are now; nothing for themselves."""
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


def open_correction(application: Application) -> CorrectionRequest | None:
    """Return the correction the applicant is asked for now."""
    return CorrectionRequest.objects.filter(application=application, answered_at=None).first()


def editable_questions(application: Application) -> set[str]:
    """Return the questions whose answers the applicant may change now.

    In a draft all of them. In a returned application the marked ones, and those that a changed answer newly asks.
    """
    form = form_of(application)
    keys = {question.key for question in form.questions}
    if application.is_draft:
        return keys
    correction = open_correction(application)
    last = latest_submission(application)
    if correction is None or last is None:
        return set()
    asked_before = {question.key for question in form.applicable_questions(last.answers)}
    return (keys & set(correction.remarks)) | (keys - asked_before)


def latest_submission(application: Application) -> Submission | None:
    """Return what the centre works on."""
    return max(application.submissions.all(), key=lambda one: one.number, default=None)


def attachments_of(submission: Submission) -> list[Attachment]:
    """Return the files that were handed in, in the order they were given: frozen with it, so that they are read once."""
    prefetch_related_objects([submission], "attachments__file")
    return sorted(submission.attachments.all(), key=lambda one: one.pk)


def submitted_sections(application: Application, submission: Submission) -> list[AnswerSection]:
    """Return the answers of a submission as the applicant saw them; none for a paper application."""
    return _in_words(application, submission.answers, attachments_of(submission))


def draft_sections(application: Application) -> list[AnswerSection]:
    """Return the answers as they stand now, for the page on which they are checked."""
    return _in_words(application, application.answers, live_attachments(application))


def _in_words(application: Application, answers: Answers, attachments: Iterable[Attachment]) -> list[AnswerSection]:
    if application.form_version is None:
        return []
    names: dict[str, list[str]] = {}
    for attachment in attachments:
        names.setdefault(attachment.question, []).append(attachment.file.name)
    return answer_sections(form_of(application), answers, names)


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """An answer that a correction changed: before and after, in words."""

    key: str
    label: str
    before: str
    after: str


def changes_in(application: Application, submission: Submission) -> list[AnswerChange]:
    """Return what differs from the submission before; nothing for the first one."""
    before = application.submissions.filter(number=submission.number - 1).first()
    if before is None:
        return []
    return _changes(_handed_in(application, before), _handed_in(application, submission))


def changes_to_send(application: Application) -> list[AnswerChange]:
    """Return what the applicant has changed since the last submission and not sent yet."""
    last = latest_submission(application)
    if last is None:
        return []
    return _changes(
        _handed_in(application, last), _handed(application, application.answers, live_attachments(application))
    )


@dataclass(frozen=True, kw_only=True)
class _AnswerSnapshot:
    """Answers in words, and the files beside them: a file may change while its name stays."""

    sections: list[AnswerSection]
    attachments: list[Attachment]

    def texts(self) -> dict[tuple[str, str], str]:
        return {(row.key, row.label): row.text for section in self.sections for row in section.rows}

    def files(self, question: str) -> set[str]:
        return {one.file.sha256 for one in self.attachments if one.question == question}


def _handed_in(application: Application, submission: Submission) -> _AnswerSnapshot:
    return _handed(application, submission.answers, attachments_of(submission))


def _handed(application: Application, answers: Answers, attachments: list[Attachment]) -> _AnswerSnapshot:
    return _AnswerSnapshot(sections=_in_words(application, answers, attachments), attachments=attachments)


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


def signatures_on(prepared: SigningRequest | None) -> list[ApplicationSignature]:
    """Return the signatures on what was given to sign, in the order they came."""
    return list(prepared.signatures.select_related("container").order_by("pk")) if prepared else []


def valid_signatures_on(prepared: SigningRequest | None) -> list[ApplicationSignature]:
    """Return those that count: no issuer has said since that a certificate was revoked before it signed."""
    return [
        signature
        for signature in signatures_on(prepared)
        if signature.verification_report.verdict != SignatureVerdict.INVALID
    ]


def signatures_of(submission: Submission) -> list[ApplicationSignature]:
    """Return the signatures that a hand-in came with."""
    return signatures_on(SigningRequest.objects.filter(submission=submission).first())


# The way of a case, as residents and officers see it.


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened to a case: `code` is a status, or `extended`."""

    code: str
    title: str
    at: datetime.datetime
    by: str = ""
    note: str = ""


def timeline(application: Application, *, for_staff: bool = False) -> list[TimelineEntry]:
    """Return what has happened, oldest first. Residents see who took the case, not every colleague's name."""
    moments = []
    registration = getattr(application, "registration", None)
    changes = application.status_changes.select_related("officer__person", "officer__centre")
    for change in changes.order_by("at", "pk"):
        by = (
            change.officer.person.short_name
            if change.officer and (for_staff or change.after == ApplicationStatus.IN_WORK)
            else ""
        )
        moments.append(
            TimelineEntry(
                code=change.after,
                title=_title(change.before, change.after, registration.number if registration else ""),
                at=change.at,
                by=by,
                note=change.note,
            )
        )
    deadline = getattr(application, "deadline", None)
    for extension in deadline.extensions.all() if deadline else ():
        title = ngettext("Term extended by %d day", "Term extended by %d days", extension.days) % extension.days
        moments.append(TimelineEntry(code="extended", title=title, at=extension.at, note=extension.reason))
    return sorted(moments, key=lambda moment: moment.at)


def _title(before: str, after: str, registered_as: str) -> str:
    match before, after:
        case ApplicationStatus.RETURNED, ApplicationStatus.SUBMITTED:
            return _("Correction sent")
        case ApplicationStatus.SUBMITTED, ApplicationStatus.IN_WORK:
            return _("Taken up again")
    return {
        ApplicationStatus.SUBMITTED: _("Sent"),
        ApplicationStatus.REGISTERED: _("Registered under number %s") % registered_as,
        ApplicationStatus.IN_WORK: _("Taken to work"),
        ApplicationStatus.RETURNED: _("Returned for correction"),
        ApplicationStatus.DECIDED: _("Decision made"),
        ApplicationStatus.ISSUED: _("Result handed over"),
        ApplicationStatus.WITHDRAWN: _("Withdrawn by the applicant"),
    }[ApplicationStatus(after)]


class CaseUrgency:
    LATE = "late"
    SOON = "soon"
    CALM = "calm"
    PAUSED = "paused"
    NONE = "none"


SOON_DAYS = 3


def urgency(application: Application, deadline: Deadline | None, today: datetime.date) -> str:
    """Say how pressing a case is: late, soon (three days or fewer), calm, paused, or none when it is decided."""
    if deadline is None or application.status not in (*STATUSES_AT_CENTRE, ApplicationStatus.RETURNED):
        return CaseUrgency.NONE
    if deadline.is_paused:
        return CaseUrgency.PAUSED
    days = (deadline.due_on - today).days
    if days < 0:
        return CaseUrgency.LATE
    return CaseUrgency.SOON if days <= SOON_DAYS else CaseUrgency.CALM


# Looking up.


def application_by_code(number: str, code: str) -> Application | None:
    """Return the application for a number and its access code.

    A wrong number and a wrong code do the same work and give the same answer: nobody learns which numbers exist.
    """
    known = read_application_number(number) or ""
    # Only the code is fetched and unsealed until it agrees.
    pk, expected = Application.objects.sent().filter(number=known).values_list("pk", "access_code").first() or (0, None)
    if not is_access_code(code, expected):
        return None
    return Application.objects.sent().select_related("service", "centre", "deadline").get(pk=pk)


def most_requested_services(*, since: datetime.datetime, most: int) -> list[int]:
    """Return the keys of the services that people applied for most often, the first one most."""
    counted = Application.objects.sent().filter(submitted_at__gte=since).values("service")
    return [row["service"] for row in counted.annotate(times=Count("pk")).order_by("-times", "service")[:most]]


_WORD = re.compile(r"[\w’'-]+")


def _name_key(word: str) -> str:
    return blind_index(word.casefold().replace("’", "'"), kind="name")


def search_digests(application: Application, answers: Answers) -> set[str]:
    """Return the keys by which staff find a case: the applicant's names, number, phone and e-mail, codes in the answers."""
    details = application.applicant_details
    represented = application.represented
    words = _WORD.findall(f"{application.applicant_name} {application.represented_name}")
    digests = {_name_key(word) for word in words}
    exact = {details.get(name, "") for name in ("rnokpp", "phone", "email")}
    exact |= {represented.get(name, "") for name in ("rnokpp", "unzr", "document_number", "edrpou")}
    if application.form_version is not None:
        coded = (
            QuestionKind.RNOKPP,
            QuestionKind.PHONE,
            QuestionKind.EDRPOU,
            QuestionKind.EMAIL,
            QuestionKind.UNZR,
            QuestionKind.DOCUMENT,
        )
        for question in application.form_version.eform.questions:
            value = answers.get(question.key)
            if question.kind in coded and not is_empty(value):
                exact.add(str(value))
    return digests | {_exact_key(value) for value in exact if value}


def _exact_key(value: str) -> str:
    return blind_index(re.sub(r"[\s()+-]", "", value).casefold(), kind="exact")


def search_cases(cases: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Keep the cases that the text finds: application number, incoming number, РНОКПП, phone, e-mail, or names (all of them)."""
    text = text.strip()
    if not text:
        return cases
    if number := read_application_number(text):
        return cases.filter(number=number)
    digits = re.sub(r"[\s()+-]", "", text)
    phone = "38" + digits if re.fullmatch(r"0\d{9}", digits) else digits
    found = cases.filter(search_keys__digest__in=[_exact_key(digits), _exact_key(phone)])
    found |= cases.filter(registration__number=text) | cases.filter(number__startswith=text)
    words = _WORD.findall(text)
    if words and not digits.isdigit():
        by_name = cases
        for word in words:
            by_name = by_name.filter(pk__in=SearchKey.objects.filter(digest=_name_key(word)).values("application"))
        found |= by_name
    return cases.filter(pk__in=found.values("pk"))


# What a list does not show stays sealed: opening it fifty times over is what would make a page slow.
_SEALED = ("born_on", "phone", "rnokpp", "unzr", "document_number", "address", "password")
_NOT_LISTED = ("answers", "access_code", *(f"officer__person__{name}" for name in _SEALED))


def cases_for(centres: Iterable[Centre]) -> QuerySet[Application]:
    """Return the cases of these centres with what a list shows of each, so that a page costs the same however many there are."""
    rows = Application.objects.at(centres).defer(*_NOT_LISTED)
    return rows.select_related("service", "centre", "deadline", "registration", "officer__person")


def result_by_code(code: str) -> Result | None:
    """Return the result whose sheet carries this code; people may type it in fours and in small letters."""
    typed = "".join(code.split()).upper()
    found = Result.objects.filter(check_code=typed, file__isnull=False)
    return found.select_related("file", "application__centre").first()


def applications_changed_between(
    start: datetime.datetime, end: datetime.datetime, *, after: int = 0, most: int
) -> list[Application]:
    """Return the applications that moved from `start` on and before `end`: with the first key after `after`, in order."""
    moved = (
        StatusChange.objects.filter(at__gte=start, at__lt=end)
        .exclude(after=ApplicationStatus.DRAFT)
        .values("application")
    )
    rows = Application.objects.sent().filter(pk__in=moved, pk__gt=after)
    rows = rows.select_related("service__authority", "decision").prefetch_related("results")
    return list(rows.order_by("pk")[:most])
