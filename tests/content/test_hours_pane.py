from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import translation

from tests import factories
from vikno.centres.models import CentreMode, OpeningHours
from vikno.centres.queries import receptions
from vikno.content.home.hours_pane import hours_pane

pytestmark = pytest.mark.django_db

# A Monday, 12:00 in Kyiv.
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def centre():
    centre = factories.CentreFactory()
    for weekday in range(5):
        OpeningHours.objects.create(centre=centre, weekday=weekday, opens_at=time(9), closes_at=time(18))
    return centre


def texts_at(centre, at):
    pane = hours_pane(receptions([centre], at=at)[0])
    return pane.label, pane.value, pane.note


def test_an_open_centre_shows_its_closing_time_and_the_hours_of_today(centre):
    assert texts_at(centre, MONDAY) == ("Open now", "until 18:00", "Monday, 9:00–18:00")


def test_the_last_entry_replaces_the_hours_of_today(centre):
    centre.last_entry_minutes = 30

    assert texts_at(centre, MONDAY) == ("Open now", "until 18:00", "Come by 17:30")


def test_a_stopped_reception_adds_no_hours(centre):
    centre.mode = CentreMode.CLOSED

    assert texts_at(centre, MONDAY) == ("Reception of people", "stopped", "")


@pytest.mark.parametrize(
    ("at", "texts"),
    [
        (MONDAY.replace(hour=5), ("Closed now, opens today", "at 9:00", "Monday, 9:00–18:00")),
        (MONDAY.replace(hour=17), ("Closed now, opens tomorrow", "at 9:00", "Monday, 9:00–18:00")),
        (MONDAY - timedelta(days=2), ("Closed now, next reception: Monday", "at 9:00", "Saturday, closed")),
    ],
)
def test_a_closed_centre_shows_its_next_opening(centre, at, texts):
    assert texts_at(centre, at) == texts


def test_without_known_hours_people_are_asked_to_call():
    assert texts_at(factories.CentreFactory(), MONDAY) == ("Hours of reception", "ask the centre", "")
