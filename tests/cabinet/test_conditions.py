import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import FAMILY_ANSWERS, family_draft
from tests.english_urls import url

pytestmark = pytest.mark.django_db

HOME = {
    "address-settlement": "с. Вербівка",
    "address-street": "вул. Шкільна",
    "address-house": "14-А",
}


@pytest.fixture
def draft(resident):
    return factories.draft(person=resident, answers={"full_name": "Зразкова Олена", "rnokpp": "1759013776"})


@pytest.fixture
def home(cabinet, draft):
    return visit(cabinet, url("cabinet:step", draft.uid, "home"))


def test_an_answer_that_brings_up_a_question_leads_to_it_and_not_to_an_error(draft, home):
    page = home.send({**HOME, "right": "rent"})

    assert page.status == 200
    assert page.path == url("cabinet:step", draft.uid, "home")
    assert "One more question" in page.soup.get_text()
    assert page.main.find(id="contract") is not None
    assert page.value("right") == "rent"


def test_the_question_that_was_shown_must_then_be_answered(home):
    page = home.send({**HOME, "right": "rent"}).send()

    assert page.status == 422
    assert page.errors == {"contract": "Add a file: Договір оренди"}


def test_what_is_wrong_beside_it_is_told_first(home):
    page = home.send({**HOME, "address-house": "", "right": "rent"})

    assert page.status == 422
    assert list(page.errors) == ["address-house"]
    assert page.main.find(id="contract") is not None


def test_a_question_that_is_not_asked_any_more_holds_nobody_up(draft, home):
    page = home.send({**HOME, "right": "rent"}).send({"right": "owner"})

    assert page.path == url("cabinet:check", draft.uid)


def test_an_optional_question_that_comes_up_is_shown_once(cabinet, resident):
    family = family_draft(resident, FAMILY_ANSWERS)
    page = visit(cabinet, url("cabinet:step", family.uid, "children"))

    shown = page.send({"has_children": "yes"})
    filled = shown.send({"children-0-name": "Дарина", "children-0-born_on": "01.02.2020"})

    assert "2 more questions" in shown.soup.get_text()
    assert filled.path == url("cabinet:step", family.uid, "school")


def test_a_changed_answer_that_asks_more_elsewhere_is_told_on_the_check(cabinet, resident):
    family = family_draft(resident, FAMILY_ANSWERS)
    page = visit(cabinet, f"{url('cabinet:step', family.uid, 'children')}?from=check")

    shown = page.send({"has_children": "yes"})
    check = shown.send({"children-0-name": "Дарина", "children-0-born_on": "01.02.2020"})

    assert check.path == url("cabinet:check", family.uid)
    assert check.follow("Fill in: Назва школи").path == f"{url('cabinet:step', family.uid, 'school')}?from=check"
