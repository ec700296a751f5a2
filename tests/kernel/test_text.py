import pytest

from vikno.kernel.text import fold_text, query_words, sort_key


@pytest.mark.parametrize(
    "ordered",
    [
        pytest.param(["гай", "ґанок", "дах"], id="ґ after г"),
        pytest.param(["еко", "єдність", "жито"], id="є after е"),
        pytest.param(["ива", "ізюм", "їжак", "йод"], id="і and ї after и"),
        pytest.param(["ліс", "льон", "любисток"], id="ь before ю"),
        pytest.param(["1 крок", "Apostille", "Адреса"], id="digits, Latin, Cyrillic"),
        pytest.param(["Český", "dům", "ЦНАП"], id="Czech letters beside their Latin ones"),
    ],
)
def test_words_stand_in_the_order_of_the_alphabet(ordered):
    backwards = ordered[::-1]

    assert sorted(backwards, key=sort_key) == ordered


def test_case_quotes_and_apostrophes_do_not_change_the_place_of_a_title():
    ordered = ["памятка", "Пам'ятник", "«Пам’ять»: виплата", "паспорт"]
    backwards = ordered[::-1]

    assert sorted(backwards, key=sort_key) == ordered


def test_equal_titles_still_have_one_order():
    assert sorted(["б", "Б"], key=sort_key) == sorted(["Б", "б"], key=sort_key)


def test_an_apostrophe_may_be_typed_anyhow_or_left_out():
    assert fold_text("Сім’я") == fold_text("сім'я") == fold_text("СІМЯ")


def test_a_query_is_taken_apart_into_words():
    assert query_words("  Довідка, «про» склад-сім’ї ") == ["довідка", "про", "склад", "сімї"]
