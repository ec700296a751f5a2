"""What one learns from a number and a code, and what the two kinds of wrong guess cost."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from vikno.applications import queries

pytestmark = pytest.mark.django_db


def test_a_wrong_number_and_a_wrong_code_ask_the_database_the_same():
    application = factories.submitted()
    asked = []

    for number, code in (("2026-999999-2", "7KM4-9XPQ"), (application.number, "7KM4-9XPQ"), ("nonsense", "")):
        with CaptureQueriesContext(connection) as executed:
            assert queries.application_by_code(number, code) is None
        asked.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in executed])

    assert len(asked[0]) == 1
    assert asked[0] == asked[1] == asked[2]


def test_until_the_code_agrees_nothing_but_the_code_is_unsealed():
    application = factories.submitted()

    with CaptureQueriesContext(connection) as executed:
        queries.application_by_code(application.number, "7KM4-9XPQ")

    assert "access_code" in executed[0]["sql"]
    assert "answers" not in executed[0]["sql"]
    assert "applicant_details" not in executed[0]["sql"]


def test_services_are_ranked_by_how_often_they_were_applied_for():
    first, second = factories.OfferingFactory(), factories.OfferingFactory()
    person = factories.PersonFactory()
    for offering in (first, second, second):
        draft = drafted(offering, person)
        factories.operations.submit(application=draft, at=factories.NOON)
    factories.draft()

    assert queries.most_requested_services(since=factories.NOON, most=5) == [second.service_id, first.service_id]
    assert queries.most_requested_services(since=factories.NOON, most=1) == [second.service_id]
    assert queries.most_requested_services(since=factories.NOON + datetime.timedelta(days=1), most=5) == []


def drafted(offering, person):
    draft = factories.operations.start(
        service=offering.service, centre=offering.centre, applicant=person, at=factories.NOON
    )
    return factories.operations.answer(application=draft, typed=factories.COMPLETE_ANSWERS, at=factories.NOON)
