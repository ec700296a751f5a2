"""Whether a centre receives people at a moment, by its own clock and as it works just now."""

import datetime
from dataclasses import dataclass

from vikno.centres.hours import Span, earlier
from vikno.centres.models import Mode
from vikno.centres.timetable import Timetable
from vikno.centres.working_days import DAY

DAYS_AHEAD = 14


@dataclass(frozen=True, kw_only=True)
class Openness:
    """Whether a centre is open at a moment: until when, or when it opens next (None: not within two weeks).

    `last_entry_at`: who comes later is not received any more. After it the centre counts as closed, though it works on until
    `closes_at`. `stopped_by`: it would be open, or could be, but for the way it works just now.
    """

    is_open: bool
    closes_at: datetime.time | None = None
    last_entry_at: datetime.time | None = None
    opens_on: datetime.date | None = None
    opens_at: datetime.time | None = None
    stopped_by: Mode | None = None


def openness(timetable: Timetable, *, at: datetime.datetime) -> Openness:
    """Say whether the centre is open. A day off closes it, and so does a mode that stops reception."""
    if timetable.centre.mode == Mode.CLOSED:
        return Openness(is_open=False, stopped_by=Mode.CLOSED)
    local = at.astimezone(timetable.centre.zone)
    today, now = local.date(), local.time()
    spans = timetable.on(today)
    for span in spans:
        if now < span.opens_at:
            return Openness(is_open=False, opens_on=today, opens_at=span.opens_at)
        if now < span.closes_at:
            return _inside(timetable, today, span, now, is_last=span is spans[-1])
    return _next_opening(timetable, today)


def _inside(timetable: Timetable, today: datetime.date, span: Span, now: datetime.time, *, is_last: bool) -> Openness:
    mode = Mode(timetable.centre.mode)
    if mode.stops_reception:
        return Openness(is_open=False, closes_at=span.closes_at, stopped_by=mode)
    last_entry = _last_entry(timetable, span) if is_last else None
    if last_entry is not None and now >= last_entry:
        return _next_opening(timetable, today, closes_at=span.closes_at)
    return Openness(is_open=True, closes_at=span.closes_at, last_entry_at=last_entry)


def _last_entry(timetable: Timetable, span: Span) -> datetime.time | None:
    """Return from when on nobody is let in; None where there is no such rule, or no time would be left."""
    minutes = timetable.centre.last_entry_minutes
    last = earlier(span.closes_at, datetime.timedelta(minutes=minutes))
    return last if minutes and last > span.opens_at else None


def _next_opening(timetable: Timetable, today: datetime.date, closes_at: datetime.time | None = None) -> Openness:
    for ahead in range(1, DAYS_AHEAD + 1):
        on = today + ahead * DAY
        if spans := timetable.on(on):
            return Openness(is_open=False, closes_at=closes_at, opens_on=on, opens_at=spans[0].opens_at)
    return Openness(is_open=False, closes_at=closes_at)
