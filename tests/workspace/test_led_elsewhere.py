"""A case that another system leads: what its page shows, what is not offered, what is refused."""

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from tests.integration import stub_partner
from vikno.applications.models import Application
from vikno.centres.models import OfficerRole
from vikno.integration.connectors.base import RemoteDecision, RemoteRegistration
from vikno.integration.models import ExternalCase
from vikno.outbox.models import Delivery, Event

pytestmark = pytest.mark.django_db

REFUSED = ["register", "accept", "take", "take_over", "return", "extend", "decide"]


@pytest.fixture
def connection(officer):
    return stub_partner.joined(officer.centre)


@pytest.fixture
def case(connection):
    return stub_partner.handed_in(connection)


@pytest.fixture
def head(officer):
    client = Client()
    client.force_login(factories.OfficerFactory(centre=officer.centre, role=OfficerRole.HEAD).person)
    return client


def page(client, case):
    return client.get(url("workspace:case", case.uid))


def test_the_officer_sees_where_the_case_stands_in_the_other_system(workspace, case, connection):
    stub_partner.say(
        case, connection, status="У роботі", who="Мельник О. П.", registered=RemoteRegistration(number="55-н")
    )

    text = page(workspace, case).text

    for words in ("This case is worked on in “АСКОД”", f"there-{case.number}", "У роботі", "Мельник О. П.", "55-н"):
        assert words in text


def test_nothing_of_other_systems_stands_beside_a_case_that_is_worked_here(workspace, officer):
    text = page(workspace, factories.in_work(officer)).text

    assert "In other systems" not in text


def test_what_did_not_get_through_stands_with_its_reason(workspace, case, connection):
    Delivery.objects.filter(consumer=connection.line).update(
        status="given_up", trouble_kind="rejected", trouble="HTTP 400"
    )

    text = page(workspace, case).text

    assert "not delivered, a person has to look" in text
    assert "The other system did not take it." in text


@pytest.mark.parametrize("act", REFUSED)
def test_an_act_of_the_other_system_is_neither_offered_nor_done(workspace, case, act):
    address = url(f"workspace:{act}", case.uid)

    response = workspace.post(address)

    assert address not in page(workspace, case).text
    assert response.status_code == 403
    assert "This case is worked on in “АСКОД”" in response.text
    assert Application.objects.get(pk=case.pk).status == "submitted"


def test_the_result_may_be_handed_over_here(workspace, case, connection):
    stub_partner.say(case, connection, decided=RemoteDecision(granted=True))

    assert url("workspace:issue", case.uid) in page(workspace, case).text
    assert workspace.get(url("workspace:issue", case.uid)).status_code == 200


def test_a_copy_for_another_system_takes_nothing_from_the_officers(workspace, officer):
    copied = stub_partner.joined(officer.centre, leads=False)
    case = stub_partner.handed_in(copied)

    text = page(workspace, case).text

    assert "In other systems" in text
    assert url("workspace:accept", case.uid) in text


def test_only_the_head_is_offered_to_take_the_case_back(workspace, head, case):
    assert "Take the case back" not in page(workspace, case).text
    assert "Take the case back" in page(head, case).text


def test_the_head_takes_back_a_case_that_the_other_system_works_on(head, case, connection):
    stub_partner.say(case, connection, status="У роботі")

    response = head.post(url("workspace:lead_here", case.uid), follow=True)

    assert "The case is worked on here now." in response.text
    assert url("workspace:decide", case.uid) in response.text
    assert Event.objects.filter(name="application.taken_over").exists()


def test_what_the_other_system_says_afterwards_moves_nothing(head, case, connection):
    head.post(url("workspace:lead_here", case.uid))

    stub_partner.say(case, connection, decided=RemoteDecision(granted=True))

    assert Application.objects.get(pk=case.pk).status == "submitted"


def test_a_case_that_the_other_system_had_not_taken_is_registered_here(head, case):
    head.post(url("workspace:lead_here", case.uid))

    response = head.post(url("workspace:accept", case.uid), follow=True)

    assert "The case is registered and in work." in response.text


def test_an_officer_who_is_not_the_head_is_refused(workspace, case):
    response = workspace.post(url("workspace:lead_here", case.uid))

    assert response.status_code == 403
    assert "Only the head of the centre can take a case back" in response.text


def test_a_case_that_is_worked_here_already_cannot_be_taken_back(head, officer):
    case = factories.submitted(centre=officer.centre)

    response = head.post(url("workspace:lead_here", case.uid))

    assert response.status_code == 422
    assert "This case is worked on here already." in response.text
    assert ExternalCase.objects.get(application=case).leads
