"""The small words of templates."""

import datetime
import zoneinfo

import pytest
import time_machine
from django.utils import translation

from tests import factories
from vikno.web.templatetags.vikno import day, filesize, in_zone, moment

UTC = datetime.UTC
AT = datetime.datetime(2026, 11, 22, 8, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("size", "words"), [(2_200_000, "2,1\xa0МБ"), (10 * 1024 * 1024, "10\xa0МБ"), (10_240, "10\xa0КБ")]
)
def test_a_size_is_told_shortly(size, words):
    with translation.override("uk"):
        assert filesize(size).replace("Мб", "МБ").replace("Кб", "КБ") == words


@time_machine.travel(AT, tick=False)
def test_a_moment_of_this_year_needs_no_year():
    with translation.override("uk"):
        assert moment(AT) == "22 листопада, 10:31"


@time_machine.travel(AT + datetime.timedelta(days=365), tick=False)
def test_a_moment_of_another_year_carries_it():
    with translation.override("uk"):
        assert moment(AT) == "22 листопада 2026, 10:31"


@time_machine.travel(AT, tick=False)
def test_a_moment_is_told_by_the_clock_of_the_centre():
    centre = factories.CentreFactory.build(time_zone="Europe/Prague")

    with translation.override("uk"):
        assert moment(in_zone(AT, centre)) == "22 листопада, 09:31"


def test_the_day_of_a_moment_is_that_of_its_own_clock():
    late = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    with translation.override("uk"):
        assert day(late) == "23 листопада 2026"
        assert day(late.astimezone(zoneinfo.ZoneInfo("Atlantic/Azores"))) == "22 листопада 2026"


def test_nothing_is_said_of_no_moment():
    assert (day(None), moment(None)) == ("", "")
