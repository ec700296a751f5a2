"""What can be asked of centres for a screen."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from vikno.centres.models import Centre, OpeningHours
from vikno.centres.working_days import DAY, WorkingCalendar

DAYS_AHEAD = 14


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
    """Say whether the centre is open, by its own clock. An exception that is a day off closes it."""
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
    if calendar.exceptions.get(on) is False:
        return []
    return sorted((row for row in hours if row.weekday == on.weekday()), key=lambda row: row.opens_at)
