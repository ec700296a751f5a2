"""Alerts: temporary notices about an outage, a danger or a change of rules."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from vikno.centres.models.places import Centre
from vikno.centres.models.translations import OTHER_LANGUAGES, TranslatedTextModel


class AlertSeverity(models.TextChoices):
    INFO = "info", _("For information")
    WARNING = "warning", _("Something does not work")
    DANGER = "danger", _("Danger")


class AlertQuerySet(models.QuerySet["Alert"]):
    def current(self, at: datetime) -> "AlertQuerySet":
        """Keep the alerts to show at this moment."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


class Alert(TranslatedTextModel):
    """A few sentences shown on every page for a period, about one centre or all."""

    title = models.CharField(max_length=150)
    text = models.TextField(blank=True)
    severity = models.CharField(max_length=7, choices=AlertSeverity, default=AlertSeverity.WARNING)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="alerts")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.CheckConstraint(name="alert_severity_known", condition=Q(severity__in=AlertSeverity.values)),
            models.CheckConstraint(
                name="alert_ends_after_start", condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AlertTranslation(models.Model):
    """An alert in another language."""

    alert = ParentalKey(Alert, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=5, choices=OTHER_LANGUAGES)
    title = models.CharField(max_length=150)
    text = models.TextField(blank=True)

    class Meta:
        db_table = "centres_alertwords"
        constraints = [models.UniqueConstraint(name="alert_words_once", fields=["alert", "language"])]

    def __str__(self) -> str:
        return self.title
