import pytest
from django.test import Client

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import FAMILY_ANSWERS, family_draft
from tests.english_urls import url
from vikno.applications import operations

pytestmark = pytest.mark.django_db


def step(draft, key: str) -> str:
    return url("cabinet:step", draft.uid, key)


@pytest.fixture
def draft(resident):
    return factories.draft(person=resident, answers={})


@pytest.fixture
def family(resident):
    return family_draft(resident)


def test_it_asks_one_topic_and_offers_what_is_known(cabinet, draft):
    page = visit(cabinet, step(draft, "person"))

    assert page.status == 200
    assert page.h1 == "Про Вас"
    assert page.title.startswith("Про Вас – Step 1 of 3")
    assert page.value("full_name") == "Зразкова Олена Тестівна"
    assert page.value("phone") == "+380 67 123 4567"
    assert page.buttons == ["Continue", "Save and leave"]
    assert "Not sent yet." in page.text


def test_going_on_keeps_the_answers_and_leads_to_the_next_step(cabinet, draft):
    page = visit(cabinet, step(draft, "person")).send({"rnokpp": "1759013776", "phone": "067 765 43 21"})

    draft.refresh_from_db()
    assert page.path == step(draft, "home")
    assert draft.answers["rnokpp"] == "1759013776"
    assert draft.answers["phone"] == "+380677654321"


def test_the_way_back_shows_what_was_answered(cabinet, draft):
    page = visit(cabinet, step(draft, "person")).send({"rnokpp": "1759013776"})

    before = page.follow("Back to the previous step")

    assert before.path == step(draft, "person")
    assert before.value("rnokpp") == "1759013776"
    assert before.follow("My applications").path == url("cabinet:home")


def test_what_is_wrong_is_listed_and_what_was_typed_stays(cabinet, draft):
    page = visit(cabinet, step(draft, "person")).send({"full_name": "", "phone": "12", "rnokpp": "1234"})

    draft.refresh_from_db()
    assert page.status == 422
    assert page.title.startswith("Error: Про Вас")
    assert list(page.errors) == ["full_name", "phone", "rnokpp"]
    assert (page.value("phone"), page.value("rnokpp")) == ("12", "1234")
    assert (draft.answers["phone"], draft.answers["rnokpp"]) == ("12", "1234")


def test_each_error_leads_to_an_input_that_says_it_too(cabinet, family):
    page = visit(cabinet, step(family, "about")).send()

    assert page.status == 422
    for place, message in page.errors.items():
        target = page.main.find(id=place)
        assert target is not None, place
        assert message in page.main.find(id=f"{place}-error").get_text(" ", strip=True)


def test_parts_of_a_person_are_checked_one_by_one(cabinet, family):
    typed = {"applicant-given_name": "", "applicant-born_on": "31.02.1990", "moved_on": "01.02.2026"}
    page = visit(cabinet, step(family, "about")).send(typed)

    assert list(page.errors) == ["applicant-given_name", "applicant-born_on"]
    assert page.value("applicant-born_on") == "31.02.1990"


def test_saving_to_leave_checks_nothing_and_says_it_is_not_sent(cabinet, draft):
    page = visit(cabinet, step(draft, "person")).press("Save and leave", {"rnokpp": "12"})

    draft.refresh_from_db()
    assert page.path == url("cabinet:home")
    assert draft.answers["rnokpp"] == "12"
    assert "not sent yet" in page.soup.get_text()


def test_a_rule_between_answers_is_told_at_its_question(cabinet, resident):
    family = family_draft(resident, FAMILY_ANSWERS)

    page = visit(cabinet, step(family, "money")).send({"from_month": "7", "to_month": "3"})

    assert page.status == 422
    assert page.errors == {"to_month": "Останній місяць не раніше за перший."}
    assert page.value("from_month") == "7"


def test_boxes_that_are_unticked_are_unticked(cabinet, resident):
    family = family_draft(resident, {**FAMILY_ANSWERS, "ways": ["letter", "call"]})

    visit(cabinet, step(family, "money")).send({"ways": []})

    family.refresh_from_db()
    assert family.answers["ways"] == []


def test_a_step_that_asks_nothing_is_stepped_over(cabinet, resident):
    family = family_draft(resident, {**FAMILY_ANSWERS, "has_children": False})

    after = visit(cabinet, step(family, "children")).send({"has_children": "no"})
    asked_for = visit(cabinet, step(family, "school"))

    assert after.path == step(family, "money")
    assert asked_for.path == step(family, "money")
    assert after.title.startswith("Виплата – Step 3 of 4")
    assert after.follow("Back to the previous step").path == step(family, "children")


def test_the_last_step_leads_to_the_check(cabinet, resident):
    draft = factories.draft(person=resident)

    page = visit(cabinet, step(draft, "home")).send()

    assert page.path == url("cabinet:check", draft.uid)


def test_who_came_from_the_check_goes_back_to_it(cabinet, resident):
    draft = factories.draft(person=resident)
    page = visit(cabinet, f"{step(draft, 'person')}?from=check")

    assert page.follow("Back to the check").path == url("cabinet:check", draft.uid)
    assert page.send({"full_name": ""}).status == 422
    assert page.send({"full_name": "Зразкова О. Т."}).path == url("cabinet:check", draft.uid)


def test_a_step_of_another_form_is_not_found(cabinet, draft):
    assert cabinet.get(step(draft, "children")).status_code == 404


def test_after_sending_the_step_leads_to_the_application(cabinet, resident):
    sent = factories.submitted(person=resident)

    assert visit(cabinet, step(sent, "person")).path == url("cabinet:application", sent.uid)


def test_what_was_typed_in_a_tab_left_open_is_shown_when_another_has_sent(cabinet, resident, noon):
    draft = factories.draft(person=resident)
    page = visit(cabinet, step(draft, "person"))
    operations.submit(application=draft, at=noon)

    refused = page.send({"full_name": "Хтось Інший"})

    draft.refresh_from_db()
    assert refused.status == 422
    assert "was sent already" in refused.text
    assert refused.value("full_name") == "Хтось Інший"
    assert draft.answers["full_name"] == "Зразкова Олена Тестівна"


def test_two_tabs_on_different_steps_do_not_undo_one_another(cabinet, resident):
    draft = factories.draft(person=resident)
    person, home = visit(cabinet, step(draft, "person")), visit(cabinet, step(draft, "home"))

    person.send({"full_name": "Зразкова О. Т."})
    home.send({"address-house": "15"})

    draft.refresh_from_db()
    assert draft.answers["full_name"] == "Зразкова О. Т."
    assert draft.answers["address"]["house"] == "15"


def test_the_page_is_protected_against_forged_requests(resident, draft):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(resident)

    refused = careful.post(step(draft, "person"), {"full_name": "Хтось"})
    page = visit(careful, step(draft, "person"))
    accepted = careful.post(step(draft, "person"), {**page.fields(), "full_name": "Зразкова О."})

    draft.refresh_from_db()
    assert refused.status_code == 403
    assert accepted.status_code == 422
    assert draft.answers["full_name"] == "Зразкова О."
