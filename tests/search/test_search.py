"""Tests of the entries found for a query."""

import pytest

from tests.search.sample_documents import document, keys, shelve, shown_for
from vikno.search.models import Synonyms
from vikno.search.queries import find_entries, result_rows, suggest_entries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["паспорт", "ПАСПОРТ", "паспортів", "паспорту", "паспорт дитини", "дитячий паспорт"])
def test_a_word_is_found_in_any_of_its_forms(typed):
    shelve("Паспорт для дитини", "Субсидія")

    assert keys(typed)[0] == "Паспорт для дитини"


@pytest.mark.parametrize("typed", ["сімя", "сім'я", "СІМ’Я", "сімʼї"])
def test_whatever_the_apostrophe(typed):
    shelve("Довідка про склад сім’ї", "Паспорт")

    assert keys(typed) == ["Довідка про склад сім’ї"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gfcgjhn", "паспорт"),
        ("GFCGJHN", "паспорт"),
        ("ce,cblsz", "субсидія"),
        ("pasport", "паспорт"),
        ("subsydiia", "субсидія"),
        ("reiestratsiia", "реєстрація"),
        ("пасппорт", "паспорт"),
        ("папсорт", "паспорт"),
        ("рєєстрація", "реєстрація"),
        ("субсыдыя", "субсідія"),
        ("рээстрацыя", "реєстрація"),
    ],
)
def test_what_was_typed_wrongly_is_understood_and_said(typed, meant):
    shelve("Паспорт", "Субсидія", "Реєстрація")

    found = find_entries(typed, language="uk")

    assert len(found.hits) == 1
    assert found.query.understood_as[:3] == meant[:3]


def test_cyrillic_keys_are_understood_as_latin_ones():
    shelve("ID card")

    assert shown_for("шв сфкв") == "id card"


def test_what_is_known_is_not_mended():
    shelve("Паспорт", "Пасторат")

    assert shown_for("паспорт") == ""


def test_one_may_insist_on_what_one_typed():
    shelve("Паспорт")

    assert keys("пасппорт", as_typed=True) == []


def test_a_word_that_is_not_typed_to_its_end_is_found():
    shelve("Субсидія")

    assert keys("субси") == ["Субсидія"]


def test_numbers_are_found_and_never_mended():
    shelve(document("Витяг", keywords="00027"))

    assert keys("00027") == ["Витяг"]
    assert keys("00028") == []


def test_synonyms_of_one_word_and_of_several_work_both_ways():
    Synonyms.objects.create(phrases="прописка\nреєстрація місця проживання")
    shelve("Реєстрація місця проживання дитини", "Прописка в гуртожитку", "Реєстрація шлюбу")

    assert keys("прописку дитини")[0] == "Реєстрація місця проживання дитини"
    assert set(keys("реєстрацію місця проживання")) == {"Реєстрація місця проживання дитини", "Прописка в гуртожитку"}


def test_synonyms_count_at_once():
    shelve("Субсидія")
    assert keys("пільга") == []

    Synonyms.objects.create(phrases="пільга\nсубсидія")

    assert keys("пільги") == ["Субсидія"]


def test_the_title_comes_before_keywords_and_those_before_the_text():
    shelve(
        document("Адреса", text="Візьміть паспорт."),
        document("Документ", keywords="паспорт"),
        document("Паспорт"),
    )

    assert keys("паспорт") == ["Паспорт", "Документ", "Адреса"]


def test_all_words_come_before_some():
    shelve("Паспорт паспорт паспорт", document("Довідка", text="паспорт дитини"), "Паспорт громадянина")

    assert keys("паспорт дитини")[0] == "Довідка"


def test_a_title_that_is_just_what_was_typed_comes_first():
    shelve("Видача довідки про склад сім’ї та ще про щось", "Довідка про склад сім’ї", "Сім’я: склад, довідка")

    assert keys("довідка про склад сімї")[0] == "Довідка про склад сім’ї"


def test_words_of_the_asking_are_not_asked_for():
    shelve(document("Закордонний паспорт"), document("Скарга", text="Як отримати відповідь"))

    assert keys("як отримати закордонний паспорт")[0] == "Закордонний паспорт"


def test_the_readers_language_comes_first_and_each_thing_once():
    shelve(
        document("Паспорт громадянина", key="a"),
        document("Pas občana", key="a", language="cs", text="паспорт"),
        document("Паспорт моряка", key="b"),
    )

    found = find_entries("паспорт", language="cs")

    assert [(hit.key, hit.language) for hit in found.hits] == [("a", "cs"), ("b", "uk")]


def test_accents_may_be_left_out():
    shelve(document("Žádost o průkaz", language="cs"))

    assert keys("zadosti o prukazy", language="cs") == ["Žádost o průkaz"]


def test_kinds_narrow_and_are_counted():
    shelve(document("Паспорт"), document("Паспорт у новинах", kind="news"))

    found = find_entries("паспорт", language="uk", kinds=("news",))

    assert [hit.kind for hit in found.hits] == ["news"]
    assert found.counts == {"service": 1, "news": 1}


@pytest.mark.parametrize("typed", ["", "   ", "і в на", "!!!", "а" * 500, "слово " * 300, "\x01", "%_'\"\\"])
def test_whatever_is_typed_is_no_error(typed):
    shelve("Паспорт")

    assert keys(typed) == []
    assert suggest_entries(typed, language="uk", most=5, endings=3).rows in ([], ())


def test_an_empty_index_finds_nothing():
    assert keys("паспорт") == []


def test_an_answer_shows_its_words_where_they_stand_together():
    text = "Вступ. " * 60 + "Для субсидії потрібна довідка про доходи. " + "Кінець. " * 60
    shelve(document("Допомога", text=text))

    found = find_entries("субсидію довідки", language="uk")
    [row] = result_rows(found.hits, found.query)

    assert [piece.text for piece in row.text_pieces if piece.is_marked] == ["субсидії", "довідка"]
    assert sum(len(piece.text) for piece in row.text_pieces) < 240


def test_suggestions_are_titles_and_how_the_word_goes_on():
    shelve("Паспорт для дитини", "Паспортний контроль", "Субсидія")

    suggested = suggest_entries("пасп", language="uk", most=5, endings=3)

    assert suggested.endings[0] == "паспорт"
    assert {row.title for row in suggested.rows} == {"Паспорт для дитини", "Паспортний контроль"}


@pytest.mark.parametrize("typed", ["gfcg", "gfcgjhn", "паспорт дл", "паспорт для дит"])
def test_suggestions_understand_the_wrong_keyboard_and_a_second_word(typed):
    shelve("Паспорт для дитини")

    assert [row.title for row in suggest_entries(typed, language="uk", most=5, endings=3).rows] == [
        "Паспорт для дитини"
    ]
