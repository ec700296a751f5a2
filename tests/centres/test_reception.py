from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests import factories
from vikno.centres.models import CalendarException, CentreKind, OpeningHours
from vikno.centres.queries import main_centre, receptions, upcoming_exceptional_days

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def opened(centre, *weekdays, opens_at=time(9), closes_at=time(18)):
    for weekday in weekdays:
        OpeningHours.objects.create(centre=centre, weekday=weekday, opens_at=opens_at, closes_at=closes_at)


def reception(centre, at):
    return receptions([centre], at=at)[0]


@pytest.fixture
def centre():
    centre = factories.CentreFactory()
    opened(centre, 0, 1, 2, 3, 4)
    return centre


def test_it_is_open_by_the_clock_of_the_centre(centre):
    seen = reception(centre, MONDAY.replace(hour=7, minute=30))

    assert seen.opening_status.is_open
    assert seen.opening_status.closes_at == time(18)


def test_before_the_hour_it_opens_today(centre):
    seen = reception(centre, MONDAY.replace(hour=5))

    assert not seen.opening_status.is_open
    assert seen.opens_today


def test_after_friday_it_opens_on_monday(centre):
    seen = reception(centre, MONDAY + timedelta(days=4, hours=8))

    assert not seen.opening_status.is_open
    assert not seen.opens_tomorrow
    assert seen.opening_status.opens_on == date(2026, 3, 9)


def test_a_day_off_closes_it_and_shows_in_todays_row_only(centre):
    CalendarException.objects.create(centre=centre, on=date(2026, 3, 2), is_working=False)

    seen = reception(centre, MONDAY)

    assert not seen.opening_status.is_open
    assert seen.opens_tomorrow
    assert [bool(day.hours) for day in seen.week] == [False, True, True, True, True, False, False]


def test_a_day_off_for_all_yields_to_the_centres_own_word(centre):
    CalendarException.objects.create(centre=None, on=date(2026, 3, 2), is_working=False)
    CalendarException.objects.create(centre=centre, on=date(2026, 3, 2), is_working=True)

    assert reception(centre, MONDAY).opening_status.is_open


def test_a_holiday_closes_it_only_where_holidays_apply():
    centre = factories.CentreFactory(country="CZ", time_zone="Europe/Prague")
    opened(centre, 4)
    christmas = datetime(2026, 12, 25, 10, tzinfo=UTC)

    assert reception(centre, christmas).opening_status.is_open
    centre.holidays_apply = True
    assert not reception(centre, christmas).opening_status.is_open


def test_a_break_closes_it_until_the_second_row():
    centre = factories.CentreFactory()
    opened(centre, 0, closes_at=time(12))
    opened(centre, 0, opens_at=time(13))

    seen = reception(centre, MONDAY.replace(minute=30))

    assert not seen.opening_status.is_open
    assert seen.opening_status.opens_at == time(13)
    assert len(seen.hours_today) == 2


def test_a_centre_without_rows_is_neither_open_nor_opening():
    seen = reception(factories.CentreFactory(), MONDAY)

    assert not seen.has_hours
    assert not seen.opening_status.is_open
    assert seen.opening_status.opens_on is None


def test_many_centres_cost_what_one_does(django_assert_num_queries):
    centres = factories.CentreFactory.create_batch(5)
    for one in centres:
        opened(one, 0)

    with django_assert_num_queries(3):
        seen = receptions(centres, at=MONDAY)

    assert [one.centre for one in seen] == centres


def test_the_days_that_differ_are_told_ahead(centre):
    for days, owner in ((-1, None), (3, centre), (3, None), (10, factories.CentreFactory()), (60, None)):
        on = date(2026, 3, 2) + timedelta(days=days)
        CalendarException.objects.create(centre=owner, on=on, is_working=False, reason=f"{days} {bool(owner)}")

    coming = upcoming_exceptional_days(reception(centre, MONDAY).timetable, today=date(2026, 3, 2))

    assert [day.reason for day in coming] == ["3 True"]


def test_the_main_centre_stands_under_no_other():
    closed = factories.CentreFactory(is_active=False)
    main = factories.CentreFactory()
    factories.CentreFactory(parent=main, kind=CentreKind.REMOTE_DESK)

    assert main_centre() == main
    assert closed.pk < main.pk


def test_with_no_centre_there_is_no_main_one():
    assert main_centre() is None
