import pytest

from tests import factories
from vikno.applications.models import Application
from vikno.integration.models import ExternalCase
from vikno.integration.operations import run_exchange_once
from vikno.outbox.models import Delivery

pytestmark = pytest.mark.django_db
APPLICANT = {"family_name": "Паперова", "given_name": "Ганна"}


@pytest.fixture
def said(edms):
    service = factories.OfferingFactory(centre=edms.connection.centre).service
    return {
        "service": service.code,
        "applicant": APPLICANT,
        "papers": [{"name": "Заява", "sheets": 2}],
        "remote": "DOC-1",
    }


def test_paper_gets_a_number_and_a_code_to_follow_it(edms, said, client):
    answer = edms.post("applications", said)

    assert answer.status_code == 201
    case = Application.objects.get(number=answer.json()["number"])
    assert (case.channel, case.status, case.access_code) == ("desk", "submitted", answer.json()["access_code"])
    assert answer["Location"] == f"/api/v1/agency/applications/{case.number}"


def test_who_entered_it_leads_it_and_is_not_given_it_as_new(edms, said, noon):
    edms.post("applications", said)
    run_exchange_once(at=noon)

    case = ExternalCase.objects.get()
    assert (case.connection, case.leads, case.remote) == (edms.connection, True, "DOC-1")
    assert case.received_at is not None
    assert edms.get("feed").json()["items"] == []
    assert not Delivery.objects.filter(consumer=edms.connection.line).exists()


def test_it_is_registered_at_once_where_it_was(edms, said):
    answer = edms.post("applications", {**said, "registered": {"number": "П-7", "on": "2026-03-01"}})

    assert answer.json()["status"] == "registered"
    assert edms.get(f"applications/{answer.json()['number']}").json()["registered"]["number"] == "П-7"


def test_it_is_worked_like_any_other(edms, said):
    number = edms.post("applications", said).json()["number"]

    assert edms.post(f"applications/{number}/status", {"status": "in_work"}).json()["status"] == "in_work"


def test_sent_twice_it_is_entered_once(edms, said):
    key = "8e03978e-40d5-43dd-bc93-6894a57f9324"
    first, second = (edms.post("applications", said, key=key).json() for _ in range(2))

    assert first == second
    assert Application.objects.count() == 1


def test_a_number_that_is_taken_enters_nothing(edms, said):
    told = {**said, "registered": {"number": "П-7", "on": "2026-03-01"}}
    edms.post("applications", told)

    answer = edms.post("applications", {**told, "remote": "DOC-2"})

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:vikno:problem:refused")
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"service": "none"}, {"centre": "elsewhere"}, {"applicant": {"given_name": "Ганна"}}]
)
def test_what_is_not_known_here_is_refused(wrong, edms, said):
    answer = edms.post("applications", {**said, **wrong})

    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_a_desk_below_the_centre_may_be_named(edms, said):
    below = factories.CentreFactory(parent=edms.connection.centre)

    assert edms.post("applications", {**said, "centre": below.code}).status_code == 201


def test_a_system_called_the_same_thing_twice_is_refused_and_nothing_breaks(edms, said):
    edms.post("applications", said)

    assert edms.post("applications", said).status_code == 422
