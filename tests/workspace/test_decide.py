"""Granting and refusing: a decision is read once more before it is sent."""

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, Decision, DecisionOutcome
from vikno.catalogue.models import RefusalGround

pytestmark = pytest.mark.django_db


def main(response):
    """Return the page without its frame: the display panel has boxes to choose of its own."""
    return response.text.partition("<main")[2]


@pytest.fixture
def case(officer):
    return factories.in_work(officer)


def address(case, outcome):
    return f"{url('workspace:decide', case.uid)}?outcome={outcome}"


def grant(client, case, **typed):
    return client.post(address(case, "granted"), typed, follow=True)


def refuse(client, case, **typed):
    return client.post(address(case, "refused"), typed, follow=True)


def ground_of(case):
    return case.service.card.refusal_grounds.get()


def test_the_page_of_a_grant_asks_whether_it_is_meant(workspace, case):
    response = workspace.get(address(case, "granted"))

    assert "Grant the application?" in response.text
    assert "A decision cannot be undone." in response.text
    assert not Decision.objects.exists()


def test_an_application_is_granted(workspace, case):
    response = grant(workspace, case, reasons="Вітаємо")

    assert "The application is granted." in response.text
    assert Application.objects.get().status == ApplicationStatus.DECIDED
    assert Decision.objects.get().reasons == "Вітаємо"
    assert url("workspace:issue", case.uid) in response.text


def test_a_refusal_offers_the_grounds_of_the_card_and_no_others(workspace, case):
    factories.ServiceFactory()

    response = workspace.get(address(case, "refused"))

    assert "Подано не всі документи" in response.text
    assert main(response).count('type="radio"') == 1


def test_a_refusal_is_shown_once_more_before_it_is_sent(workspace, case):
    response = refuse(workspace, case, ground=ground_of(case).pk, reasons="Немає згоди\nвласника")

    assert response.status_code == 200
    assert "Send this refusal?" in response.text
    assert "Немає згоди<br>власника" in response.text
    assert "A decision cannot be undone." in response.text
    assert not Decision.objects.exists()


def test_a_refusal_that_was_read_through_is_sent(workspace, case):
    response = refuse(workspace, case, ground=ground_of(case).pk, reasons="Немає згоди", confirmed="yes")

    assert "The application is refused." in response.text
    decision = Decision.objects.get()
    assert (decision.outcome, decision.ground) == (DecisionOutcome.REFUSED, "Подано не всі документи")
    assert decision.appeal


def test_a_refusal_can_be_written_anew_before_it_is_sent(workspace, case):
    response = refuse(workspace, case, ground=ground_of(case).pk, reasons="Немає згоди", change="yes")

    assert response.status_code == 200
    assert "Немає згоди" in response.text
    assert "checked" in main(response)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
@pytest.mark.parametrize(
    ("left_out", "words"),
    [("ground", "Choose an answer: Ground of refusal"), ("reasons", "Fill in: Why this ground applies here")],
)
def test_a_refusal_without_ground_or_reasons_is_not_sent(workspace, case, left_out, words, confirmed):
    typed = {"ground": ground_of(case).pk, "reasons": "Немає згоди", **confirmed}
    del typed[left_out]

    response = refuse(workspace, case, **typed)

    assert response.status_code == 422
    assert words in response.text
    assert ("Немає згоди" in response.text) == ("reasons" in typed)
    assert ("checked" in main(response)) == ("ground" in typed)
    assert not Decision.objects.exists()


def test_the_ground_of_another_service_is_refused(workspace, case):
    foreign = factories.ServiceFactory().card.refusal_grounds.get()

    response = refuse(workspace, case, ground=foreign.pk, reasons="Немає згоди", confirmed="yes")

    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_where_the_card_names_no_grounds_the_page_says_whom_to_ask(workspace, case):
    RefusalGround.objects.all().delete()

    response = workspace.get(address(case, "refused"))

    assert "The card of this service names no grounds of refusal" in response.text
    assert "<textarea" not in response.text


@pytest.mark.parametrize("send", [grant, refuse])
def test_a_colleagues_case_is_not_decided_and_what_was_typed_stays(officer, case, send):
    client = Client()
    client.force_login(factories.OfficerFactory(centre=officer.centre).person)

    response = send(client, case, ground=ground_of(case).pk, reasons="Немає згоди", confirmed="yes")

    assert response.status_code == 422
    assert "A colleague works this case." in response.text
    assert "Немає згоди" in response.text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("send", [grant, refuse])
def test_a_case_is_decided_once(workspace, officer, case, send):
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)

    response = send(workspace, case, ground=ground_of(case).pk, reasons="Ще раз", confirmed="yes")

    assert response.status_code == 422
    assert "This cannot be done now" in response.text
    assert Decision.objects.count() == 1
