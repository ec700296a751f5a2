"""Tests of the opening status by the clock of the centre: breaks, days off, the nights when clocks change."""

from datetime import UTC, date, datetime, time

import pytest

from tests import factories
from vikno.centres.models import CentreMode, OpeningHours
from vikno.centres.opening_status import OpeningStatus, opening_status
from vikno.centres.timetable import Timetable
from vikno.centres.working_days import WorkingCalendar

EVERY_DAY = range(7)


def hours(*spans: str, days=EVERY_DAY) -> list[OpeningHours]:
    rows = []
    for span in spans:
        opens_at, closes_at = (time.fromisoformat(end) for end in span.split("-"))
        rows += [OpeningHours(weekday=day, opens_at=opens_at, closes_at=closes_at) for day in days]
    return rows


def seen(at: str, rows, *, off: tuple[str, ...] = (), **more) -> OpeningStatus:
    calendar = WorkingCalendar(
        country="UA", holidays_apply=False, exceptions={date.fromisoformat(on): False for on in off}
    )
    of_centre = {name: more.pop(name) for name in ("time_zone", "mode", "last_entry_minutes") if name in more}
    timetable = Timetable(centre=factories.CentreFactory.build(**of_centre), calendar=calendar, hours=rows, **more)
    return opening_status(timetable, at=datetime.fromisoformat(at).replace(tzinfo=UTC))


def closed_until(on: str, at: str) -> OpeningStatus:
    return OpeningStatus(is_open=False, opens_on=date.fromisoformat(on), opens_at=time.fromisoformat(at))


def open_until(at: str) -> OpeningStatus:
    return OpeningStatus(is_open=True, closes_at=time.fromisoformat(at))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T06:59", closed_until("2026-03-02", "09:00")),
        ("2026-03-02T07:00", open_until("13:00")),
        ("2026-03-02T10:59", open_until("13:00")),
        ("2026-03-02T11:00", closed_until("2026-03-02", "14:00")),
        ("2026-03-02T12:00", open_until("18:00")),
        ("2026-03-02T16:00", closed_until("2026-03-03", "09:00")),
    ],
)
def test_a_break_closes_and_opens_again_the_same_day(at, expected):
    assert seen(at, hours("14:00-18:00", "09:00-13:00")) == expected


def test_the_days_it_is_off_are_passed_over():
    weekdays = hours("09:00-18:00", days=range(5))

    assert seen("2026-03-06T17:00", weekdays, off=("2026-03-09",)) == closed_until("2026-03-10", "09:00")


def test_on_a_day_off_it_is_closed_at_noon():
    assert seen("2026-03-02T10:00", hours("09:00-18:00"), off=("2026-03-02",)) == closed_until("2026-03-03", "09:00")


def test_without_hours_nothing_is_said_of_opening():
    assert seen("2026-03-02T10:00", []) == OpeningStatus(is_open=False)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # In the night to 29 March 2026 Kyiv goes from UTC+2 to UTC+3, in the night to 25 October back again.
        pytest.param("2026-03-28T06:30", closed_until("2026-03-28", "09:00"), id="the day before spring"),
        pytest.param("2026-03-29T05:59", closed_until("2026-03-29", "09:00"), id="spring, a minute before opening"),
        pytest.param("2026-03-29T06:00", open_until("18:00"), id="spring, opening an hour earlier for the world"),
        pytest.param("2026-03-29T15:00", closed_until("2026-03-30", "09:00"), id="spring, closing"),
        pytest.param("2026-10-24T06:00", open_until("18:00"), id="the day before autumn"),
        pytest.param("2026-10-25T06:30", closed_until("2026-10-25", "09:00"), id="autumn, before opening"),
        pytest.param("2026-10-25T07:00", open_until("18:00"), id="autumn, opening"),
    ],
)
def test_it_goes_by_the_clock_on_the_wall_when_clocks_are_moved(at, expected):
    assert seen(at, hours("09:00-18:00")) == expected


@pytest.mark.parametrize("at", ["2026-03-29T00:30", "2026-03-29T01:30", "2026-10-25T00:30", "2026-10-25T01:30"])
def test_in_the_hour_that_is_skipped_or_comes_twice_it_is_simply_night(at):
    assert seen(at, hours("09:00-18:00")) == closed_until(at[:10], "09:00")


def test_two_centres_in_two_zones_differ_at_one_moment():
    rows = hours("09:00-18:00")

    assert seen("2026-03-02T07:30", rows).is_open
    assert not seen("2026-03-02T07:30", rows, time_zone="Europe/Prague").is_open


def test_at_midnight_the_day_turns_by_the_clock_of_the_centre():
    rows = hours("00:00-23:59", days=[0])

    assert seen("2026-03-01T21:59", rows) == closed_until("2026-03-02", "00:00")
    assert seen("2026-03-01T22:00", rows) == open_until("23:59")
    assert seen("2026-03-02T21:59", rows) == closed_until("2026-03-09", "00:00")


# How the centre works just now.


def test_an_open_centre_in_an_air_raid_is_not_open():
    found = seen("2026-03-02T10:00", hours("09:00-18:00"), mode=CentreMode.AIR_RAID)

    assert (found.is_open, found.stopping_mode) == (False, CentreMode.AIR_RAID)


def test_an_air_raid_at_night_says_when_it_opens_as_always():
    assert seen("2026-03-02T20:00", hours("09:00-18:00"), mode=CentreMode.AIR_RAID) == closed_until(
        "2026-03-03", "09:00"
    )


@pytest.mark.parametrize("at", ["2026-03-02T10:00", "2026-03-02T20:00"])
def test_a_closed_centre_promises_no_opening(at):
    assert seen(at, hours("09:00-18:00"), mode=CentreMode.CLOSED) == OpeningStatus(
        is_open=False, stopping_mode=CentreMode.CLOSED
    )


@pytest.mark.parametrize("mode", [CentreMode.BLACKOUT, CentreMode.LIVE_QUEUE])
def test_without_electricity_or_with_a_live_queue_only_it_is_open(mode):
    assert seen("2026-03-02T10:00", hours("09:00-18:00"), mode=mode) == open_until("18:00")


# Who comes late.


def test_who_comes_late_is_not_received_though_the_centre_works_on():
    rows = hours("09:00-13:00", "14:00-18:00")

    before, after = (seen(at, rows, last_entry_minutes=30) for at in ("2026-03-02T15:29", "2026-03-02T15:30"))

    assert before == OpeningStatus(is_open=True, closes_at=time(18), last_entry_at=time(17, 30))
    assert (after.is_open, after.closes_at, after.opens_on) == (False, time(18), date(2026, 3, 3))


def test_the_last_entry_is_before_the_end_of_the_day_and_not_before_the_break():
    assert seen("2026-03-02T10:45", hours("09:00-13:00", "14:00-18:00"), last_entry_minutes=30) == open_until("13:00")


def test_a_rule_that_would_leave_no_time_at_all_is_passed_over():
    assert seen("2026-03-02T07:10", hours("09:00-10:00"), last_entry_minutes=60) == open_until("10:00")
