"""Verdicts of readers on pages, counted by day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PageVerdictKind(models.TextChoices):
    """A verdict on a page: whether it was useful, and if not, the reason."""

    USEFUL = "useful", _("Useful")
    USELESS = "useless", _("Not useful")
    OUTDATED = "outdated", _("The text is wrong or outdated")
    UNCLEAR = "unclear", _("It is not clear")
    BROKEN = "broken", _("Something does not work")
    MISSING = "missing", _("It does not say what I need")


VERDICT_REASONS = (PageVerdictKind.OUTDATED, PageVerdictKind.UNCLEAR, PageVerdictKind.BROKEN, PageVerdictKind.MISSING)


class PageVerdict(models.Model):
    """The number of readers of a page who gave one verdict on one day. Who they were is not stored."""

    path = models.CharField(max_length=300)
    language = models.CharField(max_length=5)
    on = models.DateField()
    verdict = models.CharField(max_length=8, choices=PageVerdictKind)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="page_verdict_once_a_day", fields=["path", "language", "on", "verdict"]),
            models.CheckConstraint(name="page_verdict_known", condition=Q(verdict__in=PageVerdictKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.verdict} {self.times}"
