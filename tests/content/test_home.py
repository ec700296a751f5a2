from datetime import UTC, datetime, time

import pytest
import time_machine

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.catalogue.models import LifeEvent
from vikno.centres.models import OpeningHours

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def centre():
    centre = factories.CentreFactory(phones="0 800 000 000")
    OpeningHours.objects.create(centre=centre, weekday=0, opens_at=time(9), closes_at=time(18))
    return centre


def home(client, at=MONDAY_NOON):
    with time_machine.travel(at, tick=False):
        return client.get(url("content:home")).text


def test_the_open_centre_lights_its_pane(client, centre):
    text = home(client)

    assert "until 18:00" in text
    assert text.count("window__pane--lit") == 1
    assert centre.address in text
    assert 'href="tel:0800000000"' in text


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Closed now, opens today"), (17, "Closed now, next reception: Monday")],
    ids=["before", "after"],
)
def test_the_closed_centre_lights_nothing_and_says_when_it_opens(client, centre, hour, words):
    text = home(client, MONDAY_NOON.replace(hour=hour))

    assert words in text
    assert "at 9:00" in text
    assert "window__pane--lit" not in text


def test_the_window_has_exactly_four_panes(client, centre):
    assert home(client).count('class="window__pane') == 4


def test_hours_that_are_not_known_are_not_made_up(client):
    factories.CentreFactory()

    text = home(client)

    assert "ask the centre" in text
    assert "window__pane--lit" not in text


def test_nothing_is_called_asked_for_before_people_asked(client):
    factories.OfferingFactory.create_batch(4)

    text = home(client)

    assert "Asked for most often" not in text
    assert "Can be applied for online" in text


def test_services_that_people_applied_for_most_stand_first(client):
    offerings = [factories.OfferingFactory(service__title=title) for title in "АБВГ"]
    for offering in [*offerings, offerings[2]]:
        person = factories.PersonFactory()
        draft = operations.start(service=offering.service, centre=offering.centre, applicant=person, at=MONDAY_NOON)
        operations.answer(application=draft, typed=factories.COMPLETE_ANSWERS, at=MONDAY_NOON)
        operations.submit(application=draft, at=MONDAY_NOON)

    with time_machine.travel(MONDAY_NOON):
        response = client.get(url("content:home"))

    assert "Asked for most often" in response.text
    assert [row.service.title for row in response.context["services"]] == ["В", "А", "Б", "Г"]


def test_life_events_lead_to_their_services(client):
    event = LifeEvent.objects.create(code="birth", title="Народилася дитина", icon="../../secret")
    factories.ServiceFactory().life_events.add(event)

    assert f'href="{url("content:event", "birth")}"' in home(client)


def test_the_search_asks_the_whole_site(client):
    text = home(client)

    assert f'action="{url("content:search")}"' in text
    assert 'name="q"' in text
