"""Open or not, by the clock of the centre: over breaks, days off and the nights when clocks are moved."""

from datetime import UTC, date, datetime, time

import pytest

from tests import factories
from vikno.centres.models import OpeningHours
from vikno.centres.queries import Openness, openness
from vikno.centres.working_days import WorkingCalendar

EVERY_DAY = range(7)


def hours(*spans: str, days=EVERY_DAY) -> list[OpeningHours]:
    rows = []
    for span in spans:
        opens_at, closes_at = (time.fromisoformat(end) for end in span.split("-"))
        rows += [OpeningHours(weekday=day, opens_at=opens_at, closes_at=closes_at) for day in days]
    return rows


def seen(at: str, rows, *, zone: str = "Europe/Kyiv", off: tuple[str, ...] = ()) -> Openness:
    calendar = WorkingCalendar(
        country="UA", holidays_apply=False, exceptions={date.fromisoformat(on): False for on in off}
    )
    centre = factories.CentreFactory.build(time_zone=zone)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return openness(centre=centre, hours=rows, calendar=calendar, at=moment)


def closed_until(on: str, at: str) -> Openness:
    return Openness(is_open=False, opens_on=date.fromisoformat(on), opens_at=time.fromisoformat(at))


def open_until(at: str) -> Openness:
    return Openness(is_open=True, closes_at=time.fromisoformat(at))


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
    assert seen("2026-03-02T10:00", []) == Openness(is_open=False)


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
    assert not seen("2026-03-02T07:30", rows, zone="Europe/Prague").is_open
