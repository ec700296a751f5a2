"""Tests of the page of a centre, for people and for programs."""

import json
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests import factories
from tests.english_urls import url
from vikno.centres.models import (
    CalendarException,
    CentreKind,
    CentreMode,
    CentreTranslation,
    HoursKind,
    HoursPeriod,
    OpeningHours,
    PublicOfficer,
    RouteStop,
)
from vikno.conf.env import origins

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def centre():
    centre = factories.CentreFactory(code="main", name="Центр у Вербівці", latitude="49.123456", longitude="31.5")
    OpeningHours.objects.create(centre=centre, weekday=0, opens_at=time(9), closes_at=time(18))
    return centre


def page(client, code="main", at=MONDAY_NOON, language="en"):
    with time_machine.travel(at, tick=False):
        return client.get(url("content:centre", code).replace("/en/", "/" if language == "uk" else f"/{language}/"))


def set_up(centre, **fields):
    type(centre).objects.filter(pk=centre.pk).update(**fields)


# People.


def test_what_the_law_asks_is_told(client, centre):
    set_up(
        centre,
        transport="Автобус 3",
        access_roads="З траси",
        parking="12 місць",
        entrance="Пандус",
        shelter="Підвал школи",
    )

    text = page(client).text

    for words in ("Автобус 3", "З траси", "12 місць", "Пандус", "Підвал школи", "Public transport", "Access roads"):
        assert words in text


def test_each_fact_of_accessibility_is_said_yes_no_or_not_known(client, centre):
    set_up(centre, accessibility_facts={"ramp": "yes", "lift": "no", "of old": "yes", "toilet": "perhaps"})

    facts = BeautifulSoup(page(client).text, "html.parser").select_one(".fact-list")

    said = {row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in facts.select(".fact-list__row")}
    assert (said["Ramp"], said["Lift, or everything on the ground floor"]) == ("yes", "no")
    assert said["Toilet for wheelchair users"] == "not known"
    assert len(said) == 15


def test_facts_that_nobody_wrote_are_not_a_list_of_unknowns(client, centre):
    assert "fact-list" not in page(client).text


def test_people_are_shown_with_their_post_and_hours(client, centre):
    PublicOfficer.objects.create(
        centre=centre, name="Вербняк Оксана", post="Начальниця", hours="Середа", phone="067 000 00 15"
    )

    text = page(client).text

    for words in ("Вербняк Оксана", "Начальниця", "Середа", "tel:0670000015"):
        assert words in text


def test_other_contacts_are_links_and_no_markup(client, centre):
    set_up(
        centre, other_contacts="https://t.me/verbivka\n<script>alert(1)</script>", site="https://www.verbivka.example/"
    )

    text = page(client).text

    assert 'href="https://t.me/verbivka"' in text
    assert "<script>alert" not in text
    assert ">verbivka.example</a>" in text


def test_the_period_that_holds_names_itself_and_its_dates(client, centre):
    period = HoursPeriod.objects.create(centre=centre, title="Весняний розклад", starts_on=date(2026, 3, 1))
    OpeningHours.objects.create(centre=centre, period=period, weekday=0, opens_at=time(8), closes_at=time(13))

    text = page(client).text

    assert "Весняний розклад" in text
    assert "until further notice" in text
    assert "Open now, until 13:00" in text


def test_a_period_is_told_ahead_with_its_week(client, centre):
    period = HoursPeriod.objects.create(
        centre=centre, title="Літо", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30)
    )
    OpeningHours.objects.create(centre=centre, period=period, weekday=0, opens_at=time(7), closes_at=time(12))
    HoursPeriod.objects.create(centre=centre, title="Зима", starts_on=date(2026, 12, 1))

    text = page(client).text

    assert "From 1 April 2026 until 30 April 2026" in text
    assert "7:00–12:00" in text
    assert "Зима" not in text


def test_office_hours_stand_beside_those_of_reception(client, centre):
    OpeningHours.objects.create(centre=centre, kind=HoursKind.OFFICE, weekday=0, opens_at=time(8), closes_at=time(19))

    assert "8:00–19:00" in page(client).text
    assert "hours--two" in page(client).text


def test_who_may_come_when_is_said_to_the_minute(client, centre):
    set_up(centre, last_entry_minutes=30)

    assert "Come by 17:30" in page(client).text
    late = page(client, at=MONDAY_NOON.replace(hour=15, minute=45)).text
    assert "Nobody new is received today, next reception: Monday, 9 March, 9:00" in late


def test_a_day_with_hours_of_its_own_is_told(client, centre):
    CalendarException.objects.create(centre=centre, on=date(2026, 3, 7), is_working=True, own_hours="9:00–12:00")

    assert "7 March 2026: 9:00–12:00" in page(client).text


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (CentreMode.AIR_RAID, "Air raid: reception is stopped until the all-clear"),
        (CentreMode.CLOSED, "Closed until further notice"),
        (CentreMode.LIVE_QUEUE, "Open now, until 18:00, live queue only"),
        (CentreMode.BLACKOUT, "Open now, until 18:00, without electricity"),
    ],
)
def test_a_mode_changes_what_is_said_of_being_open(client, centre, mode, words):
    set_up(centre, mode=mode, mode_since=MONDAY_NOON)

    assert words in page(client).text


def test_in_an_air_raid_the_page_names_the_shelter_first(client, centre):
    set_up(centre, mode=CentreMode.AIR_RAID, mode_since=MONDAY_NOON, shelter="Підвал школи")

    text = page(client).text

    assert "The nearest one: " in text
    assert text.index("Підвал школи") < text.index("When we receive people")


def test_the_first_page_in_an_air_raid_lights_that_reception_is_stopped_and_names_the_shelter(client, centre):
    set_up(centre, mode=CentreMode.AIR_RAID, mode_since=MONDAY_NOON, shelter="Підвал школи")

    with time_machine.travel(MONDAY_NOON, tick=False):
        panes = BeautifulSoup(client.get(url("content:home")).text, "html.parser").select(".window__pane")

    assert "Reception is stopped" in panes[1].text
    assert "window__pane--lit" in panes[1]["class"]
    assert "Підвал школи" in panes[2].text
    assert len(panes) == 4


def test_a_mobile_centre_shows_where_it_stands_and_when(client):
    bus = factories.CentreFactory(code="bus", kind=CentreKind.MOBILE)
    RouteStop.objects.create(
        centre=bus, place="с. Яр", weekday=1, opens_at=time(10), closes_at=time(12), latitude="49", longitude="31"
    )

    text = page(client, "bus").text

    assert text.count("с. Яр") == 8  # four weeks, each once to see and once for the link
    assert "Tuesday, 3 March" in text
    assert "Closed now, opens tomorrow at 10:00" in text
    assert "mlat=49.000000" in text


# Languages.


def test_a_reader_of_another_language_reads_what_is_translated_and_the_rest_is_marked(client, centre):
    set_up(centre, parking="12 місць")
    CentreTranslation.objects.create(centre=centre, language="en", name="Centre of Verbivka")

    text = page(client).text

    assert "<h1>Centre of Verbivka</h1>" in text
    assert '<span lang="uk">12 місць</span>' in text


def test_in_its_own_language_nothing_is_marked(client, centre):
    CentreTranslation.objects.create(centre=centre, language="en", name="Centre of Verbivka")

    assert "<h1>Центр у Вербівці</h1>" in page(client, language="uk").text


# Maps.


def test_without_a_server_of_tiles_nothing_is_asked_of_anybody(client, centre):
    response = page(client)

    assert "leaflet" not in response.text
    assert "data-map" not in response.text
    assert "49.123456, 31.500000" in response.text
    assert "https://www.google.com/maps/search/?api=1&amp;query=49.123456,31.500000" in response.text


@pytest.mark.parametrize("name", ["centre", "centres"])
def test_with_tiles_the_page_has_a_map_and_its_points(client, centre, settings, name):
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"

    text = client.get(url(f"content:{name}", *(["main"] if name == "centre" else []))).text

    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in text
    points = json.loads(BeautifulSoup(text, "html.parser").find(id="map-points").string)
    assert points == [{"at": [49.123456, 31.5], "name": "Центр у Вербівці", "url": url("content:centre", "main")}]


def test_a_place_that_is_not_known_has_no_map_even_with_tiles(client, settings):
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    factories.CentreFactory(code="main")

    assert "data-map" not in page(client).text


@pytest.mark.parametrize(
    ("tiles", "allowed"),
    [
        ("", []),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("https://tiles.example.org/{z}/{x}/{y}.png", ["https://tiles.example.org"]),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", ["https://*.tiles.example.org"]),
    ],
)
def test_only_the_server_of_tiles_is_let_into_the_policy(tiles, allowed):
    assert origins(tiles) == allowed


# Machines.


def data_block(response) -> dict:
    return json.loads(BeautifulSoup(response.text, "html.parser").find("script", type="application/ld+json").string)


def test_search_engines_read_a_government_office_with_its_hours(client, centre):
    set_up(centre, phones="0 800 000 000", email="cnap@example.com", accessibility_facts={"ramp": "yes", "lift": "no"})
    CalendarException.objects.create(centre=centre, on=date(2026, 3, 9), is_working=False)

    data = data_block(page(client))

    assert (data["@type"], data["name"], data["telephone"]) == ("GovernmentOffice", "Центр у Вербівці", "0800000000")
    assert data["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "09:00",
            "closes": "18:00",
            "dayOfWeek": "https://schema.org/Monday",
        }
    ]
    assert data["specialOpeningHoursSpecification"][0]["validFrom"] == "2026-03-09"
    assert data["geo"]["latitude"] == 49.123456
    assert [feature["value"] for feature in data["amenityFeature"]] == [True, False]


def test_a_name_cannot_break_out_of_the_data_block(client, centre):
    set_up(centre, name="</script><script>alert(1)</script>")

    assert data_block(page(client))["name"] == "</script><script>alert(1)</script>"


def test_the_centres_are_open_data(client, centre):
    period = HoursPeriod.objects.create(centre=centre, title="Літо", starts_on=date(2026, 6, 1))
    OpeningHours.objects.create(centre=centre, period=period, weekday=1, opens_at=time(8), closes_at=time(16))
    factories.CentreFactory(is_active=False)

    (row,) = client.get(url("content:centres_json")).json()["centres"]

    assert (row["code"], row["latitude"], row["mode"]) == ("main", 49.123456, "normal")
    assert row["hours"] == [{"weekday": 1, "opens": "09:00", "closes": "18:00"}]
    assert row["periods"][0] == {
        "title": "Літо",
        "starts_on": "2026-06-01",
        "ends_on": None,
        "hours": [{"weekday": 2, "opens": "08:00", "closes": "16:00"}],
    }
    assert "source_id" not in row


def test_the_open_data_of_many_centres_costs_few_queries(client, django_assert_max_num_queries):
    factories.CentreFactory.create_batch(20)

    with django_assert_max_num_queries(6):
        client.get(url("content:centres_json"))


# The list, narrowed.


@pytest.fixture
def four(centre):
    set_up(centre, accessibility_facts={"ramp": "yes"})
    yar = factories.CentreFactory(name="Віддалене місце", address="с. Яр", kind=CentreKind.REMOTE_DESK, parent=centre)
    return [centre, yar, *factories.CentreFactory.create_batch(2)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ЯР"}, ["Віддалене місце"]),
        ({"kind": "remote_desk"}, ["Віддалене місце"]),
        ({"feature": "ramp"}, ["Центр у Вербівці"]),
        ({"open": "on"}, ["Центр у Вербівці"]),
        ({"q": "яр", "open": "on"}, []),
    ],
)
def test_the_list_is_narrowed_by_what_people_look_for(client, four, query, found):
    with time_machine.travel(MONDAY_NOON, tick=False):
        response = client.get(url("content:centres"), query)

    assert [reception.centre.name for reception, _ in response.context["roots"]] == found
    assert "Show all centres" in response.text


@pytest.mark.parametrize("query", [{"kind": "castle"}, {"feature": "dragon"}, {"q": ""}])
def test_what_makes_no_sense_does_not_narrow(client, four, query):
    assert len(client.get(url("content:centres"), query).context["roots"]) == 3
