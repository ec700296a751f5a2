"""Notifications of applicants and of authors of enquiries."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.applications.models import Application
from vikno.centres.models import Centre
from vikno.enquiries.models import Enquiry
from vikno.kernel.fields import EncryptedTextField
from vikno.people.models import Person


class NotificationKind(models.TextChoices):
    """The kind of a notification: the name of its event without `application.`, or with `enquiry_` for `enquiry.`."""

    SUBMITTED = "submitted", _("Sent")
    REGISTERED = "registered", _("Registered")
    TAKEN = "taken", _("Taken to work")
    RETURNED = "returned", _("Your action is needed")
    RESUBMITTED = "resubmitted", _("Correction sent")
    EXTENDED = "extended", _("Term extended")
    PROGRESSED = "progressed", _("News of your application")
    DECIDED = "decided", _("Decision")
    ISSUED = "issued", _("Ready")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DRAFT_WAITS = "draft_waits", _("Not sent yet")
    ENQUIRY_RECEIVED = "enquiry_received", _("Received")
    ENQUIRY_ANSWERED = "enquiry_answered", _("Answered")
    ENQUIRY_PASSED_ON = "enquiry_passed_on", _("Passed on")
    ENQUIRY_CLOSED = "enquiry_closed", _("Closed without an answer")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, person: Person) -> "NotificationQuerySet":
        """Keep the notifications of this person. Every view of the inbox starts here."""
        return self.filter(person=person)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """A message in the inbox and by e-mail. It has no `person` where the reader applied at the desk or did not sign in.

    The row is stored before the letter is sent, once for an event and a person, so that a repeated delivery finds it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    # The subject is one of these two.
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    kind = models.CharField(max_length=20, choices=NotificationKind)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        db_table = "notifications_message"
        constraints = [
            models.UniqueConstraint(name="message_once_per_event_and_person", fields=["event", "person"]),
            models.UniqueConstraint(
                name="message_once_per_event_without_inbox", fields=["event"], condition=Q(person=None)
            ),
            models.CheckConstraint(name="message_kind_known", condition=Q(kind__in=NotificationKind.values)),
            models.CheckConstraint(
                name="message_about_one_thing",
                condition=Q(application__isnull=False, enquiry=None) | Q(application=None, enquiry__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="message_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def centre(self) -> Centre:
        """The centre that sends it."""
        about = self.application or self.enquiry
        assert about is not None
        return about.centre

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
