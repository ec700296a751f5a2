"""Counting days as the law does: calendar days and working days of a centre."""

import datetime
import functools
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

import holidays
from django.db.models import Q

from vikno.centres.models import CalendarException, Centre

DAY = datetime.timedelta(days=1)
SATURDAY = 5


class DayUnit(StrEnum):
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
    named_holidays: Set[datetime.date] = frozenset()

    def is_working(self, on: datetime.date) -> bool:
        if on in self.exceptions:
            return self.exceptions[on]
        return on.weekday() < SATURDAY and not self.is_day_off(on)

    def is_day_off(self, on: datetime.date) -> bool:
        """Say whether the day is taken out of the week's rule: by an exception, or by a holiday that no exception overrules."""
        if on in self.exceptions:
            return not self.exceptions[on]
        return self._is_national_holiday(on)

    def is_holiday(self, on: datetime.date) -> bool:
        """Say whether the day is a public holiday: one that applies, or one that is named so among the exceptions."""
        return on in self.named_holidays or self._is_national_holiday(on)

    def _is_national_holiday(self, on: datetime.date) -> bool:
        return self.holidays_apply and on in _national_holidays(self.country, on.year)

    def add_days(self, start: datetime.date, days: int, unit: DayUnit) -> datetime.date:
        """Return the last day of a term that begins on the day after `start`."""
        if unit == DayUnit.CALENDAR:
            return start + days * DAY
        on = start
        while days > 0:
            on += DAY
            days -= self.is_working(on)
        return on

    def days_between(self, start: datetime.date, end: datetime.date, unit: DayUnit) -> int:
        """Return how many days of the unit lie after `start` up to and with `end`; negative when `end` is before."""
        if end < start:
            return -self.days_between(end, start, unit)
        if unit == DayUnit.CALENDAR:
            return (end - start).days
        return sum(self.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))


def calendar_of(centre: Centre) -> WorkingCalendar:
    """Return the calendar of a centre: its own exceptions win over those for all."""
    return calendars_of([centre])[centre.pk]


def add_days(centre: Centre, start: datetime.date, days: int, unit: DayUnit) -> datetime.date:
    """Return the last day of a term at a centre; its calendar is read only where working days are counted."""
    return start + days * DAY if unit == DayUnit.CALENDAR else calendar_of(centre).add_days(start, days, unit)


def calendars_of(centres: Collection[Centre]) -> dict[int, WorkingCalendar]:
    """Return the calendars of many centres by their keys, at the price of one."""
    exceptions = exceptions_of(centres)
    return {centre.pk: build_calendar(centre, exceptions[centre.pk]) for centre in centres}


def exceptions_of(centres: Collection[Centre]) -> dict[int, dict[datetime.date, CalendarException]]:
    """Return the days that differ of many centres, in one query; a centre's own row wins over one for all."""
    rows = list(CalendarException.objects.filter(Q(centre__isnull=True) | Q(centre__in=centres)))
    for_all = {row.on: row for row in rows if row.centre_id is None}
    found = {centre.pk: dict(for_all) for centre in centres}
    for row in rows:
        if row.centre_id is not None:
            found[row.centre_id][row.on] = row
    return found


def build_calendar(centre: Centre, exceptions: Mapping[datetime.date, CalendarException]) -> WorkingCalendar:
    return WorkingCalendar(
        country=centre.country,
        holidays_apply=centre.holidays_apply,
        exceptions={on: row.is_working for on, row in exceptions.items()},
        named_holidays={on for on, row in exceptions.items() if row.is_holiday},
    )
