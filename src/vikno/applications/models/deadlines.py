"""The deadline of a case, and its extensions."""

from django.db import models
from django.db.models import Q

from vikno.applications.models.application import Application
from vikno.applications.models.history import ImmutableRecord
from vikno.centres.models import Officer
from vikno.centres.working_days import DayUnit
from vikno.kernel.fields import EncryptedTextField


class Deadline(models.Model):
    """The date by which the case must be decided. During a correction the term is paused, and `left` holds the days left."""

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
    """An extension of the term: its days and its reason."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = EncryptedTextField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_extension"

    def __str__(self) -> str:
        return f"{self.days} days more"
