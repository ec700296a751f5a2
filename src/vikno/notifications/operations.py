"""Writing notifications about events, sending them, and noting that they were read."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from vikno.applications.events import ApplicationEvent
from vikno.applications.models import Application
from vikno.enquiries.events import EnquiryEvent
from vikno.enquiries.models import Enquiry
from vikno.notifications import application_letters, enquiry_letters
from vikno.notifications.channels import email
from vikno.notifications.models import Notification, NotificationKind
from vikno.notifications.notification_content import NotificationContent
from vikno.outbox.domain_events import DomainEvent, read_event
from vikno.outbox.models import Event


def notification_kind(event_name: str) -> NotificationKind | None:
    """Return the kind of notification that events of this name bring about, or None."""
    kind = event_name.removeprefix("application.").replace(".", "_")
    return NotificationKind(kind) if kind in NotificationKind.values else None


def send_notification(*, event: Event, at: datetime) -> Notification | None:
    """Notify the applicant, or the author of an enquiry, of an event: in the inbox, then by e-mail.

    Return the notification, or None where nobody is notified. A repeated call with the same event stores nothing again and does
    not send a letter that was sent. A worker that dies between sending a letter and noting that it was sent is the only case in
    which it is sent twice, with the same Message-ID.
    """
    kind = notification_kind(event.name)
    content = compose_notification(read_event(event), kind) if kind else None
    if content is None:
        return None
    notification = _store(content, event=event, at=at)
    if notification.mailed_at is None:
        # Outside any transaction: a slow mail server must not hold the database.
        email.send(notification)
        notification.mailed_at = at
        notification.save(update_fields=["mailed_at"])
    return notification


def compose_notification(event: DomainEvent, kind: NotificationKind) -> NotificationContent | None:
    """Return the content of the notification, or None: of a quiet event, or for a reader without inbox and e-mail."""
    if isinstance(event, EnquiryEvent):
        enquiries = Enquiry.objects.select_related("centre", "person").filter(erased_at=None)
        enquiry = enquiries.filter(uid=event.enquiry).first()
        if enquiry is None or not (enquiry.person or enquiry.email):
            return None
        return enquiry_letters.compose(kind, enquiry)
    if not isinstance(event, ApplicationEvent) or event.quiet:
        return None
    applications = Application.objects.select_related("service", "centre", "applicant", "form_version")
    # A draft may have been deleted meanwhile.
    application = applications.filter(uid=event.application).first()
    if application is None or not (application.applicant or application.applicant_email):
        return None
    return application_letters.compose(event, kind, application)


def _store(content: NotificationContent, *, event: Event, at: datetime) -> Notification:
    """Return the notification of this event, stored now or by an earlier call: that one keeps the words that were read."""
    known = Notification.objects.filter(event=event.uid, person=content.person)
    if notification := known.first():
        return notification
    try:
        with transaction.atomic():
            return Notification.objects.create(
                event=event.uid,
                person=content.person,
                application=content.application,
                enquiry=content.enquiry,
                kind=content.kind,
                language=content.language,
                subject=content.subject,
                body=content.body,
                created_at=at,
            )
    except IntegrityError:
        # Another worker stored it at the same moment.
        return known.get()


def erase_enquiry_messages(*, enquiry: uuid.UUID) -> None:
    """Erase the notifications about an enquiry whose words are erased."""
    Notification.objects.filter(enquiry__uid=enquiry).delete()


def mark_read(*, message: Notification, at: datetime) -> Notification:
    """Set the time when the notification was first read."""
    if message.read_at is None:
        Notification.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
        message.read_at = at
    return message
