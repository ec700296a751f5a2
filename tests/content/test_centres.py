from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from tests import factories
from tests.english_urls import url
from vikno.centres.models import CalendarException, CentreKind, OpeningHours

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def centre():
    centre = factories.CentreFactory(
        code="main",
        name="Центр у Вербівці",
        phones="0 800 000 000, приймальня",
        email="cnap@example.com",
        directions="Автобуси 3 і 7",
        accessibility="Пандус",
        latitude=Decimal("49.123456"),
        longitude=Decimal("31.5"),
    )
    OpeningHours.objects.create(centre=centre, weekday=0, opens_at=time(9), closes_at=time(12))
    OpeningHours.objects.create(centre=centre, weekday=0, opens_at=time(13), closes_at=time(18))
    return centre


def page(client, code="main", at=MONDAY_NOON):
    with time_machine.travel(at, tick=False):
        return client.get(url("content:centre", code))


def test_a_centre_tells_all_one_needs_to_come(client, centre):
    text = page(client).text

    for words in (
        "Центр у Вербівці", "вул. Вербова", "tel:0800000000", "приймальня", "mailto:cnap@example.com", "Автобуси",
        "Пандус", "9:00–12:00<br>13:00–18:00", "Monday, today", "Closed now, opens today at 13:00", "closed",
    ):  # fmt: skip
        assert words in text, words


def test_the_place_opens_in_maps_in_every_language(client, centre):
    with translation.override("uk"):
        text = client.get("/centres/main/").text

    assert "https://www.openstreetmap.org/?mlat=49.123456&amp;mlon=31.500000" in text
    assert 'href="geo:49.123456,31.500000"' in text


def test_a_place_that_is_not_known_has_no_map(client):
    factories.CentreFactory(code="main")

    assert "openstreetmap" not in page(client).text


def test_hours_in_words_stand_in_for_rows(client):
    factories.CentreFactory(code="main", hours_text="Щодня, крім свят")

    text = page(client).text

    assert "Щодня, крім свят" in text
    assert "<table" not in text


def test_days_that_differ_are_told_with_the_reason(client, centre):
    CalendarException.objects.create(centre=centre, on=date(2026, 3, 9), is_working=False, reason="Ремонт")

    assert "9 March 2026: closed" in page(client).text
    assert "Ремонт" in page(client).text


def test_a_centre_names_its_desks_and_a_desk_its_centre(client, centre):
    factories.CentreFactory(code="desk", parent=centre, kind=CentreKind.REMOTE_DESK, name="Віддалене місце")

    assert "Віддалене місце" in page(client).text
    assert "Центр у Вербівці" in page(client, "desk").text


def test_a_centre_lists_what_it_gives_in_alphabetical_order(client, centre):
    for title in ("Їжа", "Ґрунт", "Гараж"):
        factories.OfferingFactory(centre=centre, service__title=title)
    factories.OfferingFactory(service__title="Не тут")

    assert [service.title for service in page(client).context["services"]] == ["Гараж", "Ґрунт", "Їжа"]


def test_a_centre_that_is_closed_for_good_is_not_found(client):
    factories.CentreFactory(code="main", is_active=False)

    assert page(client).status_code == 404


def test_the_list_shows_centres_by_name_with_what_is_below_them(client, centre):
    factories.CentreFactory(name="Ґанківський центр")
    factories.CentreFactory(name="Єланецький центр")
    factories.CentreFactory(name="Закритий", is_active=False)
    desk = factories.CentreFactory(parent=centre, kind=CentreKind.REMOTE_DESK)

    response = client.get(url("content:centres"))

    roots = response.context["roots"]
    assert [row.centre.name for row, _ in roots] == ["Ґанківський центр", "Єланецький центр", "Центр у Вербівці"]
    assert [row.centre for row in roots[2][1]] == [desk]


def test_a_desk_whose_centre_is_closed_still_stands_in_the_list(client):
    closed = factories.CentreFactory(is_active=False)
    desk = factories.CentreFactory(parent=closed)

    assert [row.centre for row, _ in client.get(url("content:centres")).context["roots"]] == [desk]


def test_many_centres_take_few_queries(client, django_assert_max_num_queries):
    for one in factories.CentreFactory.create_batch(20):
        OpeningHours.objects.create(centre=one, weekday=0, opens_at=time(9), closes_at=time(18))

    with django_assert_max_num_queries(8):
        client.get(url("content:centres"))


def test_fifty_centres_stand_on_a_page(client):
    factories.CentreFactory.create_batch(51)

    assert len(client.get(url("content:centres")).context["roots"]) == 50
    assert len(client.get(url("content:centres"), {"page": "2"}).context["roots"]) == 1
