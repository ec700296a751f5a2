"""Facts for the rest of the world, and how far each has got."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from vikno.outbox.delivery_policies import LINE_BREAKER


class Event(models.Model):
    """A fact that became true, such as `application.submitted`, stored in the transaction that made it true.

    `name`, `version` and `payload` are those of a `DomainEvent`; `domain_events.read_event` returns it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    subject_id = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["happened_at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_id}"


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"
    SET_ASIDE = "set_aside"


# What keeps later deliveries of the same line and subject waiting.
BLOCKING_STATUSES = (DeliveryStatus.WAITING, DeliveryStatus.GIVEN_UP)


class DeliveryFailure(models.TextChoices):
    """The reason of a failed delivery: no answer, a refusal, or a fault of ours."""

    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    FAULT = "fault"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Keep what should be tried now: its time has come and nobody holds it."""
        return self.filter(status=DeliveryStatus.WAITING, next_try_at__lte=at).order_by("next_try_at", "pk")

    def in_order(self) -> "DeliveryQuerySet":
        """Keep what has nothing before it: of a line and subject the earlier event goes first; one given up holds the rest."""
        before = self.model.objects.filter(
            consumer=OuterRef("consumer"),
            subject_id=OuterRef("subject_id"),
            event__lt=OuterRef("event"),
            status__in=BLOCKING_STATUSES,
        )
        return self.exclude(Exists(before))


class Delivery(models.Model):
    """One event on its way to one consumer. This row is the truth; a background task is only a poke.

    Taking a delivery moves `next_try_at` past the lease, so a worker that dies in the middle gives it back by itself.
    `receipt` is what a partner said on taking it.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60, default="")
    status = models.CharField(max_length=9, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    trouble_kind = models.CharField(max_length=11, choices=DeliveryFailure, blank=True)
    receipt = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delivery_once_per_consumer", fields=["event", "consumer"]),
            models.CheckConstraint(name="delivery_status_known", condition=Q(status__in=DeliveryStatus.values)),
        ]
        indexes = [
            models.Index(fields=["status", "next_try_at"], name="delivery_by_due"),
            models.Index(
                fields=["consumer", "subject_id", "event"],
                name="delivery_in_the_way",
                condition=Q(status__in=BLOCKING_STATUSES),
            ),
            models.Index(
                fields=["consumer", "next_try_at", "id"], name="delivery_by_line", condition=Q(status="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.consumer}"


class DeliveryLine(models.Model):
    """The way to one partner system: whether it is open, and how it has fared.

    `consumer` is that of its deliveries, `FAMILY:KEY`. Somebody may pause it; failures in a row break it for a while.
    """

    consumer = models.CharField(max_length=40, unique=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    broken_until = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "outbox_line"

    def __str__(self) -> str:
        return self.consumer

    @property
    def is_half_open(self) -> bool:
        """True if it has failed so often that one delivery at a time tries it."""
        return LINE_BREAKER.is_half_open(self.failures)

    def accepts_deliveries(self, at: datetime) -> bool:
        return self.paused_at is None and (self.broken_until is None or self.broken_until <= at)
