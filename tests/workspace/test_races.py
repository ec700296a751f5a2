"""Two officers, one case, the same moment; one officer, a double press. SQLite takes turns by itself."""

import pytest
from django.db import connection
from django.test import Client

from tests import factories
from tests.applications.test_races import at_once
from tests.english_urls import url
from tests.workspace.test_intake import TYPED
from vikno.applications.models import Application, Decision, Registration

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL"),
]


def signed_in(officer) -> Client:
    client = Client()
    client.force_login(officer.person)
    return client


def pressed_at_once(officers, address, typed):
    """Return the answers to the same press by each of these officers at the same moment."""
    browsers = [signed_in(officer) for officer in officers]
    return at_once(*[lambda browser=browser: browser.post(address, typed) for browser in browsers])


@pytest.fixture
def officers():
    first = factories.OfficerFactory()
    return [first, *(factories.OfficerFactory(centre=first.centre) for _ in range(3))]


def test_one_of_the_officers_who_press_at_once_gets_the_case_and_the_others_are_told(officers):
    case = factories.submitted(centre=officers[0].centre)

    answers = pressed_at_once(officers, url("workspace:accept", case.uid), {})

    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    refused = [answer.text for answer in answers if answer.status_code == 422]
    assert all("This application is registered already." in text for text in refused)
    assert Registration.objects.count() == 1
    assert Application.objects.get().officer in officers


def test_cases_registered_at_once_get_numbers_of_their_own(officers):
    cases = [factories.submitted(centre=officers[0].centre) for _ in officers]
    browsers = [signed_in(officer) for officer in officers]
    presses = [
        lambda browser=browser, case=case: browser.post(url("workspace:accept", case.uid))
        for browser, case in zip(browsers, cases, strict=True)
    ]

    answers = at_once(*presses)

    assert [answer.status_code for answer in answers] == [302] * 4
    assert len(set(Registration.objects.values_list("number", flat=True))) == 4


def test_a_case_is_decided_once_however_often_the_button_is_pressed(officers):
    case = factories.in_work(officers[0])
    address = f"{url('workspace:decide', case.uid)}?outcome=granted"

    answers = pressed_at_once([officers[0]] * 4, address, {})

    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    assert Decision.objects.count() == 1


def test_a_double_press_at_the_desk_enters_one_application(officers):
    offering = factories.OfferingFactory(centre=officers[0].centre)
    address = f"{url('workspace:intake')}?centre={offering.centre.code}&service={offering.service.code}"
    typed = {**TYPED, "papers-1-sheets": "1", "key": "2b0f5a52-6a0b-4c43-9e0c-0f6e1a1f0c22"}

    answers = pressed_at_once([officers[0]] * 4, address, typed)

    case = Application.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {url("workspace:entered", case.uid)}
