import pytest
from hypothesis import given
from hypothesis import strategies as st

from vikno.kernel.references import (
    CODE_ALPHABET,
    application_number,
    new_access_code,
    read_access_code,
    read_application_number,
)

numbers = st.builds(application_number, year=st.integers(2020, 2099), serial=st.integers(1, 999_999))


def test_a_number_is_year_serial_and_check_digit():
    assert application_number(year=2026, serial=4817) == "2026-004817-0"


@given(number=numbers)
def test_a_number_is_read_back(number):
    assert read_application_number(number) == number


@pytest.mark.parametrize(
    "typed", ["20260048170", " 2026 004817 0 ", "2026.004817.0", "№ 2026-004817-0", "2026–004817–0"]
)
def test_a_number_is_read_however_it_was_copied(typed):
    assert read_application_number(typed) == "2026-004817-0"


@pytest.mark.parametrize("typed", ["", "abc", "2026", "2026-004817", "2026-004817-0-1-2-3", "٢٠٢٦-٠٠٤٨١٧-٠"])
def test_what_is_no_number_is_none(typed):
    assert read_application_number(typed) is None


@given(number=numbers, data=st.data())
def test_one_wrong_digit_is_always_noticed(number, data):
    place = data.draw(st.sampled_from([at for at, letter in enumerate(number) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))

    assert read_application_number(number[:place] + digit + number[place + 1 :]) is None


def test_nearly_all_swapped_neighbours_are_noticed():
    swapped = missed = 0
    for serial in range(1, 20_000, 7):
        digits = application_number(year=2026, serial=serial).replace("-", "")
        for place in range(len(digits) - 1):
            one, other = digits[place], digits[place + 1]
            if one != other:
                swapped += 1
                missed += read_application_number(digits[:place] + other + one + digits[place + 2 :]) is not None

    assert swapped > 15_000
    assert missed / swapped < 0.03


def test_a_code_has_eight_letters_that_are_not_mistaken_for_one_another():
    codes = {new_access_code() for _ in range(500)}

    assert len(codes) == 500
    for code in codes:
        assert len(code) == 9
        assert code[4] == "-"
        assert set(code.replace("-", "")) <= set(CODE_ALPHABET)
    assert not set("AEIOUY01258BILSZ") & set(CODE_ALPHABET)


@pytest.mark.parametrize("typed", ["7KM4-9XPQ", "7km49xpq", " 7KM4 9XPQ ", "7КМ4-9ХРQ"])
def test_a_code_is_read_however_it_was_typed(typed):
    assert read_access_code(typed) == "7KM4-9XPQ"


@pytest.mark.parametrize("typed", ["", "7KM4", "7KM4-9XP", "7KM4-9XPQ7", "----/----", "код"])
def test_what_is_no_code_equals_none(typed):
    read = read_access_code(typed)

    assert len(read) != 9 or not set(read.replace("-", "")) <= set(CODE_ALPHABET)
