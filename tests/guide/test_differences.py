"""Tests of the differences between the register and a service, and of local edits."""

from vikno.guide.differences import compare_fields
from vikno.guide.register_record import RegisterRecord


def compare(ours, taken=None, left=None, **theirs):
    record = RegisterRecord(official_id="1", title="Витяг", **theirs)
    return compare_fields(ours={"official_id": "1", **ours}, record=record, taken=taken or {}, left=left or {})


def test_the_same_words_with_other_spaces_are_no_difference():
    assert compare({"title": "Витяг ", "result": "Один\nДва"}, result="Один \nДва") == []


def test_what_the_file_does_not_speak_of_is_not_compared():
    assert compare({"title": "Витяг", "result": "Наш текст"}) == []


def test_our_text_that_came_from_the_register_may_be_replaced():
    [found] = compare({"title": "Витяг", "result": "Старе"}, taken={"result": "Старе"}, result="Нове")

    assert not found.is_locally_edited
    assert found.is_safe


def test_our_text_that_was_written_here_is_local():
    [found] = compare({"title": "Витяг", "result": "Своє"}, taken={"result": "Старе"}, result="Нове")

    assert found.is_locally_edited
    assert not found.is_safe


def test_a_text_that_is_missing_here_is_no_local_one():
    [found] = compare({"title": "Витяг"}, documents=("Заява", "Паспорт"))

    assert found.is_safe
    assert found.register_lines == ("Заява", "Паспорт")


def test_lists_are_compared_line_by_line():
    [found] = compare({"title": "Витяг", "documents": ("Заява",)}, taken={"documents": ["Заява"]}, documents=("Б",))

    assert not found.is_locally_edited


def test_the_same_words_that_were_left_before_are_marked_and_other_words_are_not():
    [before] = compare({"title": "Витяг", "result": "Своє"}, left={"result": "Чуже"}, result="Чуже")
    [other] = compare({"title": "Витяг", "result": "Своє"}, left={"result": "Чуже"}, result="Інше")

    assert (before.was_rejected, other.was_rejected) == (True, False)
