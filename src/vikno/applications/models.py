"""Applications: the whole case, from the first answer to the result."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer
from vikno.centres.working_days import DayUnit
from vikno.eforms.models import FormVersion
from vikno.files.models import StoredFile
from vikno.kernel.fields import EncryptedJSONField, EncryptedTextField
from vikno.kernel.person_names import PersonName
from vikno.people.models import Person, Representation
from vikno.signatures.report import VerificationReport


class ApplicationStatus(models.TextChoices):
    """Where an application stands. Only `operations` moves it, along `MOVES`."""

    DRAFT = "draft", _("Not sent")
    SUBMITTED = "submitted", _("Sent")
    REGISTERED = "registered", _("Registered")
    IN_WORK = "in_work", _("In work")
    RETURNED = "returned", _("Your action is needed")
    DECIDED = "decided", _("Decision")
    ISSUED = "issued", _("Ready")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Which status may follow which. After a correction the case is `submitted` again, and is taken up where it was.
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
# Where the centre's time runs.
STATUSES_AT_CENTRE = (ApplicationStatus.SUBMITTED, ApplicationStatus.REGISTERED, ApplicationStatus.IN_WORK)


class ApplicationChannel(models.TextChoices):
    ONLINE = "online", _("online")
    DESK = "desk", _("at the desk")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def of(self, person: Person) -> "ApplicationQuerySet":
        """Keep what this resident may see: their own. Every cabinet view starts here."""
        return self.filter(applicant=person)

    def at(self, centres: Iterable[Centre]) -> "ApplicationQuerySet":
        """Keep what the staff of these centres may see: everything that was sent there. Every workspace view starts here."""
        return self.filter(centre__in=centres).exclude(status=ApplicationStatus.DRAFT)

    def drafts(self) -> "ApplicationQuerySet":
        return self.filter(status=ApplicationStatus.DRAFT)

    def sent(self) -> "ApplicationQuerySet":
        return self.exclude(status=ApplicationStatus.DRAFT)

    def open(self) -> "ApplicationQuerySet":
        return self.filter(status__in=OPEN_STATUSES)

    def late(self, today: datetime.date) -> "ApplicationQuerySet":
        """Keep what should have been decided before today and is not."""
        return self.filter(status__in=STATUSES_AT_CENTRE, deadline__due_on__lt=today)


class Application(models.Model):
    """A request for one service: drafted, sent, worked and answered under one number.

    `answers` is what was typed, valid or not; what the centre works on is the latest `Submission`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Made by the page that offers to start: a second press of the button finds the first one's draft.
    start_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="applications")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="applications")
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    channel = models.CharField(max_length=6, choices=ApplicationChannel, default=ApplicationChannel.ONLINE)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    # For whom the applicant acts, if not for themselves; who that was is frozen when it is sent.
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    represented = EncryptedJSONField(default=dict)
    # Name and contacts as they were when it was sent; for a paper application all there is.
    applicant_details = EncryptedJSONField(default=dict)
    answers = EncryptedJSONField(default=dict)
    status = models.CharField(max_length=10, choices=ApplicationStatus, default=ApplicationStatus.DRAFT)
    number = models.CharField(max_length=16, unique=True, null=True, blank=True)
    access_code = EncryptedTextField(blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
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
        """How the audit and the outbox name this application."""
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
        """Return for whom the applicant acted, or an empty text."""
        return str(self.represented.get("name", ""))

    @property
    def applicant_email(self) -> str:
        return str(self.applicant_details.get("email", ""))

    def may_become(self, status: ApplicationStatus) -> bool:
        return status in TRANSITIONS[ApplicationStatus(self.status)]


class SearchKey(models.Model):
    """A keyed digest by which staff find a case: of a name, РНОКПП, phone or e-mail. The words themselves are sealed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="search_keys")
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="search_key_once", fields=["application", "digest"])]
        indexes = [models.Index(fields=["digest"], name="search_key_by_digest")]

    def __str__(self) -> str:
        return self.digest


class Attachment(models.Model):
    """A file given as the answer to a question. Once it was part of a submission it is set aside, never erased."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    question = models.CharField(max_length=80)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="attachment")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "question"], name="attachment_by_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.file_id}"


class Submission(models.Model):
    """One hand-in, frozen: what was answered and what was enclosed. `sha256` is over both, in canonical JSON.

    `papers` lists what was handed in on paper: `[{"name": …, "sheets": 2}]`.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    answers = EncryptedJSONField(default=dict)
    papers = EncryptedJSONField(default=list)
    attachments = models.ManyToManyField(Attachment, related_name="submissions", blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    # At the desk: who entered it.
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="submission_number_once", fields=["application", "number"])]

    def __str__(self) -> str:
        return f"submission {self.number}"


class SigningRequest(models.Model):
    """What an applicant was given to sign, as bytes that no longer change: a readable PDF and the answers as JSON.

    `sha256` is of the JSON, which says nothing of time: the same answers and files give the same one. The file holds both with
    their manifest, as an ASiC-E container that nobody has signed yet.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="to_sign")
    sha256 = models.CharField(max_length=64)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="to_sign")
    prepared_at = models.DateTimeField()
    # What Diia was asked: by what its answer is known, the link that opens it, since when.
    request_digest = models.CharField(max_length=32, blank=True)
    link = EncryptedTextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    # The hand-in that it became a part of.
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="to_sign"
    )

    class Meta:
        db_table = "applications_tosign"
        constraints = [
            models.UniqueConstraint(name="to_sign_once", fields=["application", "sha256"]),
            models.UniqueConstraint(
                name="to_sign_one_per_request", fields=["request_digest"], condition=~Q(request_digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"to sign {self.sha256[:8]}"


class ApplicationSignature(models.Model):
    """An electronic signature on what was given to sign: the container, and what the check of it said at the time."""

    class SigningMethod(models.TextChoices):
        UPLOAD = "upload", _("signed in another program")
        DIIA = "diia", _("Diia.Signature")

    of = models.ForeignKey(SigningRequest, on_delete=models.CASCADE, related_name="signatures")
    container = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="signature")
    way = models.CharField(max_length=6, choices=SigningMethod)
    signer = EncryptedTextField()
    # As `vikno.signatures` gave it, in plain values.
    report = EncryptedJSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_signature"
        constraints = [models.CheckConstraint(name="signature_way_known", condition=Q(way__in=["upload", "diia"]))]

    def __str__(self) -> str:
        return f"signature {self.pk}"

    @property
    def verification_report(self) -> VerificationReport:
        """Return what the check said when the signature was taken."""
        return VerificationReport.from_dict(self.report)


class ImmutableRecord(models.Model):
    """What is written once and stays: rows of its kinds are never changed."""

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise models.ProtectedError("What happened to a case is kept.", {self})


class StatusChange(ImmutableRecord):
    """One move of an application: from, to, by whom, when. `Application.status` is the latest of them."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="status_changes")
    before = models.CharField(max_length=10, choices=ApplicationStatus)
    after = models.CharField(max_length=10, choices=ApplicationStatus)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = EncryptedTextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="status_change_moves", condition=~Q(before=models.F("after")))]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Registration(models.Model):
    """The incoming number under which the case was entered: in the centre's register, or in that of the system that works it."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="registration")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    # From the register of another system, in whose post it was entered: its numbers and ours know nothing of each other.
    is_foreign = models.BooleanField(default=False)
    on = models.DateField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registration_number_once_a_year",
                fields=["centre", "year", "number"],
                condition=Q(is_foreign=False),
            ),
            models.UniqueConstraint(
                name="registration_number_once_in_a_system",
                fields=["officer", "year", "number"],
                condition=Q(is_foreign=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CorrectionRequest(models.Model):
    """What the centre asked the applicant to mend: remarks by question, and until when. Answered by the next submission."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="corrections")
    reason = EncryptedTextField()
    # {question key: what is wrong with the answer}
    remarks = EncryptedJSONField(default=dict)
    due_on = models.DateField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "applications_correction"
        constraints = [
            models.UniqueConstraint(
                name="correction_one_open", fields=["application"], condition=Q(answered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"correction until {self.due_on}"


class Deadline(models.Model):
    """When the case must be decided. While it is with the applicant the clock stands, and `left` says how many days remain."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="deadline")
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=[(unit.value, unit.value) for unit in DayUnit])
    started_on = models.DateField()
    due_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    left = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="deadline_unit_known", condition=Q(unit__in=[unit.value for unit in DayUnit])),
            models.CheckConstraint(
                name="deadline_paused_knows_what_is_left",
                condition=Q(paused_on=None, left=None) | Q(paused_on__isnull=False, left__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="deadline_by_date")]

    def __str__(self) -> str:
        return f"due {self.due_on}"

    @property
    def is_paused(self) -> bool:
        return self.paused_on is not None


class DeadlineExtension(ImmutableRecord):
    """That more time was taken, how much and why."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = EncryptedTextField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_extension"

    def __str__(self) -> str:
        return f"{self.days} days more"


class DecisionOutcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Decision(ImmutableRecord):
    """What was decided and why. A refusal carries the ground from the card, as it read on that day, and how to appeal."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=8, choices=DecisionOutcome)
    ground = models.TextField(blank=True)
    reasons = EncryptedTextField(blank=True)
    appeal = models.TextField(blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="decision_outcome_known", condition=Q(outcome__in=DecisionOutcome.values)),
            models.CheckConstraint(
                name="decision_refusal_has_ground_reasons_and_appeal",
                condition=Q(outcome=DecisionOutcome.GRANTED) | (~Q(ground="") & ~Q(reasons="") & ~Q(appeal="")),
            ),
        ]

    def __str__(self) -> str:
        return self.outcome

    @property
    def is_refusal(self) -> bool:
        return self.outcome == DecisionOutcome.REFUSED


class SealStatus(models.TextChoices):
    """Whether the centre’s seal is in the file that was issued."""

    NONE = "none", _("not sealed here")
    WAITING = "waiting", _("the seal is being put in")
    SEALED = "sealed", _("sealed by the centre")
    SIGNED = "signed", _("signed before it was issued")
    FAILED = "failed", _("could not be sealed")


class Result(models.Model):
    """The thing issued: a file for the applicant, or word of where the paper waits.

    `check_code` stands in the QR of a sealed file: whoever has the paper finds out that the centre issued it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="results")
    title = models.CharField(max_length=200)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="result")
    where = models.CharField(max_length=300, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=8, choices=SealStatus, default=SealStatus.NONE)
    seal_tries = models.PositiveSmallIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True, blank=True)
    check_code = models.CharField(max_length=20, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="result_is_a_file_or_a_place", condition=Q(file__isnull=False) | ~Q(where="")),
            models.CheckConstraint(name="result_seal_known", condition=Q(seal__in=SealStatus.values)),
            models.CheckConstraint(
                name="result_sealed_has_file_time_and_code",
                condition=~Q(seal=SealStatus.SEALED)
                | Q(file__isnull=False, sealed_at__isnull=False, check_code__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
