"""Telling people what happened, and remembering that they read it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vikno.applications.models import Application
from vikno.notifications.channels import email
from vikno.notifications.letters import Letter, compose, kind_of
from vikno.notifications.models import Message
from vikno.outbox.models import Event


def tell(*, event: Event, at: datetime) -> Message | None:
    """Tell the applicant of an event: in the inbox, then by e-mail. Return the message, or None where nobody is told.

    It may be called again with the same event: the message is written once, and a letter that has gone is not sent again.
    Only when a worker dies between handing a letter over and writing that down is it sent twice, with the same Message-ID.
    """
    kind = kind_of(event)
    application = _application_of(event) if kind else None
    if kind is None or application is None:
        return None
    letter = compose(event, kind, application)
    if letter.person is None and not application.applicant_email:
        return None
    message = _written(letter, event=event, at=at)
    if message.mailed_at is None:
        # Outside any transaction: a slow mail server must not hold the database.
        email.send(message)
        message.mailed_at = at
        message.save(update_fields=["mailed_at"])
    return message


def _application_of(event: Event) -> Application | None:
    """Return what the event is about; a draft may have been deleted meanwhile."""
    rows = Application.objects.select_related("service", "centre", "applicant", "form_version")
    return rows.filter(uid=event.payload["application"]).first()


def _written(letter: Letter, *, event: Event, at: datetime) -> Message:
    """Return the message about this event, written now unless it was before: then it stays as it was read."""
    known = Message.objects.filter(event=event.uid, person=letter.person)
    if message := known.first():
        return message
    try:
        with transaction.atomic():
            return Message.objects.create(
                event=event.uid,
                person=letter.person,
                application=letter.application,
                kind=letter.kind,
                language=letter.language,
                subject=letter.subject,
                body=letter.body,
                created_at=at,
            )
    except IntegrityError:
        # Another worker wrote it in this moment.
        return known.get()


def mark_read(*, message: Message, at: datetime) -> Message:
    """Remember when the message was first read."""
    if message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
        message.read_at = at
    return message
