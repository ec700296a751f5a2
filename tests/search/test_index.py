"""Tests of updates of the index."""

import pytest

from tests.search.sample_documents import document, keys, shelve
from vikno.search.models import IndexedWord, IndexState, Missed, SearchEntry
from vikno.search.operations import MAX_MISSED_SEARCHES, clear_index, note_missed, update_index

pytestmark = pytest.mark.django_db


def test_a_second_indexing_of_the_same_writes_nothing():
    documents = [document("Паспорт"), document("Субсидія")]
    first, before = update_index(documents=documents), IndexState.objects.get().version

    second = update_index(documents=documents)

    assert (first.written, second.written, second.removed) == (2, 0, 0)
    assert IndexState.objects.get().version == before


def test_only_what_changed_is_written():
    update_index(documents=[document("Паспорт", key="a"), document("Субсидія", key="b")])

    done = update_index(documents=[document("Паспорт моряка", key="a"), document("Субсидія", key="b")])

    assert done.written == 1
    assert keys("моряк") == ["a"]


def test_a_word_that_is_gone_from_a_text_does_not_find_it_any_more():
    update_index(documents=[document("Паспорт", key="a", text="моряк"), document("Моряк", key="b")])

    update_index(documents=[document("Паспорт", key="a"), document("Моряк", key="b")])

    assert keys("моряк") == ["b"]


def test_what_is_gone_is_taken_out_with_its_words():
    shelve("Паспорт", "Субсидія")

    done = update_index(documents=[document("Паспорт")])

    assert done.removed == 1
    assert keys("субсидія") == []
    assert list(IndexedWord.objects.values_list("spelling", flat=True)) == ["паспорт"]


def test_translations_are_indexed_side_by_side():
    shelve(document("Паспорт", key="a"), document("Pas", key="a", language="cs"))

    update_index(documents=[document("Паспорт", key="a")])

    assert list(SearchEntry.objects.values_list("language", flat=True)) == ["uk"]


def test_the_same_document_twice_is_indexed_once():
    update_index(documents=[document("Паспорт"), document("Паспорт")])

    assert SearchEntry.objects.count() == 1


def test_forgetting_empties_the_index():
    shelve("Паспорт")

    clear_index()

    assert keys("паспорт") == []
    assert update_index(documents=[document("Паспорт")]).written == 1


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("  Загранпаспорт  ", "загранпаспорт"),
        ("субсидія olena@example.com", "субсидія"),
        ("рнокпп 1759013776", "рнокпп"),
        ("пенсія Шевченку", "пенсія"),
    ],
    ids=["words", "e-mail", "long number", "name"],
)
def test_what_was_not_found_is_noted_without_who(noon, typed, noted):
    note_missed(words=typed, language="uk", at=noon)

    assert Missed.objects.get().words == noted


@pytest.mark.parametrize("typed", ["1759013776", "a@example.com", "Шевченко", "!!!"])
def test_what_is_only_personal_is_not_noted(noon, typed):
    note_missed(words=typed, language="uk", at=noon)

    assert not Missed.objects.exists()


def test_the_same_words_are_counted(noon):
    for _ in range(3):
        note_missed(words="загранпаспорт", language="uk", at=noon)

    assert Missed.objects.get().count == 3


def test_the_list_of_what_was_missed_does_not_grow_for_ever(noon):
    Missed.objects.bulk_create(
        Missed(words=f"слово{number}", language="uk", count=2, last_at=noon) for number in range(MAX_MISSED_SEARCHES)
    )

    note_missed(words="новеслово", language="uk", at=noon)

    assert Missed.objects.count() == MAX_MISSED_SEARCHES
