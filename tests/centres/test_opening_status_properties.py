"""Properties of the opening status for any hours, zone and moment, also in the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.centres.test_timetable import days
from vikno.centres.models import CentreMode, OpeningHours
from vikno.centres.opening_status import LOOK_AHEAD_DAYS, opening_status
from vikno.centres.timetable import Timetable
from vikno.centres.working_days import WorkingCalendar

# The days around both changes of 2026, 29 March and 25 October, minute by minute.
CHANGES = (datetime(2026, 3, 25, tzinfo=UTC), datetime(2026, 10, 21, tzinfo=UTC))
moments = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(0, 8 * 24 * 60)
)
zones = st.sampled_from(["Europe/Kyiv", "Europe/Prague", "America/New_York", "Pacific/Auckland"])


@st.composite
def timetables(draw):
    centre = factories.CentreFactory.build(
        time_zone=draw(zones), mode=draw(st.sampled_from(CentreMode)), last_entry_minutes=draw(st.integers(0, 240))
    )
    rows = [
        OpeningHours(weekday=weekday, **span._asdict())
        for weekday in draw(st.sets(st.integers(0, 6)))
        for span in draw(days())
    ]
    off = draw(st.sets(st.dates(date(2026, 3, 20), date(2026, 11, 5)), max_size=20))
    calendar = WorkingCalendar(country="UA", holidays_apply=False, exceptions=dict.fromkeys(off, False))
    return Timetable(centre=centre, calendar=calendar, hours=rows)


@given(timetables(), moments)
def test_open_is_within_hours_of_that_day_and_of_no_day_off(timetable, at):
    found = opening_status(timetable, at=at)
    local = at.astimezone(timetable.centre.zone)
    inside = [span for span in timetable.hours_on(local.date()) if span.opens_at <= local.time() < span.closes_at]

    if found.is_open:
        assert [span.closes_at for span in inside] == [found.closes_at]
        assert found.last_entry_at is None or local.time() < found.last_entry_at < found.closes_at
        assert not CentreMode(timetable.centre.mode).stops_reception
    elif inside and not found.stopping_mode:
        assert timetable.centre.last_entry_minutes


@given(timetables(), moments)
def test_the_next_opening_is_a_real_one_and_not_in_the_past(timetable, at):
    found = opening_status(timetable, at=at)

    if found.opens_on is not None:
        local = at.astimezone(timetable.centre.zone).replace(tzinfo=None)
        assert found.opens_at in [span.opens_at for span in timetable.hours_on(found.opens_on)]
        assert local < datetime.combine(found.opens_on, found.opens_at) <= local + timedelta(days=LOOK_AHEAD_DAYS + 1)


@given(timetables(), moments)
def test_nothing_lies_between_now_and_the_next_opening(timetable, at):
    found = opening_status(timetable, at=at)
    today = at.astimezone(timetable.centre.zone).date()

    if found.opens_on is not None and found.opens_on > today:
        between = (today + timedelta(days=n) for n in range(1, (found.opens_on - today).days))
        assert not any(timetable.hours_on(on) for on in between)


@given(moments, zones)
def test_a_centre_that_never_shuts_is_open_all_day_long(at, zone):
    rows = [OpeningHours(weekday=day, opens_at=time(0), closes_at=time.max) for day in range(7)]
    calendar = WorkingCalendar(country="UA", holidays_apply=False)
    timetable = Timetable(centre=factories.CentreFactory.build(time_zone=zone), calendar=calendar, hours=rows)

    assert opening_status(timetable, at=at).is_open
