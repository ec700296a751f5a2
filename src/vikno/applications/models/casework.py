"""Models that officers add to a case: registration, correction requests, the decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.applications.models.application import Application
from vikno.applications.models.history import ImmutableRecord
from vikno.centres.models import Centre, Officer
from vikno.kernel.fields import EncryptedJSONField, EncryptedTextField


class Registration(models.Model):
    """The incoming number of a case, in the register of the centre or of the system that works on the case."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="registration")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    # Whether the number is from the register of another system: its numbers and those of the centre may be equal.
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
    """A request to correct answers: remarks by question, and a date. The next submission answers it."""

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

    @classmethod
    def open_for(cls, application: Application) -> "CorrectionRequest | None":
        """Return the request that waits for an answer, from the prefetched rows where there are such."""
        return next((request for request in application.corrections.all() if request.answered_at is None), None)


class DecisionOutcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Decision(ImmutableRecord):
    """The decision and its reasons. A refusal holds the ground from the card as it was on that day, and how to appeal."""

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
