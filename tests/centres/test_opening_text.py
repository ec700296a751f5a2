from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import translation

from tests import factories
from vikno.centres.models import CentreMode, OpeningHours
from vikno.centres.opening_text import opening_status_text
from vikno.centres.queries import receptions

pytestmark = pytest.mark.django_db

# A Monday, 12:00 in Kyiv.
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def centre():
    centre = factories.CentreFactory(last_entry_minutes=30)
    for weekday in range(5):
        OpeningHours.objects.create(centre=centre, weekday=weekday, opens_at=time(9), closes_at=time(18))
    return centre


def text_at(centre, at):
    return opening_status_text(receptions([centre], at=at)[0])


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (CentreMode.NORMAL, "Open now, until 18:00"),
        (CentreMode.LIVE_QUEUE, "Open now, until 18:00, live queue only"),
        (CentreMode.BLACKOUT, "Open now, until 18:00, without electricity"),
        (CentreMode.AIR_RAID, "Air raid: reception is stopped until the all-clear"),
        (CentreMode.CLOSED, "Closed until further notice"),
    ],
)
def test_the_text_says_in_which_mode_the_centre_works(centre, mode, text):
    centre.mode = mode

    assert text_at(centre, MONDAY) == text


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (MONDAY.replace(hour=5), "Closed now, opens today at 9:00"),
        (MONDAY.replace(hour=17), "Closed now, opens tomorrow at 9:00"),
        (FRIDAY.replace(hour=17), "Closed now, next reception: Monday, 9 March, 9:00"),
        (MONDAY.replace(hour=15, minute=45), "Nobody new is received today, opens tomorrow at 9:00"),
        (FRIDAY.replace(hour=15, minute=45), "Nobody new is received today, next reception: Monday, 9 March, 9:00"),
    ],
)
def test_a_closed_centre_names_its_next_opening(centre, at, text):
    assert text_at(centre, at) == text


def test_without_known_hours_there_is_no_text():
    assert text_at(factories.CentreFactory(), MONDAY) == ""
