"""Drafts: start, answers, files, deletion. Corrections of a returned application use the same operations."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vikno.applications.events import ApplicationDraftWaits, application_fields
from vikno.applications.models import Application, ApplicationStatus, Attachment
from vikno.applications.operations import signing
from vikno.applications.operations.transitions import lock_application, record_case_event
from vikno.applications.queries import editable_questions, form_of
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.eforms.definition import Answers, QuestionKind
from vikno.eforms.posted_answers import merge_answers, prefill_answers
from vikno.eforms.validation import FILES_MOST, normalize_answer
from vikno.files import operations as files
from vikno.kernel.errors import Refused
from vikno.people.models import Person, Representation


class ApplicationAlreadySubmitted(Refused):
    """The application was sent already, perhaps in another tab."""


class ServiceNotOnline(Refused):
    """The centre does not take applications for this service online."""


class RepresentationNotCurrent(Refused):
    """The applicant does not act for this person or legal entity, or no longer does."""


class QuestionNotOpen(Refused):
    """The form has no such question, or it is not open for change now."""


class TooManyFiles(Refused):
    """The question takes no more files."""


@transaction.atomic
def start(
    *,
    service: Service,
    centre: Centre,
    applicant: Person,
    at: datetime,
    key: uuid.UUID | None = None,
    representation: Representation | None = None,
) -> Application:
    """Start a draft, filled in from the profile of the applicant.

    With a representation the data are those of the represented person, with the contacts of the applicant.
    The same `key` returns the same draft. Raises `ServiceNotOnline` or `RepresentationNotCurrent`.
    """
    if key is not None and (draft := Application.objects.of(applicant).filter(start_key=key).first()):
        return draft
    version = service.form.published_version if service.form else None
    if version is None or not service.offerings.filter(centre=centre, online=True).exists():
        raise ServiceNotOnline(_("This service cannot be applied for online. The card says how to apply."))
    profile = applicant.profile()
    if representation is not None:
        current = Representation.objects.of(applicant).current(centre.today(at))
        if not current.filter(pk=representation.pk).exists():
            raise RepresentationNotCurrent(_("You no longer act for them. Choose for whom you apply."))
        contacts = {name: value for name, value in profile.items() if name in ("phone", "email", "address")}
        profile = contacts | representation.profile()
    # Two presses at once both find nothing above; the key lets only one of them make a row.
    application, _is_new = Application.objects.get_or_create(
        start_key=key or uuid.uuid4(),
        applicant=applicant,
        defaults={
            "service": service,
            "centre": centre,
            "form_version": version,
            "representation": representation,
            "answers": prefill_answers(version.eform.questions, profile),
            "started_at": at,
            "saved_at": at,
        },
    )
    return application


@transaction.atomic
def answer(*, application: Application, typed: Answers, at: datetime) -> Application:
    """Store the answers of a page: as plain values where they are valid, as typed where not.

    Answers that may not be changed now stay as they are. Raises `ApplicationAlreadySubmitted`.
    """
    application = _lock_for_change(application)
    allowed, today = editable_questions(application), application.centre.today(at)
    questions = [
        question for question in form_of(application).questions if question.key in typed and question.key in allowed
    ]
    values = {question.key: normalize_answer(question, typed[question.key], today=today) for question in questions}
    application.answers = merge_answers(application.answers, values)
    application.saved_at = at
    application.save(update_fields=["answers", "saved_at"])
    return application


@transaction.atomic
def attach(*, application: Application, question: str, upload: files.FileUpload, at: datetime) -> Attachment:
    """Add a file to a file question. A second upload of the same file returns the attachment that is there.

    Raises `ApplicationAlreadySubmitted`, `QuestionNotOpen`, `TooManyFiles`, or what `files.store` raises.
    """
    application = _lock_for_change(application)
    assert application.form_version is not None
    asked = application.form_version.eform.question(question)
    if asked is None or asked.kind != QuestionKind.FILES or question not in editable_questions(application):
        raise QuestionNotOpen(_("No file is asked for here."))
    attachments = application.attachments.filter(question=question, removed_at=None).select_related("file")
    if same := next((row for row in attachments if files.is_same_file(row.file, upload)), None):
        return same
    most = int(asked.most or FILES_MOST)
    if len(attachments) >= most:
        raise TooManyFiles(
            ngettext("Only %d file can be added here.", "Up to %d files can be added here.", most) % most
        )
    stored = files.store(upload=upload, at=at, allowed_types=asked.types)
    attachment = Attachment.objects.create(application=application, question=question, file=stored, added_at=at)
    _touch(application, at)
    return attachment


@transaction.atomic
def detach(*, application: Application, attachment: Attachment, at: datetime) -> None:
    """Remove a file, or set it aside where a submission has it. Raises `ApplicationAlreadySubmitted` or `QuestionNotOpen`."""
    application = _lock_for_change(application)
    if attachment.application_id != application.pk or attachment.question not in editable_questions(application):
        raise QuestionNotOpen(_("This file cannot be removed now."))
    if attachment.submissions.exists():
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
    else:
        _erase(attachment)
    _touch(application, at)


@transaction.atomic
def discard(*, application: Application) -> None:
    """Erase a draft with its files. Raises `ApplicationAlreadySubmitted`."""
    application = lock_application(application)
    if not application.is_draft:
        raise ApplicationAlreadySubmitted(_("This application was sent already. It can be withdrawn, not deleted."))
    _erase_draft(application)


def discard_expired(*, at: datetime) -> int:
    """Erase the drafts that nobody has changed for as long as drafts are kept; return how many."""
    limit = at - timedelta(days=settings.DRAFT_KEPT_DAYS)
    expired = Application.objects.drafts().filter(saved_at__lt=limit)
    count = 0
    for pk in expired.values_list("pk", flat=True):
        with transaction.atomic():
            draft = expired.select_for_update().filter(pk=pk).first()
            if draft is not None:
                _erase_draft(draft)
                count += 1
    return count


def remind_of_drafts(*, at: datetime) -> int:
    """Record, once for each old draft, that its owner is to be reminded; return how many."""
    limit = at - timedelta(days=settings.DRAFT_REMINDER_DAYS)
    waiting = Application.objects.drafts().filter(saved_at__lt=limit, reminded_at=None)
    count = 0
    for draft in waiting.select_related("service", "centre"):
        with transaction.atomic():
            reminded = Application.objects.filter(pk=draft.pk, reminded_at=None, status=ApplicationStatus.DRAFT).update(
                reminded_at=at
            )
            if reminded:
                event = ApplicationDraftWaits(**application_fields(draft))
                record_case_event(draft, event, actor="clock", at=at)
                count += 1
    return count


def _lock_for_change(application: Application) -> Application:
    application = lock_application(application)
    if application.status not in (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED):
        raise ApplicationAlreadySubmitted(_("This application was sent already, so it cannot be changed here."))
    return application


def _touch(application: Application, at: datetime) -> None:
    application.saved_at = at
    application.save(update_fields=["saved_at"])


def _erase_draft(application: Application) -> None:
    for attachment in application.attachments.select_related("file"):
        _erase(attachment)
    signing.erase_signing_requests(application)
    application.delete()


def _erase(attachment: Attachment) -> None:
    file = attachment.file
    attachment.delete()
    files.erase(file=file)
