"""Tests of a card as linked data, JSON and PDF, and of its earlier versions."""

import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from pypdf import PdfReader

from tests import factories
from tests.english_urls import url
from vikno.catalogue.models import CardDocument, LegalAct, ServiceCard

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 9, 7, 10, tzinfo=UTC)


@pytest.fixture
def card():
    offering = factories.OfferingFactory(service__code="residence", service__title="Реєстрація </script> місця")
    return offering.service.card


def publish(card, at, **words):
    """Publish a card as an editor does on that day."""
    for name, value in words.items():
        setattr(card, name, value)
    with time_machine.travel(at, tick=False):
        card.save_revision().publish()
    return ServiceCard.objects.get(pk=card.pk)


@pytest.fixture
def twice(card):
    """Return a card that was published in spring, and with other texts in autumn."""
    card.documents = [CardDocument(name="Паспорт", sort_order=0)]
    card = publish(card, SPRING, result="Довідка", fee_amount=Decimal(10))
    card.documents = [CardDocument(name="Закордонний паспорт", sort_order=0)]
    return publish(card, AUTUMN, result="Витяг", fee_amount=Decimal(20))


def linked_data(text):
    blocks = BeautifulSoup(text, "html.parser").find_all("script", type="application/ld+json")
    return [json.loads(block.string) for block in blocks]


# For machines.


def test_search_engines_read_the_card_as_a_government_service(client, card):
    publish(card, SPRING, fee_amount=Decimal("49.92"))

    said = next(one for one in linked_data(client.get(url("content:service", "residence")).text) if "offers" in one)

    assert said["@type"] == "GovernmentService"
    assert said["name"] == "Реєстрація </script> місця"
    assert said["offers"]["price"] == "49.92"
    assert len(said["availableChannel"]) == 2


def test_the_card_is_there_as_json(client, card):
    card.legal_acts = [LegalAct(title="Закон", number="1871-IX", changed_on=AUTUMN.date(), sort_order=0)]
    publish(card, SPRING, fee_amount=Decimal("49.92"), reviewed_on=SPRING.date())

    said = client.get(url("content:card_data", "residence")).json()

    assert said["fee"]["amount"] == "49.92"
    assert said["term"] == {"days": 10, "least_days": None, "unit": "calendar", "words": ""}
    assert said["legal_acts"][0]["changed_since_review"] is True
    assert said["version"]["number"] == 1


# On paper.


def test_the_paper_says_what_the_page_says(client, twice):
    response = client.get(url("content:card_pdf", "residence"))

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    for words in ("Закордонний паспорт", "Витяг", "20.00", "Up to 10 calendar days", "Version 2"):
        assert words in text
    assert response["Content-Disposition"] == 'inline; filename="residence.pdf"'


# Earlier texts.


def test_an_earlier_text_is_read_as_it_stood_and_leads_to_the_one_in_force(client, twice):
    text = client.get(url("content:card_version", "residence", "1")).text

    assert "Довідка" in text
    assert "Витяг" not in text
    assert "This text is not in force." in text
    assert "It was replaced on 7 September 2026." in text
    assert "Apply online" not in text


def test_a_text_says_what_it_changed(client, twice):
    text = client.get(url("content:card_version", "residence", "2")).text

    changes = BeautifulSoup(text, "html.parser").select_one(".changes")
    assert [one.get_text() for one in changes.select("del")] == ["10.00 UAH", "Довідка", "Паспорт · from you"]
    assert [one.get_text() for one in changes.select("ins")] == ["20.00 UAH", "Витяг", "Закордонний паспорт · from you"]


def test_all_texts_are_listed_the_newest_first(client, twice):
    text = client.get(url("content:card_versions", "residence")).text

    assert text.index("Version 2") < text.index("Version 1")


@pytest.mark.parametrize(("day", "number"), [("2026-03-02", "1"), ("2026-09-06", "1"), ("2026-09-07", "2")])
def test_the_text_of_a_day_is_found_by_the_date(client, twice, day, number):
    asked = client.get(url("content:card_versions", "residence"), {"on": day})

    shown = client.get(asked["Location"])

    assert shown["Location"] == url("content:card_version", "residence", number)


def test_a_day_before_the_first_text_has_none(client, twice):
    assert client.get(url("content:card_version", "residence", "2026-03-01")).status_code == 404


@pytest.mark.parametrize("day", ["32.13.2026", "2026-02-30", "вчора"])
def test_what_is_no_date_is_told(client, twice, day):
    response = client.get(url("content:card_versions", "residence"), {"on": day})

    assert response.status_code == 200
    assert "Choose a date, for example 2026-03-02." in response.text


@pytest.mark.parametrize("which", ["3", "0", "01", "abc", "2026-02-30"])
def test_a_text_that_never_was_is_not_found(client, twice, which):
    assert client.get(url("content:card_version", "residence", which)).status_code == 404


def test_a_card_never_published_says_so(client, card):
    assert "No versions yet" in client.get(url("content:card_versions", "residence")).text
