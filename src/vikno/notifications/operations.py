"""Telling people what happened, and remembering that they read it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vikno.applications.models import Application
from vikno.enquiries.models import Enquiry
from vikno.notifications import enquiry_letters
from vikno.notifications.application_letters import NotificationContent, compose, kind_of
from vikno.notifications.channels import email
from vikno.notifications.models import Notification, NotificationKind
from vikno.outbox.models import Event


def send_notification(*, event: Event, at: datetime) -> Notification | None:
    """Tell the applicant, or who wrote, of an event: in the inbox, then by e-mail. Return the message, or None for nobody.

    It may be called again with the same event: the message is written once, and a letter that has gone is not sent again.
    Only when a worker dies between handing a letter over and writing that down is it sent twice, with the same Message-ID.
    """
    kind = kind_of(event)
    letter = _letter(event, kind) if kind else None
    if letter is None:
        return None
    message = _written(letter, event=event, at=at)
    if message.mailed_at is None:
        # Outside any transaction: a slow mail server must not hold the database.
        email.send(message)
        message.mailed_at = at
        message.save(update_fields=["mailed_at"])
    return message


def _letter(event: Event, kind: NotificationKind) -> NotificationContent | None:
    """Return the event in words; nothing for somebody who has neither an inbox nor an e-mail."""
    if kind in enquiry_letters.ENQUIRY_KINDS:
        return _letter_about_an_enquiry(event, kind)
    rows = Application.objects.select_related("service", "centre", "applicant", "form_version")
    # A draft may have been deleted meanwhile.
    application = rows.filter(uid=event.payload["application"]).first()
    if application is None or not (application.applicant or application.applicant_email):
        return None
    return compose(event, kind, application)


def _letter_about_an_enquiry(event: Event, kind: NotificationKind) -> NotificationContent | None:
    rows = Enquiry.objects.select_related("centre", "person").filter(erased_at=None)
    enquiry = rows.filter(uid=event.payload["enquiry"]).first()
    if enquiry is None or not (enquiry.person or enquiry.email):
        return None
    return enquiry_letters.compose(kind, enquiry)


def erase_enquiry_messages(*, enquiry: str) -> None:
    """Erase what was written about an enquiry whose words are not kept any more."""
    Notification.objects.filter(enquiry__uid=enquiry).delete()


def _written(letter: NotificationContent, *, event: Event, at: datetime) -> Notification:
    """Return the message about this event, written now unless it was before: then it stays as it was read."""
    known = Notification.objects.filter(event=event.uid, person=letter.person)
    if message := known.first():
        return message
    try:
        with transaction.atomic():
            return Notification.objects.create(
                event=event.uid,
                person=letter.person,
                application=letter.application,
                enquiry=letter.enquiry,
                kind=letter.kind,
                language=letter.language,
                subject=letter.subject,
                body=letter.body,
                created_at=at,
            )
    except IntegrityError:
        # Another worker wrote it in this moment.
        return known.get()


def mark_read(*, message: Notification, at: datetime) -> Notification:
    """Remember when the message was first read."""
    if message.read_at is None:
        Notification.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
        message.read_at = at
    return message
