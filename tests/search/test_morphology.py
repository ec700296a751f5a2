"""Tests of the tokenizer and of the normal forms of words."""

import pytest

from vikno.search.morphology import may_name_a_person, normal_forms
from vikno.search.tokenizer import normalize_phrase, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Об’єкт, ОБ'ЄКТ; обʼєкт", "обєкт обєкт обєкт"),
        ("ґанок", "ганок"),
        ("купівля-продаж", "купівля продаж"),
        ("Закон № 5203-VI від 06.09.2012", "закон 5203 vi від 06 09 2012"),
        ("Žádost o občanský průkaz", "zadost o obcansky prukaz"),
        ("йод і їжак", "йод і їжак"),
        ("дiти", "діти"),
        ("ID-картка", "id картка"),
    ],
    ids=["apostrophes", "ґ", "dash", "numbers", "accents", "й and ї", "Latin i inside", "two scripts"],
)
def test_one_spelling_for_what_is_written_in_several_ways(text, words):
    assert normalize_phrase(text) == words


def test_a_word_knows_where_it_stands():
    text = "Видача паспорта"

    assert [text[token.start : token.end] for token in tokenize(text)] == ["Видача", "паспорта"]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("паспортів", "паспорт"),
        ("субсидії", "субсидія"),
        ("дітей", "дитина"),
        ("об'єкта", "обєкт"),
        ("обєкта", "обєкт"),
        ("ґанку", "ганок"),
        ("цнапу", "цнап"),
    ],
)
def test_a_ukrainian_word_has_its_normal_form(written, form):
    assert form in normal_forms(written)


@pytest.mark.parametrize(
    ("written", "language", "form"),
    [("pasů", "cs", "pas"), ("dětí", "cs", "dite"), ("certificates", "en", "certificate")],
)
def test_a_czech_and_an_english_word_have_theirs(written, language, form):
    assert form in normal_forms(written, (language,))


def test_a_word_with_several_meanings_has_all_its_forms():
    assert normal_forms("стали") >= {"стати", "станути"}


def test_numbers_stay_as_they_are():
    assert normal_forms("00027") == {"00027"}


@pytest.mark.parametrize("name", ["шевченку", "олена", "петрівна"])
def test_a_word_that_may_be_a_name_is_known_as_one(name):
    assert may_name_a_person(name)


@pytest.mark.parametrize("word", ["паспорт", "субсидія", "загранпаспорт", "земля"])
def test_other_words_are_no_names(word):
    assert not may_name_a_person(word)
