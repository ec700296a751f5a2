"""What can be asked of centres for a screen."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, When

from vikno.centres.models import CalendarException, Centre, CentreKind, OpeningHours
from vikno.centres.working_days import DAY, WorkingCalendar, calendars_of

DAYS_AHEAD = 14
EXCEPTIONS_SHOWN_DAYS = 45


@dataclass(frozen=True, kw_only=True)
class Openness:
    """Whether a centre is open at a moment: until when, or when it opens next (None: not within two weeks)."""

    is_open: bool
    closes_at: datetime.time | None = None
    opens_on: datetime.date | None = None
    opens_at: datetime.time | None = None


def openness(
    *, centre: Centre, hours: Sequence[OpeningHours], calendar: WorkingCalendar, at: datetime.datetime
) -> Openness:
    """Say whether the centre is open, by its own clock. A day off or a holiday that applies closes it."""
    local = at.astimezone(centre.zone)
    today = local.date()
    for row in _on(today, hours, calendar):
        if row.opens_at <= local.time() < row.closes_at:
            return Openness(is_open=True, closes_at=row.closes_at)
        if local.time() < row.opens_at:
            return Openness(is_open=False, opens_on=today, opens_at=row.opens_at)
    for ahead in range(1, DAYS_AHEAD + 1):
        on = today + ahead * DAY
        if rows := _on(on, hours, calendar):
            return Openness(is_open=False, opens_on=on, opens_at=rows[0].opens_at)
    return Openness(is_open=False)


def _on(on: datetime.date, hours: Sequence[OpeningHours], calendar: WorkingCalendar) -> list[OpeningHours]:
    if calendar.is_day_off(on):
        return []
    return sorted((row for row in hours if row.weekday == on.weekday()), key=lambda row: row.opens_at)


@dataclass(frozen=True, kw_only=True)
class Day:
    """A weekday of a centre: the hours of its rule; today, the hours there really are."""

    on: datetime.date
    hours: Sequence[OpeningHours]
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class Reception:
    """How a centre receives people, seen at a moment and by its own clock."""

    centre: Centre
    today: datetime.date
    openness: Openness
    week: Sequence[Day]

    @property
    def opens_today(self) -> bool:
        return self.openness.opens_on == self.today

    @property
    def opens_tomorrow(self) -> bool:
        return self.openness.opens_on == self.today + DAY

    @property
    def hours_today(self) -> Sequence[OpeningHours]:
        return self.week[self.today.weekday()].hours

    @property
    def has_hours(self) -> bool:
        """Say whether the hours are known as rows; otherwise there are at most words."""
        return any(day.hours for day in self.week) or self.openness.opens_on is not None


def receptions(centres: Sequence[Centre], *, at: datetime.datetime) -> list[Reception]:
    """Return the reception of each centre, in the order given; many cost the same three queries as one."""
    calendars = calendars_of(centres)
    hours = defaultdict(list)
    for row in OpeningHours.objects.filter(centre__in=centres).order_by("weekday", "opens_at"):
        hours[row.centre_id].append(row)
    return [_reception(centre, hours[centre.pk], calendars[centre.pk], at) for centre in centres]


def _reception(
    centre: Centre, hours: Sequence[OpeningHours], calendar: WorkingCalendar, at: datetime.datetime
) -> Reception:
    today = centre.today(at)
    monday = today - today.weekday() * DAY
    days = [monday + ahead * DAY for ahead in range(7)]
    return Reception(
        centre=centre,
        today=today,
        openness=openness(centre=centre, hours=hours, calendar=calendar, at=at),
        week=[
            Day(
                on=on,
                hours=_on(on, hours, calendar)
                if on == today
                else [row for row in hours if row.weekday == on.weekday()],
                is_today=on == today,
            )
            for on in days
        ],
    )


def coming_exceptions(centre: Centre, *, today: datetime.date) -> list[CalendarException]:
    """Return the days of the next weeks that differ from the rule; the centre's own row wins over one for all."""
    shown = CalendarException.objects.filter(on__gte=today, on__lt=today + EXCEPTIONS_SHOWN_DAYS * DAY)
    for_all, own = shown.filter(centre__isnull=True), shown.filter(centre=centre)
    by_day = {row.on: row for rows in (for_all, own) for row in rows}
    return [by_day[on] for on in sorted(by_day)]


def main_centre() -> Centre | None:
    """Return the centre that speaks for the whole site: the first one that stands under no other."""
    is_centre = Case(When(kind=CentreKind.CENTRE, then=0), default=1)
    return Centre.objects.in_use().filter(parent=None).order_by(is_centre, "pk").first()
