"""Opening status of a centre at a moment, in its time zone and with its current mode."""

import datetime
from dataclasses import dataclass

from vikno.centres.hours import subtract_from_time
from vikno.centres.models import CentreMode
from vikno.centres.timetable import Timetable
from vikno.centres.working_days import DAY

LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class OpeningStatus:
    """The status of a centre at a moment: open until a time, or closed until the next opening (None: not within two weeks).

    After `last_entry_at` the centre counts as closed, though it works until `closes_at`. `stopping_mode` is the mode without
    which it would be open or could open.
    """

    is_open: bool
    closes_at: datetime.time | None = None
    last_entry_at: datetime.time | None = None
    opens_on: datetime.date | None = None
    opens_at: datetime.time | None = None
    stopping_mode: CentreMode | None = None


def opening_status(timetable: Timetable, *, at: datetime.datetime) -> OpeningStatus:
    """Return the opening status. A day off closes the centre, and so does a mode that stops reception."""
    mode, minutes = CentreMode(timetable.centre.mode), timetable.centre.last_entry_minutes
    if mode == CentreMode.CLOSED:
        return OpeningStatus(is_open=False, stopping_mode=CentreMode.CLOSED)
    local = at.astimezone(timetable.centre.zone)
    today, now = local.date(), local.time()
    spans = timetable.hours_on(today)
    for span in spans:
        if now < span.opens_at:
            return OpeningStatus(is_open=False, opens_on=today, opens_at=span.opens_at)
        if now >= span.closes_at:
            continue
        if mode.stops_reception:
            return OpeningStatus(is_open=False, closes_at=span.closes_at, stopping_mode=mode)
        last_entry = subtract_from_time(span.closes_at, datetime.timedelta(minutes=minutes))
        # The rule of the last entry is for the end of the day, and not where it would leave no time.
        if not minutes or span is not spans[-1] or last_entry <= span.opens_at:
            return OpeningStatus(is_open=True, closes_at=span.closes_at)
        if now >= last_entry:
            return _next_opening(timetable, today, closes_at=span.closes_at)
        return OpeningStatus(is_open=True, closes_at=span.closes_at, last_entry_at=last_entry)
    return _next_opening(timetable, today)


def _next_opening(timetable: Timetable, today: datetime.date, closes_at: datetime.time | None = None) -> OpeningStatus:
    for offset in range(1, LOOK_AHEAD_DAYS + 1):
        day = today + offset * DAY
        if spans := timetable.hours_on(day):
            return OpeningStatus(is_open=False, closes_at=closes_at, opens_on=day, opens_at=spans[0].opens_at)
    return OpeningStatus(is_open=False, closes_at=closes_at)
