"""The application itself: its status, the transitions between statuses, and the keys by which staff find it."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer
from vikno.eforms.models import FormVersion
from vikno.kernel.fields import EncryptedJSONField, EncryptedTextField
from vikno.kernel.person_names import PersonName
from vikno.people.models import Person, Representation


class ApplicationStatus(models.TextChoices):
    """The status of an application. Only `operations` changes it, along `TRANSITIONS`."""

    DRAFT = "draft", _("Not sent")
    SUBMITTED = "submitted", _("Sent")
    REGISTERED = "registered", _("Registered")
    IN_WORK = "in_work", _("In work")
    RETURNED = "returned", _("Your action is needed")
    DECIDED = "decided", _("Decision")
    ISSUED = "issued", _("Ready")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The statuses that may follow each status. After a correction the case is `submitted` again and goes on where it was.
TRANSITIONS: dict[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.DRAFT: frozenset({ApplicationStatus.SUBMITTED}),
    ApplicationStatus.SUBMITTED: frozenset(
        {ApplicationStatus.REGISTERED, ApplicationStatus.IN_WORK, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.REGISTERED: frozenset(
        {ApplicationStatus.IN_WORK, ApplicationStatus.RETURNED, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.IN_WORK: frozenset(
        {ApplicationStatus.RETURNED, ApplicationStatus.DECIDED, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.RETURNED: frozenset({ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN}),
    ApplicationStatus.DECIDED: frozenset({ApplicationStatus.ISSUED}),
    ApplicationStatus.ISSUED: frozenset(),
    ApplicationStatus.WITHDRAWN: frozenset(),
}

OPEN_STATUSES = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.REGISTERED,
    ApplicationStatus.IN_WORK,
    ApplicationStatus.RETURNED,
    ApplicationStatus.DECIDED,
)

# The statuses in which the term of the centre runs.
STATUSES_AT_CENTRE = (ApplicationStatus.SUBMITTED, ApplicationStatus.REGISTERED, ApplicationStatus.IN_WORK)


class ApplicationChannel(models.TextChoices):
    ONLINE = "online", _("online")
    DESK = "desk", _("at the desk")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def of(self, person: Person) -> "ApplicationQuerySet":
        """Keep the applications of this resident. Every cabinet view starts here."""
        return self.filter(applicant=person)

    def at(self, centres: Iterable[Centre]) -> "ApplicationQuerySet":
        """Keep the applications sent to these centres. Every workspace view starts here."""
        return self.filter(centre__in=centres).exclude(status=ApplicationStatus.DRAFT)

    def drafts(self) -> "ApplicationQuerySet":
        return self.filter(status=ApplicationStatus.DRAFT)

    def sent(self) -> "ApplicationQuerySet":
        return self.exclude(status=ApplicationStatus.DRAFT)

    def open(self) -> "ApplicationQuerySet":
        return self.filter(status__in=OPEN_STATUSES)

    def late(self, today: datetime.date) -> "ApplicationQuerySet":
        """Keep the undecided applications whose deadline has passed."""
        return self.filter(status__in=STATUSES_AT_CENTRE, deadline__due_on__lt=today)


class Application(models.Model):
    """A request for one service, under one number from the draft to the result.

    `answers` holds what was typed, valid or not; the centre works on the latest `Submission`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The start page makes the key, so a second press of its button finds the draft of the first.
    start_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="applications")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="applications")
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    channel = models.CharField(max_length=6, choices=ApplicationChannel, default=ApplicationChannel.ONLINE)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    # The right by which the applicant acts for another; `represented` keeps the details as they were on submission.
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    represented = EncryptedJSONField(default=dict)
    # Name and contacts as they were on submission; a paper application has nothing else.
    applicant_details = EncryptedJSONField(default=dict)
    answers = EncryptedJSONField(default=dict)
    status = models.CharField(max_length=10, choices=ApplicationStatus, default=ApplicationStatus.DRAFT)
    number = models.CharField(max_length=16, unique=True, null=True, blank=True)
    access_code = EncryptedTextField(blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    # The post of the system that leads the case: only it moves the case towards a decision. None where the centre does.
    led_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="application_status_known", condition=Q(status__in=ApplicationStatus.values)),
            models.CheckConstraint(
                name="application_channel_known", condition=Q(channel__in=ApplicationChannel.values)
            ),
            models.CheckConstraint(
                name="application_has_number_once_submitted",
                condition=Q(status=ApplicationStatus.DRAFT, number=None, submitted_at=None, access_code="")
                | (~Q(status=ApplicationStatus.DRAFT) & Q(number__isnull=False, submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="application_online_has_applicant_and_form",
                condition=Q(channel=ApplicationChannel.DESK) | Q(applicant__isnull=False, form_version__isnull=False),
            ),
            models.CheckConstraint(
                name="application_in_work_has_officer",
                condition=~Q(
                    status__in=[ApplicationStatus.IN_WORK, ApplicationStatus.DECIDED, ApplicationStatus.ISSUED]
                )
                | Q(officer__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "status"], name="application_by_centre"),
            models.Index(fields=["applicant", "-started_at"], name="application_by_applicant"),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.uid}"

    @property
    def ref(self) -> str:
        """The name of this application in the audit and the outbox."""
        return f"application:{self.uid}"

    @property
    def is_draft(self) -> bool:
        return self.status == ApplicationStatus.DRAFT

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def can_be_withdrawn(self) -> bool:
        return ApplicationStatus.WITHDRAWN in TRANSITIONS[ApplicationStatus(self.status)]

    @property
    def applicant_name(self) -> str:
        return PersonName.from_details(self.applicant_details).full

    @property
    def represented_name(self) -> str:
        """The person or legal entity that the applicant acts for, or an empty text."""
        return str(self.represented.get("name", ""))

    @property
    def applicant_email(self) -> str:
        return str(self.applicant_details.get("email", ""))

    def may_become(self, status: ApplicationStatus) -> bool:
        return status in TRANSITIONS[ApplicationStatus(self.status)]


class SearchKey(models.Model):
    """A keyed digest of a name, РНОКПП, phone or e-mail, by which staff find a case. The words themselves are encrypted."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="search_keys")
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="search_key_once", fields=["application", "digest"])]
        indexes = [models.Index(fields=["digest"], name="search_key_by_digest")]

    def __str__(self) -> str:
        return self.digest
