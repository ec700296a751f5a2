"""Figures that other systems report of their work."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from vikno.integration.models.connections import Connection


class PartnerFigure(models.Model):
    """A figure that a system reports of its work, over a period. Reporting it again corrects it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="figures")
    code = models.SlugField(max_length=60)
    service = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "integration_figure"
        constraints = [
            models.UniqueConstraint(
                name="figure_once_a_period", fields=["connection", "code", "service", "since", "until"]
            ),
            models.CheckConstraint(name="figure_period_runs_forward", condition=Q(since__lte=models.F("until"))),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.since}–{self.until}"

    @property
    def period(self) -> tuple[date, date]:
        return self.since, self.until

    @property
    def number(self) -> Decimal:
        """The value without trailing zeros."""
        whole = self.value.to_integral_value()
        return whole if whole == self.value else self.value.normalize()
