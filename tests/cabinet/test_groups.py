import pytest

from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import FAMILY_ANSWERS, family_draft
from tests.english_urls import url

pytestmark = pytest.mark.django_db

ONE = {"name": "Дарина", "born_on": "2020-02-01"}
TWO = {"name": "Богдан", "born_on": "2022-03-04"}


@pytest.fixture
def family(resident):
    return family_draft(resident, {**FAMILY_ANSWERS, "has_children": True, "children": [ONE]})


@pytest.fixture
def page(cabinet, family):
    return visit(cabinet, url("cabinet:step", family.uid, "children"))


def names(family) -> list[str]:
    family.refresh_from_db()
    return [child.get("name", "") for child in family.answers["children"]]


def test_another_round_is_added_beside_what_was_typed(page, family):
    added = page.press("Add another", {"children-0-name": "Дарина-Марія", "children-0-born_on": "нескоро"})

    assert added.status == 200
    assert added.value("children-asked") == "2"
    assert added.value("children-0-name") == "Дарина-Марія"
    assert added.value("children-0-born_on") == "нескоро"
    assert added.value("children-1-name") == ""


def test_a_round_is_removed_and_the_others_stay(page, family):
    two = page.press("Add another").send(
        {"children-1-name": "Богдан", "children-1-born_on": "04.03.2022"}, press="save"
    )
    assert two.status == 200
    page = visit(page.client, url("cabinet:step", family.uid, "children"))

    removed = page.send(press="remove=children-0")

    assert removed.status == 200
    assert names(family) == ["Богдан"]
    assert removed.value("children-0-born_on") == "04.03.2022"


def test_an_error_stands_in_its_round(page):
    refused = page.press("Add another").send({"children-1-name": "Богдан", "children-1-born_on": "31.02.2022"})

    assert refused.status == 422
    assert list(refused.errors) == ["children-1-born_on"]
    assert refused.value("children-1-born_on") == "31.02.2022"


def test_a_round_left_empty_counts_for_nothing(page, family):
    after = page.press("Add another").send()

    assert after.path == url("cabinet:step", family.uid, "school")
    assert names(family) == ["Дарина"]


def test_a_first_empty_round_does_not_move_the_errors_of_the_others(page):
    refused = page.press("Add another").send(
        {"children-0-name": "", "children-0-born_on": "", "children-1-name": "Богдан"}
    )

    assert list(refused.errors) == ["children-0-born_on"]
    assert refused.value("children-0-name") == "Богдан"


def test_there_is_room_for_so_many_and_no_more(page, family):
    full = page.press("Add another", {"children-0-name": "А"}).press("Add another")

    assert full.value("children-asked") == "3"
    assert not [words for words in full.buttons if words.startswith("Add another")]


def test_a_forged_count_of_rounds_makes_no_rounds(page, family):
    page.send({"children-asked": "9999"}, press="save")

    assert names(family) == ["Дарина"]
