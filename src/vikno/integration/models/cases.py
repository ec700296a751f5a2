"""Cases as other systems know them, and what those systems did with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vikno.applications.models import Application
from vikno.integration.models.connections import Connection
from vikno.kernel.fields import EncryptedTextField


class ExternalCase(models.Model):
    """An application as one connection knows it, and its latest update from there.

    `order` and `told_at` are those of the latest update, by the count of the other side: an older one is late and moves nothing.
    """

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="cases")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="cases")
    leads = models.BooleanField()
    remote = models.CharField(max_length=200, blank=True)
    assigned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=200, blank=True)
    who = EncryptedTextField(blank=True)
    order = models.BigIntegerField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "integration_case"
        constraints = [
            models.UniqueConstraint(name="case_once_per_connection", fields=["connection", "application"]),
            models.UniqueConstraint(
                name="case_remote_once_per_connection", fields=["connection", "remote"], condition=~Q(remote="")
            ),
            models.UniqueConstraint(name="case_one_leads", fields=["application"], condition=Q(leads=True)),
        ]
        indexes = [
            models.Index(fields=["connection", "assigned_at"], name="case_unheard", condition=Q(received_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.application} at {self.connection}"


class Milestone(models.Model):
    """An act of a connection on a case beside its status, which the resident sees in the case timeline. It never changes.

    `at` is by the other side's clock where it gives a time, `noted_at` by ours. `words` is the text of the status map, by
    language.
    """

    class MilestoneKind(models.TextChoices):
        SENT = "sent", _("Sent to %(system)s")
        RECEIVED = "received", _("Received by %(system)s")
        DECLINED = "declined", _("%(system)s did not take it in")
        PROGRESS = "progress", _("News from %(system)s")

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=8, choices=MilestoneKind)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    words = models.JSONField(default=dict)
    note = EncryptedTextField(blank=True)
    needs_action = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="milestone_by_application")]

    def __str__(self) -> str:
        return f"{self.kind} {self.application_id}"

    @property
    def text(self) -> str:
        """Return the words for the resident in the language of the page."""
        words: dict[str, str] = self.words
        return words.get(get_language() or "") or words.get(settings.LANGUAGE_CODE, "")
