"""The status map: what a word of another system means here, and what the resident reads."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from tests.integration import stub_partner
from tests.integration.stub_partner import NOON
from vikno.applications.models import Application
from vikno.audit.models import AuditEntry
from vikno.centres.models import OfficerRole
from vikno.integration import operations
from vikno.integration.connectors.base import RawInboundMessage
from vikno.integration.models import ConnectionAlert

pytestmark = pytest.mark.django_db

WORDS = {"foreign": "На підписі", "words_uk": "Рішення підписують", "words_en": "The decision is being signed"}


@pytest.fixture
def connection(officer):
    return stub_partner.joined(officer.centre)


@pytest.fixture
def head(officer):
    client = Client()
    client.force_login(factories.OfficerFactory(centre=officer.centre, role=OfficerRole.HEAD).person)
    return client


def add(head, **typed):
    return head.post(url("workspace:exchange_map_add", "askod"), typed, follow=True)


def brought_on(connection, word):
    mapping = connection.mappings.get(foreign=word)
    return operations.reapply_status_mapping(mapping=mapping, at=NOON + timedelta(hours=1))


def test_the_map_says_what_a_word_means_and_what_the_resident_reads(head, connection):
    connection.mappings.update(words_uk="Працюємо над заявою", needs_action=True)

    text = head.get(url("workspace:exchange_map", "askod")).text

    for words in ("У роботі", "In work", "Працюємо над заявою", "The resident must do something"):
        assert words in text


def test_a_line_is_added(head, connection):
    response = add(head, **WORDS, meaning="in_work", sends_letter="on")

    row = connection.mappings.get(foreign="На підписі")
    assert (row.meaning, row.words_uk, row.sends_letter, row.needs_action) == (
        "in_work",
        WORDS["words_uk"],
        True,
        False,
    )
    assert "“На підписі” is in the map." in response.text
    assert AuditEntry.objects.filter(action="status_map.changed").exists()


def test_a_line_is_changed(head, connection):
    row = connection.mappings.get()

    head.post(url("workspace:exchange_map_line", "askod", row.pk), {"foreign": "У роботі", "words_uk": "Працюємо"})

    row.refresh_from_db()
    assert (row.meaning, row.words_uk) == ("", "Працюємо")


def test_a_line_is_taken_out(head, connection):
    row = connection.mappings.get()

    head.post(url("workspace:exchange_map_line", "askod", row.pk), {"remove": ""})

    assert not connection.mappings.exists()
    assert AuditEntry.objects.filter(action="status_map.removed").exists()


def test_a_word_that_is_there_is_refused_and_what_was_typed_stays(head, connection):
    response = add(head, foreign=" у РОБОТІ ", meaning="in_work", words_uk="Працюємо")

    assert response.status_code == 422
    assert "is in the map already" in response.text
    assert 'value="Працюємо"' in response.text
    assert connection.mappings.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"foreign": "X"}, "Choose a status, or write what the resident reads"),
        ({"foreign": "X", "words_en": "Wait"}, "Write it in Ukrainian too"),
        ({"foreign": "X", "meaning": "in_work", "needs_action": "on"}, "Write what the resident must do."),
        ({"meaning": "in_work"}, "Status there"),
    ],
)
def test_a_line_that_would_say_nothing_is_refused(head, connection, typed, words):
    response = add(head, **typed)

    assert response.status_code == 422
    assert words in response.text


def test_the_preview_shows_what_the_resident_will_read_and_keeps_nothing(head, connection):
    text = add(head, **WORDS, meaning="granted", preview="").text

    for words in ("The decision is being signed", "Рішення підписують", "The usual letter goes out"):
        assert words in text
    assert connection.mappings.count() == 1


def test_without_own_words_the_preview_shows_the_usual_ones(head, connection):
    text = add(head, foreign="Взято", meaning="in_work", preview="").text

    assert "Taken to work" in text
    assert "Взято в роботу" in text


def test_the_alert_to_a_word_goes_when_the_word_is_in_the_map(head, connection):
    alert = operations.raise_alert(
        connection, ConnectionAlert.ConnectionAlertKind.UNKNOWN_STATUS, "на підписі", at=NOON
    )

    add(head, **WORDS)

    alert.refresh_from_db()
    assert alert.cleared_at


def test_cases_that_stood_at_an_unknown_word_are_brought_on_with_the_note_that_came_with_it(head, connection):
    case = stub_partner.handed_in(connection)
    body = f'{{"application": "{case.number}", "status": "На підписі", "note": "До п’ятниці"}}'.encode()
    message, _ = operations.store_message(
        connection=connection, incoming=RawInboundMessage(id="1", kind="x", body=body), at=NOON
    )
    operations.handle_message(message=message, at=NOON)
    assert Application.objects.get(pk=case.pk).status == "submitted"

    add(head, **WORDS, meaning="in_work")

    assert brought_on(connection, "На підписі") == 1
    assert Application.objects.get(pk=case.pk).status == "in_work"
    assert case.milestones.get(kind="progress").note == "До п’ятниці"


def test_a_case_that_has_moved_on_is_not_brought_back(head, connection):
    case = stub_partner.handed_in(connection)
    stub_partner.say(case, connection, status="На підписі")
    stub_partner.say(case, connection, status="У роботі")

    add(head, **WORDS, meaning="refused")

    assert brought_on(connection, "На підписі") == 0
    assert Application.objects.get(pk=case.pk).status == "in_work"


def test_a_case_that_cannot_be_brought_on_is_told_as_a_difference(connection):
    case = stub_partner.handed_in(connection)
    stub_partner.say(case, connection, status="Архів")
    connection.post.is_active = False
    connection.post.save(update_fields=["is_active"])
    connection.mappings.create(foreign="Архів", meaning="in_work")

    assert brought_on(connection, "Архів") == 0
    assert ConnectionAlert.objects.filter(
        kind=ConnectionAlert.ConnectionAlertKind.DIFFERENCE, subject=case.number
    ).exists()
