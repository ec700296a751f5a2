import zoneinfo
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from vikno.kernel import dates


@pytest.mark.parametrize(("language", "shown"), [("uk", "2 березня 2026"), ("en", "2 March 2026")])
def test_a_day_is_written_in_the_language_of_the_reader(language, shown):
    with translation.override(language):
        assert dates.format_date(date(2026, 3, 2)) == shown


def test_a_moment_is_told_by_the_clock_of_the_place():
    with translation.override("en"):
        at = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)

        assert dates.format_datetime(at, zoneinfo.ZoneInfo("Europe/Kyiv")) == "1 April 2026, 01:30"
        assert dates.format_datetime(at, zoneinfo.ZoneInfo("UTC")) == "31 March 2026, 22:30"
