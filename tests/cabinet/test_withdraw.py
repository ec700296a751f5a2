import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome

pytestmark = pytest.mark.django_db


def status(application) -> str:
    return Application.objects.get(pk=application.pk).status


def test_it_asks_once_more_and_then_withdraws(cabinet, resident):
    sent = factories.submitted(person=resident)
    page = visit(cabinet, url("cabinet:withdraw", sent.uid))
    before = status(sent)

    after = page.press("Withdraw", {"reason": "Передумала"})

    assert page.h1 == "Withdraw the application?"
    assert before == ApplicationStatus.SUBMITTED
    assert status(sent) == ApplicationStatus.WITHDRAWN
    assert after.path == url("cabinet:application", sent.uid)
    assert "Передумала" in after.text


def test_a_reason_need_not_be_given(cabinet, resident):
    sent = factories.submitted(person=resident)

    visit(cabinet, url("cabinet:withdraw", sent.uid)).press("Withdraw")

    assert status(sent) == ApplicationStatus.WITHDRAWN


def test_decided_meanwhile_it_is_refused_and_the_reason_stays(cabinet, resident, officer):
    case = factories.in_work(officer, person=resident)
    page = visit(cabinet, url("cabinet:withdraw", case.uid))
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)

    refused = page.press("Withdraw", {"reason": "Передумала"})

    assert refused.status == 422
    assert "cannot be done now" in refused.text
    assert refused.value("reason") == "Передумала"
    assert status(case) == ApplicationStatus.DECIDED


def test_a_draft_is_not_withdrawn(cabinet, resident):
    draft = factories.draft(person=resident)

    assert visit(cabinet, url("cabinet:withdraw", draft.uid)).path == url("cabinet:check", draft.uid)
