"""Timetable of a centre by date: its usual week, periods, exceptional days, and stops of a mobile centre."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from vikno.centres.hours import OpeningSpan, shorten_day
from vikno.centres.models import Centre, CentreKind, HoursKind, HoursPeriod, OpeningHours, RouteStop
from vikno.centres.working_days import DAY, WorkingCalendar, build_calendar, exceptions_of

Row = TypeVar("Row", OpeningHours, HoursPeriod, RouteStop)


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The hours of a centre on any date."""

    centre: Centre
    calendar: WorkingCalendar
    hours: Sequence[OpeningHours] = ()
    periods: Sequence[HoursPeriod] = ()
    own_hours: Mapping[datetime.date, Sequence[OpeningSpan]] = field(default_factory=dict)
    reasons: Mapping[datetime.date, str] = field(default_factory=dict)
    stops: Sequence[RouteStop] = ()

    def hours_on(self, day: datetime.date, kind: HoursKind = HoursKind.RECEPTION) -> list[OpeningSpan]:
        """Return the actual hours on a date."""
        if self.calendar.is_day_off(day):
            return []
        if day in self.own_hours:
            return list(self.own_hours[day])
        spans = self.regular_hours_on(day, kind)
        return shorten_day(spans) if self.is_short(day) else spans

    def regular_hours_on(self, day: datetime.date, kind: HoursKind = HoursKind.RECEPTION) -> list[OpeningSpan]:
        """Return the hours of the weekday in the week of that date, without exceptional days."""
        weekly = [row.span for row in self.week_of(self.period_on(day), kind) if row.weekday == day.weekday()]
        stops = [stop.span for stop in self.stops if stop.is_on(day)] if kind == HoursKind.RECEPTION else []
        return sorted([*weekly, *stops])

    def week_of(self, period: HoursPeriod | None, kind: HoursKind = HoursKind.RECEPTION) -> list[OpeningHours]:
        """Return the rows of a period's week, or of the usual week, in order."""
        key = period.pk if period else None
        rows = (row for row in self.hours if (row.period_id, row.kind) == (key, kind))
        return sorted(rows, key=lambda row: (row.weekday, row.opens_at))

    def period_on(self, day: datetime.date) -> HoursPeriod | None:
        covering = [period for period in self.periods if period.covers(day)]
        return max(covering, key=lambda period: (period.priority, period.starts_on), default=None)

    def is_short(self, day: datetime.date) -> bool:
        """Return whether the day ends an hour earlier because a holiday follows."""
        return self.centre.short_before_holidays and self.calendar.is_holiday(day + DAY)

    def stops_on(self, day: datetime.date) -> list[RouteStop]:
        return sorted((stop for stop in self.stops if stop.is_on(day)), key=lambda stop: stop.opens_at)


def timetables_of(centres: Collection[Centre]) -> list[Timetable]:
    """Return the timetables of the centres, in their order; the number of queries does not depend on the number of centres."""
    exceptions = exceptions_of(centres)
    hours = _by_centre(OpeningHours.objects.filter(centre__in=centres))
    periods = _by_centre(HoursPeriod.objects.filter(centre__in=centres))
    mobile = [centre for centre in centres if centre.kind == CentreKind.MOBILE]
    stops = _by_centre(RouteStop.objects.filter(centre__in=mobile) if mobile else ())
    return [
        Timetable(
            centre=centre,
            calendar=build_calendar(centre, exceptions[centre.pk]),
            hours=hours[centre.pk],
            periods=periods[centre.pk],
            own_hours={day: row.spans for day, row in exceptions[centre.pk].items() if row.own_hours},
            reasons={day: row.reason for day, row in exceptions[centre.pk].items()},
            stops=stops[centre.pk],
        )
        for centre in centres
    ]


def _by_centre(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    by_centre: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_centre[row.centre_id].append(row)
    return by_centre
