from datetime import timedelta

import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import returned
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, DecisionOutcome
from vikno.catalogue.models import RefusalGround

pytestmark = pytest.mark.django_db


def home(client, more: str = ""):
    return visit(client, url("cabinet:home") + more)


def headings(page) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.main.find_all("h2")]


def issued(officer, resident) -> Application:
    case = factories.in_work(officer, person=resident)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    operations.issue(
        application=case, officer=officer, title="Витяг", upload=factories.png("extract.png"), at=factories.NOON
    )
    return case


def test_who_has_none_is_told_what_will_be_here(cabinet):
    page = home(cabinet)

    assert "You have no applications yet" in page.text
    assert page.links["Choose a service"] == url("content:services")


def test_a_draft_is_plainly_not_sent_and_can_be_gone_on_with_or_deleted(cabinet, resident):
    draft = factories.draft(person=resident, answers={"full_name": "Зразкова Олена"})

    page = home(cabinet)

    assert headings(page) == ["Not sent yet"]
    assert "You stopped at step 1 of 3. The centre has not received it." in page.text
    assert "We keep the draft until 1 April 2026." in page.text
    assert page.follow("Continue").path == url("cabinet:step", draft.uid, "person")
    assert page.follow("Delete").path == url("cabinet:discard", draft.uid)


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        pytest.param({"full_name": "Зразкова", "rnokpp": "1759013776"}, "home", id="the second step is untouched"),
        pytest.param({"full_name": "Зразкова", "right": "owner"}, "person", id="the first step lacks something"),
        pytest.param({**factories.COMPLETE_ANSWERS, "right": "rent"}, "home", id="a file is missing"),
    ],
)
def test_a_draft_goes_on_where_it_was_left(cabinet, resident, answers, step):
    draft = factories.draft(person=resident, answers=answers)

    assert home(cabinet).follow("Continue").path == url("cabinet:step", draft.uid, step)


def test_a_complete_draft_goes_on_with_the_check(cabinet, resident):
    draft = factories.draft(person=resident)

    assert home(cabinet).follow("Continue").path == url("cabinet:check", draft.uid)


def test_what_needs_the_resident_goes_before_what_the_centre_does(cabinet, resident, officer):
    factories.submitted(person=resident)
    returned(officer, remarks={"address": "Номер будинку"}, person=resident)
    issued(officer, resident)
    factories.draft(person=resident)

    page = home(cabinet)

    assert headings(page) == ["Not sent yet", "Your action is needed", "At the centre", "Finished"]
    for words in (
        "Не все видно Answer by 20 March 2026.",
        "The centre has received the application. Nothing is needed from you. Decision by 12 March 2026.",
        "The result is ready.",
    ):
        assert words in page.text


def test_what_the_centre_does_is_told_at_each_stage(cabinet, resident, officer):
    registered = factories.registered(officer, person=resident)
    factories.in_work(officer, person=resident)

    page = home(cabinet)

    assert f"registered the application under number {registered.registration.number}" in page.text
    assert "An officer checks the application" in page.text


def test_a_refusal_and_a_withdrawal_are_finished(cabinet, resident, officer):
    refused = factories.in_work(officer, person=resident)
    ground = RefusalGround.objects.get(card__service=refused.service)
    operations.decide(
        application=refused,
        officer=officer,
        outcome=DecisionOutcome.REFUSED,
        ground=ground,
        reasons="Немає договору",
        at=factories.NOON,
    )
    operations.withdraw(application=factories.submitted(person=resident), at=factories.NOON)

    page = home(cabinet)

    assert headings(page) == ["Finished"]
    assert "The application was refused. Open it to read why and how to appeal." in page.text
    assert "You withdrew this application." in page.text


def test_a_result_is_downloaded_from_the_list(cabinet, resident, officer):
    case = issued(officer, resident)

    link = home(cabinet).links["Download : Витяг"]

    assert link == url("cabinet:result", case.uid, case.results.get().file.uid)


def test_what_others_have_is_not_here(cabinet):
    factories.draft()
    factories.submitted()

    assert "You have no applications yet" in home(cabinet).text


def test_a_long_history_has_pages(cabinet, resident):
    for number in range(22):
        at = factories.NOON + timedelta(days=number)
        case = operations.submit(application=factories.draft(person=resident), at=at)
        operations.withdraw(application=case, at=at)

    first, second = home(cabinet), home(cabinet, "?page=2")

    assert len(first.main.select(".case")) == 20
    assert len(second.main.select(".case")) == 2
    assert home(cabinet, "?page=nonsense").status == 200


def test_the_list_costs_the_same_however_long_it_is(cabinet, resident, officer, django_assert_max_num_queries):
    for _ in range(4):
        factories.draft(person=resident)
        factories.registered(officer, person=resident)
        returned(officer, remarks={"address": "Номер"}, person=resident)
        issued(officer, resident)

    with django_assert_max_num_queries(24):
        home(cabinet)
