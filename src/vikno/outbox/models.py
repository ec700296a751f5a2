"""Facts for the rest of the world, and how far each has got."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

# How long to wait after each failed attempt; the last one repeats until the attempts are used up.
DELAYS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
MOST_ATTEMPTS = 12
LEASE = timedelta(minutes=5)


class Event(models.Model):
    """Something that became true: `application.submitted`. Written in the transaction that made it true."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_id", "id"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_id}"


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Keep what should be tried now: its time has come and nobody holds it."""
        return self.filter(status=DeliveryStatus.WAITING, next_try_at__lte=at).order_by("next_try_at", "pk")


class Delivery(models.Model):
    """One event on its way to one consumer. This row is the truth; a background task is only a poke.

    Taking a delivery moves `next_try_at` past the lease, so a worker that dies in the middle gives it back by itself.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=40)
    status = models.CharField(max_length=8, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delivery_once_per_consumer", fields=["event", "consumer"]),
            models.CheckConstraint(name="delivery_status_known", condition=Q(status__in=DeliveryStatus.values)),
        ]
        indexes = [models.Index(fields=["status", "next_try_at"], name="delivery_by_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.consumer}"
