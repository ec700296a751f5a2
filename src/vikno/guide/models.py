"""Files of the national register of services, and the decisions on their entries."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Service
from vikno.guide.register_record import RegisterRecord


class RegisterFile(models.Model):
    """An imported file with services. It changes nothing by itself."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    brought_by = models.CharField(max_length=60)
    brought_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        db_table = "guide_dump"
        indexes = [models.Index(fields=["-brought_at"], name="dump_newest_first")]

    def __str__(self) -> str:
        return self.file_name


class RegisterEntryState(models.TextChoices):
    """The result of comparing an entry, or the decision on it."""

    UNREAD = "unread", _("is being compared")
    SAME = "same", _("says the same as here")
    NEW = "new", _("not here yet")
    DIFFERS = "differs", _("differs")
    LEFT_BEFORE = "left_before", _("differs as it was left before")
    TAKEN = "taken", _("taken over")
    LEFT = "left", _("left as it is here")


OPEN_STATES = (RegisterEntryState.NEW, RegisterEntryState.DIFFERS)
DECIDED_STATES = (RegisterEntryState.TAKEN, RegisterEntryState.LEFT)


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def waiting(self) -> "RegisterEntryQuerySet":
        """Keep the entries that need a decision."""
        return self.filter(state__in=OPEN_STATES)


class RegisterEntry(models.Model):
    """One service of a file: its data, the matching service here, and the decision."""

    dump = models.ForeignKey(RegisterFile, on_delete=models.CASCADE, related_name="entries")
    official_id = models.CharField(max_length=20)
    title = models.CharField(max_length=500)
    data = models.JSONField()
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="guide_entries")
    state = models.CharField(max_length=12, choices=RegisterEntryState, default=RegisterEntryState.UNREAD)
    fields_taken = models.JSONField(default=list)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        db_table = "guide_entry"
        constraints = [
            models.UniqueConstraint(name="guide_entry_once_per_dump", fields=["dump", "official_id"]),
            models.CheckConstraint(name="guide_entry_state_known", condition=Q(state__in=RegisterEntryState.values)),
            models.CheckConstraint(
                name="guide_entry_decided_by_somebody",
                condition=~Q(state__in=DECIDED_STATES) | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_id} {self.title}"

    @property
    def record(self) -> RegisterRecord:
        return RegisterRecord.from_json(self.data)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class FieldDecisions(models.Model):
    """The texts taken from the register for a service, and the texts refused, by field.

    A text that differs from `taken` was written here; a text that equals `left` needs no new decision.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="guide_ledger")
    taken = models.JSONField(default=dict)
    left = models.JSONField(default=dict)

    class Meta:
        db_table = "guide_ledger"

    def __str__(self) -> str:
        return f"service {self.service_id}"
