"""The whole way of a case with the example client against a server that listens: what a vendor does, done."""

import pytest
from django.utils import timezone

from examples.agency_client.client import Agency, RequestRefused
from examples.agency_client.work import work
from tests import factories
from tests.api.partner_client import joined
from tests.api.portal_server import listening
from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.operations import answer, resubmit
from vikno.integration.models import Connection, Milestone
from vikno.integration.operations import run_exchange_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
RESULT = factories.png(size=400).content


@pytest.fixture
def edms(transactional_db):
    Connection.objects.get_or_create(code="workspace", defaults={"name": "Vikno", "connector": "workspace"})
    return joined(factories.CentreFactory())


@pytest.fixture
def agency(edms):
    with (
        listening() as address,
        Agency(address, edms.credentials.client_id, edms.credentials.client_secret) as agency,
    ):
        yield agency


@pytest.fixture
def result(tmp_path):
    file = tmp_path / "result.png"
    file.write_bytes(RESULT)
    return file


def test_a_case_is_worked_from_the_feed_to_its_result(agency, edms, result):
    case = edms.given()

    cursor = work(agency, "", result)

    case.refresh_from_db()
    assert case.status == ApplicationStatus.ISSUED
    assert case.registration.number == "1/01-15"
    assert case.results.get().file.size == len(RESULT)
    assert {one.kind for one in Milestone.objects.filter(application=case)} >= {"sent", "received"}
    assert cursor == "1"


def test_worked_again_from_the_beginning_nothing_is_done_twice(agency, edms, result):
    case = edms.given()
    work(agency, "", result)

    work(agency, "", result)

    assert case.results.count() == 1
    assert case.status_changes.filter(after=ApplicationStatus.DECIDED).count() == 1


def test_a_case_goes_back_to_the_applicant_and_comes_again(agency, edms):
    case = edms.given()
    agency.give_back(case.number, "Уточніть телефон", {"phone": "Немає такого"}, agency.application(case.number)[1])
    answer(application=case, typed={"phone": "067 123 45 67"}, at=timezone.now())
    resubmit(application=case, at=timezone.now())
    run_exchange_once(at=timezone.now())

    kinds = [item["type"] for item, _cursor in agency.news("")]

    assert kinds[-1] == "application.resubmitted"
    assert agency.application(case.number)[0]["submission"] == 2


def test_paper_is_entered_and_followed(agency, edms):
    service = factories.OfferingFactory(centre=edms.connection.centre).service
    made = agency.enter_paper(service.code, {"family_name": "Паперова", "given_name": "Ганна"}, "P-1")

    agency.register(made["number"], "П-1", "2026-03-02")

    assert Application.objects.get(number=made["number"]).status == ApplicationStatus.REGISTERED


def test_a_refusal_reaches_the_program_as_a_problem(agency):
    with pytest.raises(RequestRefused, match="not-found"):
        agency.application("2026-000001-7")
