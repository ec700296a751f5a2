"""What can be asked of centres for a screen."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, When

from vikno.centres.hours import OpeningSpan
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
    """A weekday of a centre: the hours of its rule; today, the hours there really are."""

    on: datetime.date
    hours: Sequence[OpeningSpan]
    office_hours: Sequence[OpeningSpan]
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class CentreReception:
    """How a centre receives people, seen at a moment and by its own clock."""

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
        """Say whether the hours are known as rows; otherwise there are at most words."""
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
        soon = self.today + PERIODS_SHOWN_DAYS * DAY
        coming = [period for period in self.timetable.periods if self.today < period.starts_on <= soon]
        return sorted(coming, key=lambda period: period.starts_on)

    @property
    def stops_today(self) -> list[RouteStop]:
        return self.timetable.stops_on(self.today)


def receptions(centres: Sequence[Centre], *, at: datetime.datetime) -> list[CentreReception]:
    """Return the reception of each centre, in the order given; many cost the same queries as one."""
    return [_reception(timetable, at) for timetable in timetables_of(centres)]


def _reception(timetable: Timetable, at: datetime.datetime) -> CentreReception:
    today = timetable.centre.today(at)
    monday = today - today.weekday() * DAY
    return CentreReception(
        timetable=timetable,
        today=today,
        opening_status=opening_status(timetable, at=at),
        week=[_day(timetable, monday + ahead * DAY, today) for ahead in range(7)],
    )


def _day(timetable: Timetable, on: datetime.date, today: datetime.date) -> ReceptionDay:
    hours = timetable.hours_on if on == today else timetable.regular_hours_on
    return ReceptionDay(on=on, hours=hours(on), office_hours=hours(on, HoursKind.OFFICE), is_today=on == today)


@dataclass(frozen=True, kw_only=True)
class ExceptionalDay:
    """A day of the next weeks that differs from its weekday."""

    on: datetime.date
    hours: Sequence[OpeningSpan]
    reason: str
    is_short: bool


def upcoming_exceptional_days(timetable: Timetable, *, today: datetime.date) -> list[ExceptionalDay]:
    """Return the days of the next weeks that differ from the rule: days off, other hours, an hour less."""
    days = (today + ahead * DAY for ahead in range(EXCEPTIONS_SHOWN_DAYS))
    return [_coming(timetable, on) for on in days if _differs(timetable, on)]


def _differs(timetable: Timetable, on: datetime.date) -> bool:
    return on in timetable.calendar.exceptions or timetable.hours_on(on) != timetable.regular_hours_on(on)


def _coming(timetable: Timetable, on: datetime.date) -> ExceptionalDay:
    hours = timetable.hours_on(on)
    is_short = bool(hours) and timetable.is_short(on) and on not in timetable.own_hours
    return ExceptionalDay(on=on, hours=hours, reason=timetable.reasons.get(on, ""), is_short=is_short)


@dataclass(frozen=True, kw_only=True)
class RouteStopDate:
    """A date on which a mobile centre stands somewhere."""

    on: datetime.date
    stop: RouteStop


def upcoming_stops(timetable: Timetable, *, today: datetime.date) -> list[RouteStopDate]:
    days = (today + ahead * DAY for ahead in range(STOPS_SHOWN_DAYS))
    working = (on for on in days if not timetable.calendar.is_day_off(on))
    return [RouteStopDate(on=on, stop=stop) for on in working for stop in timetable.stops_on(on)]


def main_centre() -> Centre | None:
    """Return the centre that speaks for the whole site: the first one that stands under no other."""
    is_centre = Case(When(kind=CentreKind.CENTRE, then=0), default=1)
    return Centre.objects.in_use().filter(parent=None).order_by(is_centre, "pk").first()


# What stands over every page.


@dataclass(frozen=True, kw_only=True)
class ModeNotice:
    """Centres that work alike just now, and not as usual: told together, however many they are."""

    mode: CentreMode
    note: str
    since: datetime.datetime
    centres: Sequence[Centre]

    @property
    def named_centres(self) -> Sequence[Centre]:
        """Return those to name: first the ones that take others below them along."""
        keys = {centre.pk for centre in self.centres}
        return [centre for centre in self.centres if centre.parent_id not in keys][:MAX_NAMED_CENTRES]

    @property
    def unnamed_count(self) -> int:
        return len(self.centres) - len(self.named_centres)

    @property
    def shelter(self) -> Centre | None:
        """Return the centre whose shelter can be named: the only one, if it has one."""
        return self.centres[0] if len(self.centres) == 1 and self.centres[0].shelter else None


def mode_notices() -> list[ModeNotice]:
    """Return which centres do not work as usual: danger first, then by the time it began. One query, two when there are any."""
    alike: dict[tuple[str, str], list[Centre]] = {}
    for centre in Centre.objects.in_special_mode().prefetch_related("words").order_by("mode_since", "pk"):
        alike.setdefault((centre.mode, centre.mode_note), []).append(centre)
    notices = [_mode_notice(CentreMode(mode), note, centres) for (mode, note), centres in alike.items()]
    return sorted(notices, key=lambda notice: list(CentreMode).index(notice.mode))


def _mode_notice(mode: CentreMode, note: str, centres: list[Centre]) -> ModeNotice:
    since = centres[0].mode_since
    assert since is not None  # held by a constraint
    return ModeNotice(mode=mode, note=note, since=since.astimezone(centres[0].zone), centres=centres)


def current_alerts(*, at: datetime.datetime) -> list[Alert]:
    """Return the alerts of this moment, danger first; their words come with a second query when there are any."""
    by_danger = Case(When(severity="danger", then=0), When(severity="warning", then=1), default=2)
    alerts = Alert.objects.current(at).select_related("centre").prefetch_related("words")
    return list(alerts.order_by(by_danger, "-starts_at", "pk")[:MAX_ALERTS])


@dataclass(frozen=True, kw_only=True)
class ModePeriod:
    """A time in which a centre worked in one way: since when, until when (None: still), by whose word."""

    change: ModeChange
    until: datetime.datetime | None


def mode_history(centres: Sequence[Centre]) -> list[ModePeriod]:
    """Return how these centres worked lately, the latest first."""
    changes = ModeChange.objects.filter(centre__in=centres).select_related("centre", "officer__person")
    spells, next_at = [], dict[int, datetime.datetime]()
    for change in changes.order_by("-at", "-pk")[:MAX_MODE_HISTORY]:
        spells.append(ModePeriod(change=change, until=next_at.get(change.centre_id)))
        next_at[change.centre_id] = change.at
    return spells
