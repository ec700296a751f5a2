"""Tests that every public page opens, in English and in Ukrainian, with content and without."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories
from tests.english_urls import url
from vikno.catalogue.models import LifeEvent
from vikno.centres.models import CentreKind, OpeningHours

pytestmark = pytest.mark.django_db

PLAIN = ("home", "services", "centres", "status", "about", "accessibility", "privacy", "cookies")


@pytest.fixture
def house():
    """Create a centre with a desk, a service in a life event, and hours."""
    centre = factories.CentreFactory(
        code="main", phones="0 800 000 000", email="cnap@example.com", latitude="50.4", longitude="30.5"
    )
    factories.CentreFactory(code="desk", parent=centre, kind=CentreKind.REMOTE_DESK)
    OpeningHours.objects.create(centre=centre, weekday=0, opens_at=time(9), closes_at=time(18))
    offering = factories.OfferingFactory(centre=centre, service__code="residence")
    event = LifeEvent.objects.create(code="move", title="Переїзд", icon="no-such-drawing")
    offering.service.life_events.add(event)
    return centre


def addresses(language):
    with translation.override(language):
        plain = [reverse(f"content:{name}") for name in PLAIN]
        return [*plain, reverse("content:service", args=["residence"]), reverse("content:centre", args=["main"])]


@pytest.mark.parametrize("language", ["uk", "cs", "en"])
def test_every_page_opens_in_every_language(client, house, language):
    for address in addresses(language):
        response = client.get(address)

        assert response.status_code == 200, address
        assert f'<html lang="{language}"' in response.text
        assert response.text.count("<h1") == 1, address


@pytest.mark.parametrize("name", PLAIN)
def test_every_page_opens_in_an_empty_house(client, name):
    assert client.get(url(f"content:{name}")).status_code == 200


def test_every_page_has_a_title_of_its_own(client, house):
    titles = [client.get(address).text.partition("<title>")[2].partition("</title>")[0] for address in addresses("en")]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", ["home", "services", "centres", "about"])
def test_a_page_costs_the_same_for_one_visitor_more_or_less(client, house, name, django_assert_max_num_queries):
    for _ in range(10):
        factories.OfferingFactory(centre=house)
        factories.CentreFactory(parent=house)

    with django_assert_max_num_queries(21):
        client.get(url(f"content:{name}"))


@pytest.mark.parametrize(("name", "code"), [("service", "nothing"), ("centre", "nothing")])
def test_an_unknown_code_is_not_found(client, name, code):
    assert client.get(url(f"content:{name}", code)).status_code == 404


def test_pages_answer_only_to_reading(client, house):
    for name in set(PLAIN) - {"status"}:
        assert client.post(url(f"content:{name}")).status_code == 405
