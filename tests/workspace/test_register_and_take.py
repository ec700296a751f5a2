"""Registering, taking and taking over a case by one press, and the words of a refusal."""

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, Registration
from vikno.centres.models import OfficerRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return factories.OfficerFactory(person__family_name="Перша")


@pytest.fixture
def case(officer):
    return factories.submitted(centre=officer.centre)


@pytest.fixture
def colleague(officer):
    """Another officer of the centre, signed in."""
    client = Client()
    client.force_login(factories.OfficerFactory(centre=officer.centre).person)
    return client


def press(client, act, case, **typed):
    return client.post(url(f"workspace:{act}", case.uid), typed, follow=True)


def test_one_press_registers_under_the_next_number_and_takes(workspace, officer, case):
    response = press(workspace, "accept", case)

    assert "The case is registered and in work." in response.text
    case = Application.objects.get()
    assert (case.status, case.officer) == (ApplicationStatus.IN_WORK, officer)
    assert "Grant" in response.text


def test_a_number_and_a_date_can_be_given_by_hand(workspace, case):
    press(workspace, "register", case, number="08-77", on="2026-03-02")

    registration = Registration.objects.get()
    assert (registration.number, registration.on.isoformat()) == ("08-77", "2026-03-02")


def test_reception_registers(officer, case):
    client = Client()
    client.force_login(factories.OfficerFactory(centre=officer.centre, role=OfficerRole.RECEPTION).person)

    response = press(client, "register", case)

    assert "The case is registered." in response.text
    assert "The case waits for an officer." in response.text


def test_a_taken_number_is_refused_in_words_and_what_was_typed_stays(workspace, officer, case):
    factories.registered(officer)

    response = press(workspace, "accept", case, number="1/26", on="2026-03-02")

    assert response.status_code == 422
    assert "Number 1/26 is taken this year" in response.text
    assert 'value="1/26"' in response.text
    assert 'value="2026-03-02"' in response.text
    assert "<title>Error:" in response.text
    assert Application.objects.get(pk=case.pk).status == ApplicationStatus.SUBMITTED


def test_a_date_to_come_is_refused(workspace, case):
    response = press(workspace, "register", case, on="2126-01-01")

    assert response.status_code == 422
    assert "The date of registration cannot be in the future." in response.text
    assert 'value="2126-01-01"' in response.text


def test_what_is_no_date_is_refused_and_stays(workspace, case):
    response = press(workspace, "register", case, number="08-77", on="учора")

    assert response.status_code == 422
    assert 'value="учора"' in response.text
    assert 'value="08-77"' in response.text
    assert not Registration.objects.exists()


def test_of_two_officers_who_press_at_once_the_second_is_told_who_was_quicker(workspace, colleague, officer, case):
    press(workspace, "accept", case)

    response = press(colleague, "accept", case)

    assert response.status_code == 422
    assert "This application is registered already." in response.text
    assert "Перша О.\u00a0Т. works on this case." in response.text
    assert Application.objects.get().officer == officer


def test_of_two_officers_who_take_a_registered_case_the_second_is_refused(workspace, colleague, officer, case):
    operations.register(application=case, officer=officer, at=factories.NOON)
    press(workspace, "take", case)

    response = press(colleague, "take", case)

    assert response.status_code == 422
    assert "This cannot be done now" in response.text
    assert Application.objects.get().officer == officer


def test_what_is_not_registered_is_not_taken(workspace, case):
    response = press(workspace, "take", case)

    assert response.status_code == 422
    assert "Register the application first." in response.text


def test_a_case_is_taken_over_from_whom_the_page_named(colleague, officer):
    case = factories.in_work(officer)

    response = press(colleague, "take_over", case, colleague=officer.person.ref)

    assert "You work on this case now." in response.text
    assert Application.objects.get().officer != officer


def test_a_case_that_has_passed_on_is_not_taken_over(colleague, workspace, officer):
    case = factories.in_work(officer)
    third = factories.OfficerFactory(centre=officer.centre)
    operations.take_over(application=case, officer=third, colleague=officer.person.ref, at=factories.NOON)

    response = press(colleague, "take_over", case, colleague=officer.person.ref)

    assert response.status_code == 422
    assert "The case has passed to somebody else meanwhile" in response.text
    assert Application.objects.get().officer == third


def test_what_was_withdrawn_is_not_registered(workspace, case):
    operations.withdraw(application=case, at=factories.NOON)

    response = press(workspace, "accept", case)

    assert response.status_code == 422
    assert "This cannot be done now" in response.text
    assert not Registration.objects.exists()
