"""Tests of the public status of an application, for the holder of a receipt without an account."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome

pytestmark = pytest.mark.django_db

WRONG_CODE = "7KM4-9XPQ"
UNKNOWN = "2026-999999-2"


def check(client, number, code, **request):
    return client.post(url("content:status"), {"number": number, "code": code}, **request)


def words(response, *typed):
    """Return the page without what was typed and without what differs on every page: the token against forgery."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    for one in typed:
        text = text.replace(one, "")
    return text


@pytest.fixture
def returned(officer):
    case = factories.in_work(officer)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не видно прізвища Зразкової",
        remarks={"address": "Вкажіть номер будинку"},
        due_on=date(2026, 3, 20),
        at=factories.NOON,
    )
    return Application.objects.get(pk=case.pk)


@pytest.fixture
def issued(officer):
    case = factories.in_work(officer)
    operations.extend(application=case, officer=officer, days=5, reason="Чекаємо на пані Зразкову", at=factories.NOON)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    operations.issue(
        application=case, officer=officer, title="Витяг Зразкової", upload=factories.png(), at=factories.NOON
    )
    return Application.objects.get(pk=case.pk)


def test_the_right_number_and_code_show_the_state_and_the_way(client, officer):
    case = factories.in_work(officer)

    response = check(client, case.number, case.access_code)

    assert response.status_code == 200
    for word in ("In work", "An officer checks", "Sent", "Registered under number", "Taken to work", "12 March 2026"):
        assert word in response.text, word


def test_number_and_code_may_be_typed_as_people_do(client):
    case = factories.submitted()

    response = check(client, f" {case.number.replace('-', ' ')} ", case.access_code.lower().replace("-", ""))

    assert "The centre has received the application." in response.text


def test_a_correction_says_until_when_and_not_what(client, returned):
    response = check(client, returned.number, returned.access_code)

    assert "The centre asks you to correct the application." in response.text
    assert "Answer by 20 March 2026. Sign in to see it." in response.text
    assert "Не видно" not in response.text
    assert "Вкажіть номер" not in response.text


def test_a_decision_does_not_say_which(client, issued):
    response = check(client, issued.number, issued.access_code)

    assert "The result is ready." in response.text
    assert "Term extended by 5 days" in response.text
    for secret in ("Granted", "Витяг", "Чекаємо"):
        assert secret not in response.text


@pytest.mark.parametrize("case", ["returned", "issued"])
def test_no_page_shows_personal_data(client, officer, request, case):
    application = request.getfixturevalue(case)

    text = check(client, application.number, application.access_code).text

    details = [value for value in application.applicant_details.values() if isinstance(value, str)]
    staff = [officer.person.family_name, officer.person.email]
    for secret in (*details, *staff, "Зразков", "Шкільна", "1759013776"):
        assert secret not in text, secret


def test_a_withdrawn_application_says_so(client):
    case = operations.withdraw(application=factories.submitted(), at=factories.NOON)

    assert "The application was withdrawn." in check(client, case.number, case.access_code).text


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client):
    case = factories.submitted()

    unknown = check(client, UNKNOWN, WRONG_CODE)
    wrong = check(client, case.number, WRONG_CODE)

    assert unknown.status_code == wrong.status_code == 422
    assert words(unknown, UNKNOWN) == words(wrong, case.number)
    assert "We found no application" in wrong.text
    assert set(unknown.headers) == set(wrong.headers)


def test_a_wrong_number_and_a_wrong_code_cost_the_same_queries(client):
    case = factories.submitted()
    costs = []

    for number in (UNKNOWN, case.number, "no number at all"):
        with CaptureQueriesContext(connection) as executed:
            check(client, number, WRONG_CODE)
        costs.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in executed])

    assert costs[0] == costs[1] == costs[2]


def test_a_draft_has_no_status_to_show(client):
    draft = factories.draft()

    assert Application.objects.filter(pk=draft.pk, number=None).exists()
    assert check(client, "", "").status_code == 422


@pytest.mark.parametrize(
    ("typed", "message"),
    [({"code": "x"}, "Fill in: Number of the application"), ({"number": "1"}, "Fill in: Access code")],
)
def test_an_empty_field_is_named_and_costs_no_try(client, typed, message):
    for _ in range(12):
        response = client.post(url("content:status"), typed)

    assert response.status_code == 422
    assert message in response.text
    assert "<title>Error:" in response.text


def test_the_number_on_the_receipt_is_filled_in_and_the_code_is_not(client):
    response = client.get(url("content:status"), {"number": "2026-000001-9", "code": "7KM4-9XPQ"})

    assert 'value="2026-000001-9"' in response.text
    assert 'value="7KM4-9XPQ"' not in response.text


def test_what_is_in_the_address_cannot_become_markup(client):
    response = client.get(url("content:status"), {"number": '"><script>alert(1)</script>'})

    assert "<script>alert" not in response.text


def test_nothing_of_it_is_kept_by_browsers_or_proxies(client):
    case = factories.submitted()

    for response in (client.get(url("content:status")), check(client, case.number, case.access_code)):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]


def test_after_ten_wrong_tries_one_waits_and_is_told_how_long(client):
    case = factories.submitted()
    with time_machine.travel(factories.NOON, tick=False):
        for _ in range(10):
            assert check(client, case.number, WRONG_CODE).status_code == 422

        response = check(client, case.number, case.access_code)

    assert response.status_code == 429
    assert "Too many tries" in response.text
    assert "Try again after 12:15" in response.text
    assert response["Retry-After"] == "900"
    assert "In work" not in response.text


def test_the_wait_ends(client):
    case = factories.submitted()
    with time_machine.travel(factories.NOON, tick=False) as clock:
        for _ in range(11):
            check(client, case.number, WRONG_CODE)
        clock.shift(timedelta(minutes=15, seconds=1))

        assert check(client, case.number, case.access_code).status_code == 200


def test_another_address_is_not_held_up(client):
    case = factories.submitted()
    for _ in range(11):
        check(client, case.number, WRONG_CODE, REMOTE_ADDR="203.0.113.1")

    assert check(client, case.number, case.access_code, REMOTE_ADDR="203.0.113.2").status_code == 200


def test_a_made_up_forwarding_header_does_not_get_round_the_limit(client):
    for number in range(11):
        response = check(client, UNKNOWN, WRONG_CODE, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert response.status_code == 429


def test_those_who_know_their_code_may_look_as_often_as_they_like(client):
    case = factories.submitted()

    for _ in range(12):
        assert check(client, case.number, case.access_code).status_code == 200


def test_a_form_from_another_site_is_refused():
    assert check(Client(enforce_csrf_checks=True), UNKNOWN, WRONG_CODE).status_code == 403


def test_a_paper_application_is_sent_to_the_centre_not_to_the_sign_in_page(client, officer):
    case = factories.submitted()
    Application.objects.filter(pk=case.pk).update(channel="desk", status=ApplicationStatus.RETURNED)

    response = check(client, case.number, case.access_code)

    assert "Come to the centre with your document." in response.text
    assert "Sign in to see it." not in response.text


def test_somebody_who_has_signed_in_is_led_to_their_applications(cabinet):
    text = cabinet.get(url("content:status")).text.rpartition("<aside")[2].partition("</aside>")[0]

    assert url("cabinet:home") in text
    assert url("account_login") not in text
