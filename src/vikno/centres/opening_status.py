"""Whether a centre receives people at a moment, by its own clock and as it works just now."""

import datetime
from dataclasses import dataclass

from vikno.centres.hours import OpeningSpan, subtract_from_time
from vikno.centres.models import CentreMode
from vikno.centres.timetable import Timetable
from vikno.centres.working_days import DAY

LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class OpeningStatus:
    """Whether a centre is open at a moment: until when, or when it opens next (None: not within two weeks).

    `last_entry_at`: who comes later is not received any more. After it the centre counts as closed, though it works on until
    `closes_at`. `stopped_by`: it would be open, or could be, but for the way it works just now.
    """

    is_open: bool
    closes_at: datetime.time | None = None
    last_entry_at: datetime.time | None = None
    opens_on: datetime.date | None = None
    opens_at: datetime.time | None = None
    stopping_mode: CentreMode | None = None


def opening_status(timetable: Timetable, *, at: datetime.datetime) -> OpeningStatus:
    """Say whether the centre is open. A day off closes it, and so does a mode that stops reception."""
    if timetable.centre.mode == CentreMode.CLOSED:
        return OpeningStatus(is_open=False, stopping_mode=CentreMode.CLOSED)
    local = at.astimezone(timetable.centre.zone)
    today, now = local.date(), local.time()
    spans = timetable.hours_on(today)
    for span in spans:
        if now < span.opens_at:
            return OpeningStatus(is_open=False, opens_on=today, opens_at=span.opens_at)
        if now < span.closes_at:
            return _inside(timetable, today, span, now, is_last=span is spans[-1])
    return _next_opening(timetable, today)


def _inside(
    timetable: Timetable, today: datetime.date, span: OpeningSpan, now: datetime.time, *, is_last: bool
) -> OpeningStatus:
    mode = CentreMode(timetable.centre.mode)
    if mode.stops_reception:
        return OpeningStatus(is_open=False, closes_at=span.closes_at, stopping_mode=mode)
    last_entry = _last_entry(timetable, span) if is_last else None
    if last_entry is not None and now >= last_entry:
        return _next_opening(timetable, today, closes_at=span.closes_at)
    return OpeningStatus(is_open=True, closes_at=span.closes_at, last_entry_at=last_entry)


def _last_entry(timetable: Timetable, span: OpeningSpan) -> datetime.time | None:
    """Return from when on nobody is let in; None where there is no such rule, or no time would be left."""
    minutes = timetable.centre.last_entry_minutes
    last = subtract_from_time(span.closes_at, datetime.timedelta(minutes=minutes))
    return last if minutes and last > span.opens_at else None


def _next_opening(timetable: Timetable, today: datetime.date, closes_at: datetime.time | None = None) -> OpeningStatus:
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        on = today + ahead * DAY
        if spans := timetable.hours_on(on):
            return OpeningStatus(is_open=False, closes_at=closes_at, opens_on=on, opens_at=spans[0].opens_at)
    return OpeningStatus(is_open=False, closes_at=closes_at)
