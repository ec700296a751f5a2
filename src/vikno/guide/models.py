"""Files from the national register of services, and what was decided on each entry."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Service
from vikno.guide.given import Given


class Dump(models.Model):
    """A file with services, as it was brought in. It changes nothing by itself."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    brought_by = models.CharField(max_length=60)
    brought_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-brought_at"], name="dump_newest_first")]

    def __str__(self) -> str:
        return self.file_name


class State(models.TextChoices):
    UNREAD = "unread", _("is being compared")
    SAME = "same", _("says the same as here")
    NEW = "new", _("not here yet")
    DIFFERS = "differs", _("differs")
    LEFT_BEFORE = "left_before", _("differs as it was left before")
    TAKEN = "taken", _("taken over")
    LEFT = "left", _("left as it is here")


OPEN = (State.NEW, State.DIFFERS)
DECIDED = (State.TAKEN, State.LEFT)


class EntryQuerySet(models.QuerySet["Entry"]):
    def waiting(self) -> "EntryQuerySet":
        """Keep the entries on which somebody is to decide."""
        return self.filter(state__in=OPEN)


class Entry(models.Model):
    """One service of a file: what it says, which of ours it is, and what was decided."""

    dump = models.ForeignKey(Dump, on_delete=models.CASCADE, related_name="entries")
    official_id = models.CharField(max_length=20)
    title = models.CharField(max_length=500)
    data = models.JSONField()
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="guide_entries")
    state = models.CharField(max_length=12, choices=State, default=State.UNREAD)
    fields_taken = models.JSONField(default=list)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guide_entry_once_per_dump", fields=["dump", "official_id"]),
            models.CheckConstraint(name="guide_entry_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="guide_entry_decided_by_somebody",
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_id} {self.title}"

    @property
    def given(self) -> Given:
        return Given.from_json(self.data)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Ledger(models.Model):
    """What was taken from the register for a service, and what of it was refused, by field.

    What differs from `taken` was written here; what equals `left` need not be decided again.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="guide_ledger")
    taken = models.JSONField(default=dict)
    left = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"service {self.service_id}"
