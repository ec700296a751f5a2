"""Queries of centres for pages: reception, exceptional days, stops, mode notices and alerts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, When

from vikno.centres.hours import OpeningSpan
from vikno.centres.mode_text import mode_advice, mode_title
from vikno.centres.models import Alert, Centre, CentreKind, CentreMode, HoursKind, HoursPeriod, ModeChange, RouteStop
from vikno.centres.opening_status import OpeningStatus, opening_status
from vikno.centres.timetable import Timetable, timetables_of
from vikno.centres.working_days import DAY

EXCEPTIONS_SHOWN_DAYS = 45
STOPS_SHOWN_DAYS = 28
PERIODS_SHOWN_DAYS = 60
MAX_ALERTS = 10
MAX_MODE_HISTORY = 30
MAX_NAMED_CENTRES = 2


@dataclass(frozen=True, kw_only=True)
class ReceptionDay:
    """A weekday of a centre with its regular hours; for today, the actual hours."""

    on: datetime.date
    hours: Sequence[OpeningSpan]
    office_hours: Sequence[OpeningSpan]
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class CentreReception:
    """The reception of a centre at a moment, in its time zone."""

    timetable: Timetable
    today: datetime.date
    opening_status: OpeningStatus
    week: Sequence[ReceptionDay]

    @property
    def centre(self) -> Centre:
        return self.timetable.centre

    @property
    def opens_today(self) -> bool:
        return self.opening_status.opens_on == self.today

    @property
    def opens_tomorrow(self) -> bool:
        return self.opening_status.opens_on == self.today + DAY

    @property
    def hours_today(self) -> Sequence[OpeningSpan]:
        return self.week[self.today.weekday()].hours

    @property
    def has_hours(self) -> bool:
        """Return whether the hours are stored as rows; otherwise they exist as text at most."""
        return (
            any(day.hours for day in self.week)
            or self.opening_status.opens_on is not None
            or bool(self.timetable.hours)
        )

    @property
    def has_office_hours(self) -> bool:
        return any(day.office_hours for day in self.week)

    @property
    def period(self) -> HoursPeriod | None:
        return self.timetable.period_on(self.today)

    @property
    def upcoming_periods(self) -> list[HoursPeriod]:
        latest = self.today + PERIODS_SHOWN_DAYS * DAY
        upcoming = [period for period in self.timetable.periods if self.today < period.starts_on <= latest]
        return sorted(upcoming, key=lambda period: period.starts_on)

    @property
    def stops_today(self) -> list[RouteStop]:
        return self.timetable.stops_on(self.today)


def receptions(centres: Sequence[Centre], *, at: datetime.datetime) -> list[CentreReception]:
    """Return the reception of each centre, in their order; the number of queries does not depend on the number of centres."""
    found = []
    for timetable in timetables_of(centres):
        today = timetable.centre.today(at)
        monday = today - today.weekday() * DAY
        week = []
        for day in (monday + offset * DAY for offset in range(7)):
            hours_on = timetable.hours_on if day == today else timetable.regular_hours_on
            office_hours = hours_on(day, HoursKind.OFFICE)
            week.append(ReceptionDay(on=day, hours=hours_on(day), office_hours=office_hours, is_today=day == today))
        status = opening_status(timetable, at=at)
        found.append(CentreReception(timetable=timetable, today=today, opening_status=status, week=week))
    return found


@dataclass(frozen=True, kw_only=True)
class ExceptionalDay:
    """A day in the coming weeks that differs from its weekday."""

    on: datetime.date
    hours: Sequence[OpeningSpan]
    reason: str
    is_short: bool


def upcoming_exceptional_days(timetable: Timetable, *, today: datetime.date) -> list[ExceptionalDay]:
    """Return the days of the coming weeks that differ from the rule: days off, other hours, shorter hours."""
    days = (today + offset * DAY for offset in range(EXCEPTIONS_SHOWN_DAYS))
    exceptional = []
    for day in days:
        hours = timetable.hours_on(day)
        if day in timetable.calendar.exceptions or hours != timetable.regular_hours_on(day):
            is_short = bool(hours) and timetable.is_short(day) and day not in timetable.own_hours
            reason = timetable.reasons.get(day, "")
            exceptional.append(ExceptionalDay(on=day, hours=hours, reason=reason, is_short=is_short))
    return exceptional


@dataclass(frozen=True, kw_only=True)
class RouteStopDate:
    """A date of a mobile centre's stop."""

    on: datetime.date
    stop: RouteStop


def upcoming_stops(timetable: Timetable, *, today: datetime.date) -> list[RouteStopDate]:
    days = (today + offset * DAY for offset in range(STOPS_SHOWN_DAYS))
    working = (day for day in days if not timetable.calendar.is_day_off(day))
    return [RouteStopDate(on=day, stop=stop) for day in working for stop in timetable.stops_on(day)]


def main_centre() -> Centre | None:
    """Return the centre that represents the whole site: the first one without a parent."""
    is_centre = Case(When(kind=CentreKind.CENTRE, then=0), default=1)
    return Centre.objects.in_use().filter(parent=None).order_by(is_centre, "pk").first()


@dataclass(frozen=True, kw_only=True)
class ModeNotice:
    """Centres in the same special mode with the same note, announced together."""

    mode: CentreMode
    note: str
    since: datetime.datetime
    centres: Sequence[Centre]

    @property
    def title(self) -> str:
        return mode_title(self.mode)

    @property
    def advice(self) -> str:
        return mode_advice(self.mode)

    @property
    def sends_to_shelter(self) -> bool:
        return self.mode == CentreMode.AIR_RAID

    @property
    def named_centres(self) -> Sequence[Centre]:
        """Return the centres to name: those whose parent is not in the notice."""
        keys = {centre.pk for centre in self.centres}
        return [centre for centre in self.centres if centre.parent_id not in keys][:MAX_NAMED_CENTRES]

    @property
    def unnamed_count(self) -> int:
        return len(self.centres) - len(self.named_centres)

    @property
    def shelter(self) -> Centre | None:
        """Return the only centre of the notice if it has a shelter, else None."""
        return self.centres[0] if len(self.centres) == 1 and self.centres[0].shelter else None


def mode_notices() -> list[ModeNotice]:
    """Return notices of special modes: danger first, then by the time they began. Runs one query, or two if there are any."""
    by_mode_and_note: dict[tuple[str, str], list[Centre]] = {}
    for centre in Centre.objects.in_special_mode().prefetch_related("words").order_by("mode_since", "pk"):
        by_mode_and_note.setdefault((centre.mode, centre.mode_note), []).append(centre)
    notices = []
    for (mode, note), centres in by_mode_and_note.items():
        since = centres[0].mode_since
        assert since is not None  # held by a constraint
        local_since = since.astimezone(centres[0].zone)
        notices.append(ModeNotice(mode=CentreMode(mode), note=note, since=local_since, centres=centres))
    return sorted(notices, key=lambda notice: list(CentreMode).index(notice.mode))


def current_alerts(*, at: datetime.datetime) -> list[Alert]:
    """Return the alerts of this moment, danger first; their translations need a second query if there are any."""
    by_danger = Case(When(severity="danger", then=0), When(severity="warning", then=1), default=2)
    alerts = Alert.objects.current(at).select_related("centre").prefetch_related("words")
    return list(alerts.order_by(by_danger, "-starts_at", "pk")[:MAX_ALERTS])


@dataclass(frozen=True, kw_only=True)
class ModePeriod:
    """A period in which a centre worked in one mode; `until` is None for the current one."""

    change: ModeChange
    until: datetime.datetime | None


def mode_history(centres: Sequence[Centre]) -> list[ModePeriod]:
    """Return the recent modes of these centres, latest first."""
    changes = ModeChange.objects.filter(centre__in=centres).select_related("centre", "officer__person")
    periods, next_at = [], dict[int, datetime.datetime]()
    for change in changes.order_by("-at", "-pk")[:MAX_MODE_HISTORY]:
        periods.append(ModePeriod(change=change, until=next_at.get(change.centre_id)))
        next_at[change.centre_id] = change.at
    return periods
