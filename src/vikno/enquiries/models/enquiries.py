"""Enquiries: messages that people write to a centre."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer
from vikno.kernel.fields import EncryptedTextField
from vikno.people.models import Person


class EnquiryTopic(models.TextChoices):
    QUESTION = "question", _("A question")
    COMPLAINT = "complaint", _("A complaint")
    SUGGESTION = "suggestion", _("A suggestion")
    THANKS = "thanks", _("Thanks")
    ACCESSIBILITY = "accessibility", _("A barrier: access to the site or to a centre")


class ComplaintCategory(models.TextChoices):
    """The subject of a complaint."""

    OUTDATED = "outdated", _("The text is wrong or outdated")
    UNCLEAR = "unclear", _("It is not clear")
    BROKEN = "broken", _("Something does not work")
    TREATED = "treated", _("I was treated badly")
    CROWDED = "crowded", _("A queue, a crowd, no seats")
    ACCESS = "access", _("It is hard to get in or to use")
    OTHER = "other", _("Something else")


class EnquiryStatus(models.TextChoices):
    """The status of an enquiry. Only `operations` changes it, along `ENQUIRY_MOVES`."""

    NEW = "new", _("Received")
    TAKEN = "taken", _("In work")
    ANSWERED = "answered", _("Answered")
    PASSED_ON = "passed_on", _("Passed on")
    CLOSED = "closed", _("Closed without an answer")


ENQUIRY_MOVES: dict[EnquiryStatus, frozenset[EnquiryStatus]] = {
    EnquiryStatus.NEW: frozenset({EnquiryStatus.TAKEN, EnquiryStatus.PASSED_ON, EnquiryStatus.CLOSED}),
    EnquiryStatus.TAKEN: frozenset({EnquiryStatus.ANSWERED, EnquiryStatus.PASSED_ON, EnquiryStatus.CLOSED}),
    EnquiryStatus.ANSWERED: frozenset(),
    EnquiryStatus.PASSED_ON: frozenset(),
    EnquiryStatus.CLOSED: frozenset(),
}
OPEN_ENQUIRY_STATUSES = (EnquiryStatus.NEW, EnquiryStatus.TAKEN)
ENDED_ENQUIRY_STATUSES = (EnquiryStatus.ANSWERED, EnquiryStatus.PASSED_ON, EnquiryStatus.CLOSED)


class AnswerMethod(models.TextChoices):
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by phone")
    HERE = "here", _("on the page of the enquiry")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def of(self, person: Person) -> "EnquiryQuerySet":
        """Keep the enquiries that this resident sent while signed in. Every cabinet view starts here."""
        return self.filter(person=person)

    def at(self, centres: Iterable[Centre]) -> "EnquiryQuerySet":
        """Keep the enquiries to these centres. Every workspace view starts here."""
        return self.filter(centre__in=centres)

    def open(self) -> "EnquiryQuerySet":
        return self.filter(status__in=OPEN_ENQUIRY_STATUSES)


class Enquiry(models.Model):
    """A message to a centre, and its outcome. Name, contacts and all words are encrypted, and erased after ENQUIRY_KEPT_DAYS."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Made by the page with the form: sending the form again finds the enquiry that was made.
    key = models.UUIDField(unique=True, editable=False)
    number = models.CharField(max_length=16, unique=True)
    access_code = EncryptedTextField()
    topic = models.CharField(max_length=13, choices=EnquiryTopic)
    category = models.CharField(max_length=8, choices=ComplaintCategory, blank=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="enquiries")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries")
    page = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries")
    name = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    wants_answer = models.BooleanField(default=True)
    text = EncryptedTextField()
    status = models.CharField(max_length=9, choices=EnquiryStatus, default=EnquiryStatus.NEW)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries")
    received_at = models.DateTimeField()
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(blank=True)
    answered_by = models.CharField(max_length=5, choices=AnswerMethod, blank=True)
    # The body that a passed-on enquiry went to, or the reason why it was closed.
    note = EncryptedTextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="enquiry_status_known", condition=Q(status__in=EnquiryStatus.values)),
            models.CheckConstraint(name="enquiry_topic_known", condition=Q(topic__in=EnquiryTopic.values)),
            models.CheckConstraint(
                name="enquiry_category_is_of_a_complaint",
                condition=Q(topic=EnquiryTopic.COMPLAINT, category__in=ComplaintCategory.values)
                | (~Q(topic=EnquiryTopic.COMPLAINT) & Q(category="")),
            ),
            models.CheckConstraint(
                name="enquiry_ended_says_when",
                condition=Q(status__in=OPEN_ENQUIRY_STATUSES, ended_at=None)
                | Q(status__in=ENDED_ENQUIRY_STATUSES, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="enquiry_in_work_has_officer", condition=~Q(status="taken") | Q(officer__isnull=False)
            ),
            models.CheckConstraint(
                name="enquiry_answered_has_answer",
                condition=~Q(status="answered") | ~Q(answer="") | Q(erased_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "status", "due_on"], name="enquiry_by_centre"),
            models.Index(fields=["person", "-received_at"], name="enquiry_by_person"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        """The name of this enquiry in the audit and in the outbox."""
        return f"enquiry:{self.uid}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ENQUIRY_STATUSES

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def may_become(self, status: EnquiryStatus) -> bool:
        return status in ENQUIRY_MOVES[EnquiryStatus(self.status)]

    def is_late(self, today: datetime.date) -> bool:
        return self.is_open and self.due_on < today


class EnquiryChange(models.Model):
    """A change of an enquiry's status, with the officer who made it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="changes")
    status = models.CharField(max_length=9, choices=EnquiryStatus)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="enquiry_change_once", fields=["enquiry", "status", "at"]),
        ]

    def __str__(self) -> str:
        return self.status
