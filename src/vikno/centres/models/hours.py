"""Opening hours of a centre: its usual week, periods with another week, exceptional days, and stops of a mobile centre."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from vikno.centres.hours import OpeningSpan, parse_spans
from vikno.centres.models.places import Centre


def _readable_hours(text: str) -> None:
    try:
        parse_spans(text)
    except ValueError:
        raise ValidationError(_("Write the hours as 9:00–13:00, 14:00–18:00.")) from None


class HoursKind(models.TextChoices):
    RECEPTION = "reception", _("Reception of people")
    OFFICE = "office", _("Office hours")


class HoursPeriod(models.Model):
    """A period with another week than the usual one, e.g. summer or repairs. Without an end it lasts until further notice.

    If two periods cover a day, the one with the higher priority counts. A period without hours means closed.
    """

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="periods")
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_period_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def covers(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "HoursPeriod") -> bool:
        return self.starts_on <= (other.ends_on or datetime.date.max) and other.starts_on <= (
            self.ends_on or datetime.date.max
        )


class OpeningHours(models.Model):
    """Opening and closing times on a weekday (0 is Monday); two rows on one day make a break.

    A row without a period belongs to the usual week.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    period = models.ForeignKey(HoursPeriod, on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    kind = models.CharField(max_length=9, choices=HoursKind, default=HoursKind.RECEPTION)
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="opening_hours_weekday_known", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="opening_hours_end_after_start", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(name="opening_hours_kind_known", condition=Q(kind__in=HoursKind.values)),
            models.UniqueConstraint(
                name="opening_hours_once",
                fields=["centre", "kind", "weekday", "opens_at"],
                condition=Q(period__isnull=True),
            ),
            models.UniqueConstraint(
                name="opening_hours_once_in_a_period",
                fields=["period", "kind", "weekday", "opens_at"],
                condition=Q(period__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"

    @property
    def span(self) -> OpeningSpan:
        return OpeningSpan(self.opens_at, self.closes_at)


class CalendarException(models.Model):
    """A date that differs from the rule: a working Saturday, a day off, other hours. Without a centre it applies to all."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions")
    on = models.DateField()
    is_working = models.BooleanField()
    own_hours = models.CharField(max_length=60, blank=True, validators=[_readable_hours])
    is_holiday = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("day that differs")
        verbose_name_plural = _("days that differ")
        constraints = [
            models.UniqueConstraint(name="calendar_exception_once_per_centre", fields=["centre", "on"]),
            models.UniqueConstraint(
                name="calendar_exception_once_for_all", fields=["on"], condition=Q(centre__isnull=True)
            ),
            models.CheckConstraint(
                name="calendar_exception_hours_of_a_working_day", condition=Q(is_working=True) | Q(own_hours="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {'working' if self.is_working else 'off'}"

    @property
    def spans(self) -> list[OpeningSpan]:
        return parse_spans(self.own_hours)


class RouteStop(Orderable):
    """A stop of a mobile centre with its times: weekly on a weekday, or on certain dates."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="stops")
    place = models.CharField(max_length=200)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    dates = models.TextField(blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(name="route_stop_end_after_start", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="route_stop_has_a_weekday_or_dates",
                condition=Q(weekday__isnull=True) & ~Q(dates="")
                | Q(weekday__isnull=False) & Q(weekday__lte=6) & Q(dates=""),
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def on_dates(self) -> list[datetime.date]:
        """Return the dates, which are stored as `2026-03-05 2026-03-19`."""
        return [datetime.date.fromisoformat(text) for text in self.dates.split()]

    @property
    def span(self) -> OpeningSpan:
        return OpeningSpan(self.opens_at, self.closes_at)

    def is_on(self, day: datetime.date) -> bool:
        return self.weekday == day.weekday() if self.weekday is not None else day.isoformat() in self.dates.split()
