"""What a hurried hand does at once: a double press, the same page in two tabs. SQLite takes turns by itself."""

import pytest
from django.db import connection
from django.test import Client

from tests import factories
from tests.applications.test_races import at_once
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, Submission

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL"),
]

PRESSES = 4


def tabs(person) -> list[Client]:
    """Return tabs in which this person has signed in."""
    opened = []
    for _ in range(PRESSES):
        client = Client()
        client.force_login(person)
        opened.append(client)
    return opened


def pressed_at_once(person, address: str, typed: dict[str, str]) -> list[tuple[int, str]]:
    """Return the answers to the same form sent from several tabs at the same moment: status, and where to."""
    answers = at_once(*[lambda tab=tab: tab.post(address, typed) for tab in tabs(person)])
    return [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]


def test_a_double_press_begins_one_draft():
    person, offering = factories.PersonFactory(), factories.OfferingFactory()
    typed = {"start_key": "6a4f0b52-6a0b-4c43-9e0c-0f6e1a1f0c11", "centre": offering.centre.code}

    answers = pressed_at_once(person, url("cabinet:start", offering.service.code), typed)

    draft = Application.objects.get()
    assert set(answers) == {(302, url("cabinet:step", draft.uid, "person"))}


def test_a_double_press_sends_one_application():
    person = factories.PersonFactory()
    draft = factories.draft(person=person)

    answers = pressed_at_once(person, url("cabinet:check", draft.uid), {"true": "1"})

    assert set(answers) == {(302, url("cabinet:done", draft.uid))}
    assert Submission.objects.count() == 1


def test_a_double_press_withdraws_once_and_says_so():
    person = factories.PersonFactory()
    sent = factories.submitted(person=person)

    answers = pressed_at_once(person, url("cabinet:withdraw", sent.uid), {})

    assert sorted(status for status, _where in answers) == [302, 422, 422, 422]
    assert sent.status_changes.filter(after="withdrawn").count() == 1


def test_an_answer_that_comes_while_it_is_being_sent_is_in_it_or_refused():
    person = factories.PersonFactory()
    draft = factories.draft(person=person)

    at_once(
        lambda: operations.submit(application=draft, at=factories.NOON),
        lambda: operations.answer(application=draft, typed={"full_name": "Пізня Відповідь"}, at=factories.NOON),
    )

    draft.refresh_from_db()
    assert draft.answers["full_name"] == Submission.objects.get().answers["full_name"]
