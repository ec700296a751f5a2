import pytest

from vikno.kernel.person_names import PersonName

WHOLE = PersonName(family="Коваль", given="Олена", patronymic="Петрівна")


def test_a_name_is_written_in_full_in_short_and_as_in_a_letter():
    assert WHOLE.full == "Коваль Олена Петрівна"
    assert WHOLE.short == "Коваль О.\u00a0П."
    assert WHOLE.given_and_family == "Олена Коваль"


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        pytest.param(PersonName(family="Коваль", given="Олена"), "Коваль Олена", "Коваль О.", id="no patronymic"),
        pytest.param(PersonName(family="Коваль"), "Коваль", "Коваль", id="a family name only"),
        pytest.param(PersonName(given="Олена"), "Олена", "О.", id="a given name only"),
        pytest.param(PersonName(), "", "", id="nothing"),
    ],
)
def test_parts_that_are_not_known_leave_no_blanks(name, full, short):
    assert (name.full, name.short) == (full, short)


def test_a_name_is_read_from_details_in_which_parts_may_be_missing_or_none():
    details = {"family_name": "Коваль", "given_name": "Олена", "patronymic": None, "phone": "+380671234567"}

    assert PersonName.from_details(details) == PersonName(family="Коваль", given="Олена")
    assert PersonName.from_details({}) == PersonName()
