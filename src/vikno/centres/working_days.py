"""Counting days as the law does: calendar days and working days of a centre."""

import datetime
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import holidays

from vikno.centres.models import CalendarException, Centre

DAY = datetime.timedelta(days=1)
SATURDAY = 5


class Unit(StrEnum):
    """What a term is counted in."""

    CALENDAR = "calendar"
    WORKING = "working"


@functools.cache
def _national_holidays(country: str, year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays(country, years=year).keys())


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Which dates are working days: weekends, national holidays where they apply, and exceptions over both."""

    country: str
    holidays_apply: bool
    exceptions: Mapping[datetime.date, bool] = field(default_factory=dict)

    def is_working(self, on: datetime.date) -> bool:
        if on in self.exceptions:
            return self.exceptions[on]
        return on.weekday() < SATURDAY and not self.is_day_off(on)

    def is_day_off(self, on: datetime.date) -> bool:
        """Say whether the day is taken out of the week's rule: by an exception, or by a holiday that no exception overrules."""
        if on in self.exceptions:
            return not self.exceptions[on]
        return self.holidays_apply and on in _national_holidays(self.country, on.year)

    def add(self, start: datetime.date, days: int, unit: Unit) -> datetime.date:
        """Return the last day of a term that begins on the day after `start`."""
        if unit == Unit.CALENDAR:
            return start + days * DAY
        on = start
        while days > 0:
            on += DAY
            days -= self.is_working(on)
        return on

    def between(self, start: datetime.date, end: datetime.date, unit: Unit) -> int:
        """Return how many days of the unit lie after `start` up to and with `end`; negative when `end` is before."""
        if end < start:
            return -self.between(end, start, unit)
        if unit == Unit.CALENDAR:
            return (end - start).days
        return sum(self.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))


def calendar_of(centre: Centre) -> WorkingCalendar:
    """Return the calendar of a centre: its own exceptions win over those for all."""
    return calendars_of([centre])[centre.pk]


def calendars_of(centres: Collection[Centre]) -> dict[int, WorkingCalendar]:
    """Return the calendars of many centres by their keys, at the price of one."""
    for_all = {row.on: row.is_working for row in CalendarException.objects.filter(centre__isnull=True)}
    exceptions = {centre.pk: dict(for_all) for centre in centres}
    for row in CalendarException.objects.filter(centre__in=centres):
        assert row.centre_id is not None
        exceptions[row.centre_id][row.on] = row.is_working
    return {
        centre.pk: WorkingCalendar(
            country=centre.country, holidays_apply=centre.holidays_apply, exceptions=exceptions[centre.pk]
        )
        for centre in centres
    }
