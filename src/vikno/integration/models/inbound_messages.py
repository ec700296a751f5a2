"""Messages that came from other systems."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.applications.models import Application
from vikno.integration.models.connections import Connection
from vikno.kernel.fields import EncryptedBytesField


class InboundMessage(models.Model):
    """A message of the other side, stored once under its own id and encrypted as it came, and how it was handled."""

    class InboundMessageStatus(models.TextChoices):
        NEW = "new", _("Not handled yet")
        HANDLED = "handled", _("Handled")
        LATE = "late", _("Late: something newer was told before")
        TROUBLE = "trouble", _("Needs a person")
        DROPPED = "dropped", _("Set aside by a person")

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    body = EncryptedBytesField()
    told_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=InboundMessageStatus, default=InboundMessageStatus.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="inbound_messages"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inbound_message_once", fields=["connection", "message_id"]),
            models.CheckConstraint(
                name="inbound_message_status_known",
                condition=Q(status__in=["new", "handled", "late", "trouble", "dropped"]),
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "next_try_at"], name="inbound_waiting", condition=Q(status="new")),
            models.Index(fields=["connection", "-received_at"], name="inbound_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
