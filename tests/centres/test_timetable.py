"""Tests of the hours of a date: the usual week, periods, exceptional days, short days, stops of a mobile centre."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from vikno.centres.hours import OpeningSpan, format_spans, parse_spans, shorten_day, subtract_from_time
from vikno.centres.models import (
    CalendarException,
    CentreKind,
    HoursKind,
    HoursPeriod,
    OpeningHours,
    RouteStop,
)
from vikno.centres.queries import upcoming_exceptional_days, upcoming_stops
from vikno.centres.timetable import Timetable, timetables_of
from vikno.centres.working_days import WorkingCalendar

NINE_TO_SIX = [OpeningSpan(time(9), time(18))]
MONDAY = date(2026, 6, 1)


def always(centre, spans="9:00-18:00", **more) -> None:
    rows = [(weekday, span) for weekday in range(7) for span in parse_spans(spans)]
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=day, **span._asdict(), **more) for day, span in rows
    )


def timetable(centre) -> Timetable:
    return timetables_of([centre])[0]


@pytest.fixture
def centre(db):
    centre = factories.CentreFactory()
    always(centre)
    return centre


def period(centre, starts_on, ends_on=None, spans="", priority=1):
    made = HoursPeriod.objects.create(
        centre=centre, title=spans or "Ремонт", starts_on=starts_on, ends_on=ends_on, priority=priority
    )
    always(centre, spans, period=made)
    return made


# Periods.


@pytest.mark.parametrize(
    ("on", "opens_at"),
    [(date(2026, 5, 31), 9), (date(2026, 6, 1), 8), (date(2026, 8, 31), 8), (date(2026, 9, 1), 9)],
)
def test_a_period_holds_from_its_first_day_to_its_last(centre, on, opens_at):
    period(centre, date(2026, 6, 1), date(2026, 8, 31), "8:00-16:00")

    assert timetable(centre).hours_on(on)[0].opens_at == time(opens_at)


def test_a_period_without_an_end_holds_until_further_notice(centre):
    period(centre, MONDAY, None, "10:00-12:00")

    assert timetable(centre).hours_on(date(2036, 1, 1)) == [OpeningSpan(time(10), time(12))]


def test_of_two_periods_the_one_with_the_higher_priority_counts(centre):
    period(centre, MONDAY, None, "8:00-16:00", priority=1)
    period(centre, MONDAY, MONDAY, "10:00-12:00", priority=2)

    assert timetable(centre).hours_on(MONDAY) == [OpeningSpan(time(10), time(12))]


def test_a_period_without_hours_is_closed_and_the_usual_week_does_not_shine_through(centre):
    period(centre, MONDAY, None)

    assert timetable(centre).hours_on(MONDAY) == []


def test_office_hours_are_apart_from_reception(centre):
    always(centre, "8:00-19:00", kind=HoursKind.OFFICE)

    assert timetable(centre).hours_on(MONDAY) == NINE_TO_SIX
    assert timetable(centre).hours_on(MONDAY, HoursKind.OFFICE) == [OpeningSpan(time(8), time(19))]


# Days that differ.


def test_a_day_that_differs_may_have_hours_of_its_own(centre):
    CalendarException.objects.create(centre=centre, on=MONDAY, is_working=True, own_hours="10:00–12:00, 13:00–15:00")

    assert timetable(centre).hours_on(MONDAY) == [OpeningSpan(time(10), time(12)), OpeningSpan(time(13), time(15))]


def test_the_day_before_a_holiday_is_an_hour_shorter_where_the_centre_has_that_rule(centre):
    CalendarException.objects.create(
        on=date(2026, 8, 24), is_working=False, is_holiday=True, reason="День Незалежності"
    )
    eve = date(2026, 8, 23)

    assert timetable(centre).hours_on(eve) == NINE_TO_SIX
    centre.short_before_holidays = True
    assert timetable(centre).hours_on(eve) == [OpeningSpan(time(9), time(17))]


def test_a_national_holiday_shortens_the_day_before_only_where_holidays_apply():
    centre = factories.CentreFactory.build(country="CZ", short_before_holidays=True)
    rows = [OpeningHours(weekday=day, opens_at=time(9), closes_at=time(18)) for day in range(7)]

    def closes(*, holidays_apply):
        calendar = WorkingCalendar(country="CZ", holidays_apply=holidays_apply)
        return Timetable(centre=centre, calendar=calendar, hours=rows).hours_on(date(2026, 7, 4))[-1].closes_at

    assert (closes(holidays_apply=False), closes(holidays_apply=True)) == (time(18), time(17))


def test_a_plain_day_off_does_not_shorten_the_day_before(centre):
    centre.short_before_holidays = True
    CalendarException.objects.create(on=date(2026, 6, 2), is_working=False)

    assert timetable(centre).hours_on(MONDAY) == NINE_TO_SIX


def test_coming_days_tell_what_differs_and_why(centre):
    centre.short_before_holidays = True
    CalendarException.objects.create(on=date(2026, 6, 3), is_working=False, is_holiday=True, reason="Свято")
    CalendarException.objects.create(centre=centre, on=date(2026, 6, 6), is_working=True, own_hours="9:00–12:00")

    told = upcoming_exceptional_days(timetable(centre), today=MONDAY)

    assert [(day.on.day, format_spans(day.hours), day.is_short, day.reason) for day in told] == [
        (2, "9:00–17:00", True, ""),
        (3, "", False, "Свято"),
        (6, "9:00–12:00", False, ""),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda centre: period(centre, MONDAY, date(2026, 5, 1)), id="a period that ends before it begins"),
        pytest.param(
            lambda centre: CalendarException.objects.create(on=MONDAY, is_working=False, own_hours="9:00–10:00"),
            id="hours of a day off",
        ),
        pytest.param(lambda centre: always(centre), id="the same hours twice"),
        pytest.param(
            lambda centre: RouteStop.objects.create(centre=centre, place="с. Яр", opens_at=time(9), closes_at=time(10)),
            id="a stop without a day",
        ),
        pytest.param(
            lambda centre: RouteStop.objects.create(
                centre=centre, place="с. Яр", weekday=1, dates="2026-06-01", opens_at=time(9), closes_at=time(10)
            ),
            id="a stop with a weekday and dates",
        ),
    ],
)
def test_the_database_refuses_hours_that_cannot_be(centre, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(centre)


# A mobile centre.


@pytest.fixture
def bus(db):
    bus = factories.CentreFactory(kind=CentreKind.MOBILE)
    for place, more in (("с. Яр", {"weekday": 1}), ("с. Липки", {"dates": "2026-06-03 2026-06-17"})):
        RouteStop.objects.create(centre=bus, place=place, opens_at=time(10), closes_at=time(12), **more)
    return bus


def test_the_stops_of_a_mobile_centre_are_its_hours(bus):
    days = [date(2026, 6, day) for day in range(1, 5)]

    assert [bool(timetable(bus).hours_on(on)) for on in days] == [False, True, True, False]


def test_the_stops_of_the_next_weeks_stand_by_date_without_days_off(bus):
    CalendarException.objects.create(on=date(2026, 6, 9), is_working=False)

    stops = upcoming_stops(timetable(bus), today=MONDAY)

    assert [(one.on.day, one.stop.place) for one in stops] == [
        (2, "с. Яр"),
        (3, "с. Липки"),
        (16, "с. Яр"),
        (17, "с. Липки"),
        (23, "с. Яр"),
    ]


def test_many_centres_cost_four_queries(bus, django_assert_num_queries):
    centres = [bus, *factories.CentreFactory.create_batch(5)]

    with django_assert_num_queries(4):
        assert len(timetables_of(centres)) == 6


# Hours of a day as values.

times = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


@st.composite
def days(draw):
    marks = sorted(draw(st.sets(times, min_size=2, max_size=6)))
    return [OpeningSpan(*pair) for pair in zip(marks[::2], marks[1::2], strict=False)]


@given(days())
def test_hours_are_read_back_as_they_were_written(spans):
    assert parse_spans(format_spans(spans)) == spans


@given(days())
def test_a_shortened_day_stays_within_the_day_and_in_order(spans):
    left = shorten_day(spans)

    assert left[:-1] == spans[: len(left)][:-1]
    assert all(one.opens_at < one.closes_at for one in left)
    assert sum(map(_minutes, spans)) - sum(map(_minutes, left)) <= 60


def _minutes(span: OpeningSpan) -> int:
    return (span.closes_at.hour - span.opens_at.hour) * 60 + span.closes_at.minute - span.opens_at.minute


@pytest.mark.parametrize("text", ["з ранку", "18:00–9:00", "9:00–13:00, 12:00–18:00", "25:00–26:00", "9:00"])
def test_hours_that_cannot_be_are_not_read(text):
    with pytest.raises(ValueError, match=r"\d|ранку"):
        parse_spans(text)


def test_nothing_is_earlier_than_midnight():
    assert subtract_from_time(time(0, 30), timedelta(hours=1)) == time(0)
