"""Tests of the counting of days: weekends, optional holidays, exceptions to both."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from vikno.centres.models import CalendarException
from vikno.centres.working_days import DayUnit, WorkingCalendar, calendar_of, calendars_of

CONSTITUTION_DAY = date(2024, 6, 28)  # a Friday
HUS_DAY = date(2026, 7, 6)  # a Monday, and a holiday in Czechia


def calendar(country: str = "UA", *, holidays_apply: bool = False, **exceptions: bool) -> WorkingCalendar:
    days = {date.fromisoformat(on.replace("_", "-").removeprefix("d")): working for on, working in exceptions.items()}
    return WorkingCalendar(country=country, holidays_apply=holidays_apply, exceptions=days)


def test_under_martial_law_a_national_holiday_is_a_working_day():
    assert calendar(holidays_apply=False).is_working(CONSTITUTION_DAY)


def test_the_holidays_of_the_country_count_where_they_apply():
    assert not calendar("CZ", holidays_apply=True).is_working(HUS_DAY)
    assert calendar("CZ", holidays_apply=False).is_working(HUS_DAY)
    assert calendar("UA", holidays_apply=True).is_working(HUS_DAY)


def test_a_weekend_is_off_and_an_exception_wins_over_it():
    saturday = date(2026, 3, 7)

    assert not calendar().is_working(saturday)
    assert calendar(d2026_03_07=True).is_working(saturday)


def test_an_exception_wins_over_a_holiday_and_over_a_weekday():
    assert calendar("CZ", holidays_apply=True, d2026_07_06=True).is_working(HUS_DAY)
    assert not calendar(d2026_03_02=False).is_working(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("days", "unit", "last"),
    [
        (10, DayUnit.CALENDAR, date(2026, 3, 12)),
        (10, DayUnit.WORKING, date(2026, 3, 16)),
        (1, DayUnit.WORKING, date(2026, 3, 3)),
        (0, DayUnit.WORKING, date(2026, 3, 2)),
    ],
)
def test_a_term_begins_on_the_day_after(days, unit, last):
    assert calendar().add_days(date(2026, 3, 2), days, unit) == last


def test_a_term_that_begins_on_friday_goes_on_on_monday():
    assert calendar().add_days(date(2026, 3, 6), 1, DayUnit.WORKING) == date(2026, 3, 9)


def test_days_are_counted_back_as_negative():
    assert calendar().days_between(date(2026, 3, 9), date(2026, 3, 6), DayUnit.WORKING) == -1
    assert calendar().days_between(date(2026, 3, 9), date(2026, 3, 6), DayUnit.CALENDAR) == -3


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(0, 90),
    unit=st.sampled_from(DayUnit),
    holidays_apply=st.booleans(),
)
def test_what_is_added_lies_between(start, days, unit, holidays_apply):
    counted = calendar("CZ", holidays_apply=holidays_apply)

    end = counted.add_days(start, days, unit)

    assert counted.days_between(start, end, unit) == days
    assert days == 0 or unit == DayUnit.CALENDAR or counted.is_working(end)


@pytest.mark.django_db
def test_the_exception_of_a_centre_wins_over_the_one_for_all(django_assert_num_queries):
    on = date(2026, 3, 7)
    own, other = factories.CentreFactory(), factories.CentreFactory()
    CalendarException.objects.create(on=on, is_working=True)
    CalendarException.objects.create(centre=own, on=on, is_working=False)

    with django_assert_num_queries(1):
        calendars = calendars_of([own, other])

    assert not calendars[own.pk].is_working(on)
    assert calendars[other.pk].is_working(on)
    assert calendar_of(own) == calendars[own.pk]
