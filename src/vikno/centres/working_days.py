"""Counting of calendar days and of a centre's working days, as the law defines them."""

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
    """The unit of a term."""

    CALENDAR = "calendar"
    WORKING = "working"


@functools.cache
def _national_holidays(country: str, year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays(country, years=year).keys())


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """A calendar of working days: weekends, national holidays where they apply, and exceptions to both."""

    country: str
    holidays_apply: bool
    exceptions: Mapping[datetime.date, bool] = field(default_factory=dict)
    named_holidays: Set[datetime.date] = frozenset()

    def is_working(self, day: datetime.date) -> bool:
        if day in self.exceptions:
            return self.exceptions[day]
        return day.weekday() < SATURDAY and not self.is_day_off(day)

    def is_day_off(self, day: datetime.date) -> bool:
        """Return whether the date is off by an exception, or by a holiday without an exception."""
        if day in self.exceptions:
            return not self.exceptions[day]
        return self._is_national_holiday(day)

    def is_holiday(self, day: datetime.date) -> bool:
        """Return whether the date is a public holiday: a national one that applies, or one among the exceptions."""
        return day in self.named_holidays or self._is_national_holiday(day)

    def _is_national_holiday(self, day: datetime.date) -> bool:
        return self.holidays_apply and day in _national_holidays(self.country, day.year)

    def add_days(self, start: datetime.date, days: int, unit: DayUnit) -> datetime.date:
        """Return the last day of a term that begins on the day after `start`."""
        if unit == DayUnit.CALENDAR:
            return start + days * DAY
        day = start
        while days > 0:
            day += DAY
            days -= self.is_working(day)
        return day

    def days_between(self, start: datetime.date, end: datetime.date, unit: DayUnit) -> int:
        """Return the number of days after `start` up to and including `end`; negative if `end` is earlier."""
        if end < start:
            return -self.days_between(end, start, unit)
        if unit == DayUnit.CALENDAR:
            return (end - start).days
        return sum(self.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))


def calendar_of(centre: Centre) -> WorkingCalendar:
    """Return the calendar of a centre; its own exceptions override the common ones."""
    return calendars_of([centre])[centre.pk]


def add_days(centre: Centre, start: datetime.date, days: int, unit: DayUnit) -> datetime.date:
    """Return the last day of a term at a centre; its calendar is read only where working days are counted."""
    return start + days * DAY if unit == DayUnit.CALENDAR else calendar_of(centre).add_days(start, days, unit)


def calendars_of(centres: Collection[Centre]) -> dict[int, WorkingCalendar]:
    """Return the calendars of several centres by key, with the queries of one."""
    exceptions = exceptions_of(centres)
    return {centre.pk: build_calendar(centre, exceptions[centre.pk]) for centre in centres}


def exceptions_of(centres: Collection[Centre]) -> dict[int, dict[datetime.date, CalendarException]]:
    """Return the exceptions of several centres in one query; a centre's own row overrides a common one."""
    rows = list(CalendarException.objects.filter(Q(centre__isnull=True) | Q(centre__in=centres)))
    common = {row.on: row for row in rows if row.centre_id is None}
    by_centre = {centre.pk: dict(common) for centre in centres}
    for row in rows:
        if row.centre_id is not None:
            by_centre[row.centre_id][row.on] = row
    return by_centre


def build_calendar(centre: Centre, exceptions: Mapping[datetime.date, CalendarException]) -> WorkingCalendar:
    return WorkingCalendar(
        country=centre.country,
        holidays_apply=centre.holidays_apply,
        exceptions={day: row.is_working for day, row in exceptions.items()},
        named_holidays={day for day, row in exceptions.items() if row.is_holiday},
    )
