"""Tests of questions of every kind in the form editor; a refused form shows what was typed."""

import pytest

from tests.eforms.sample_form import FORM
from tests.form_editor.editor_browser import address, asks
from vikno.eforms.changes.positions import find_question
from vikno.eforms.definition import QuestionKind

pytestmark = pytest.mark.django_db


OWN = {
    QuestionKind.ONE_OF: {"choices": "Так\nМожливо\nНі"},
    QuestionKind.SEVERAL_OF: {"choices": "А\nБ", "most": "2"},
    QuestionKind.TEXT: {"least": "2", "most": "20", "prefill": "full_name"},
    QuestionKind.INTEGER: {"least": "-5", "most": "5"},
    QuestionKind.DECIMAL: {"least": "0,5", "most": "1 000.25"},
    QuestionKind.DATE: {"least": "1.1.2020", "most": "Today"},
    QuestionKind.FILES: {"most": "3", "types": ["pdf", "jpg"]},
    QuestionKind.GROUP: {"least": "1", "most": "4"},
    QuestionKind.INFO: {"tone": "warn"},
    QuestionKind.PERSON: {"prefill": "person"},
}


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_of_every_sort_is_added_opened_and_saved(editor, draft, kind):
    posted = {"label": "Нове запитання", "hint": "Підказка", "required": "on", **OWN.get(kind, {})}
    assert editor.opens("add", draft.form.code, "home", kind).status_code == 200

    response = editor.sends("add", draft.form.code, "home", kind, **posted)

    assert response.status_code == 302
    added = asks().steps[0].questions[-1]
    assert (added.kind, added.label, added.hint) == (kind, "Нове запитання", "Підказка")
    page = editor.opens("question", draft.form.code, added.key)
    assert page.status_code == 200
    form = page.context["fields"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    editor.sends("question", draft.form.code, added.key, **sent)
    assert asks().steps[0].questions[-1] == added


def test_limits_are_kept_as_plain_values(editor, draft):
    for kind in (QuestionKind.DECIMAL, QuestionKind.DATE, QuestionKind.INTEGER, QuestionKind.FILES):
        editor.sends("add", draft.form.code, "home", kind, label=f"Межі {kind}", **OWN[kind])

    decimal, date, integer, files = asks().steps[0].questions[-4:]
    assert (decimal.least, decimal.most) == ("0.5", "1000.25")
    assert (date.least, date.most) == ("2020-01-01", "today")
    assert (integer.least, integer.most) == (-5, 5)
    assert (files.most, files.types) == (3, ("pdf", "jpg"))


@pytest.mark.parametrize(
    ("kind", "posted", "expected_text"),
    [
        (QuestionKind.TEXT, {"label": " "}, "This field is required"),
        (QuestionKind.TEXT, {"label": "З", "least": "9", "most": "3"}, "less than the other limit"),
        (QuestionKind.DATE, {"label": "З", "least": "завтра"}, "Write a date such as 27.03.2026"),
        (QuestionKind.DATE, {"label": "З", "least": "2.1.2026", "most": "1.1.2026"}, "less than the other limit"),
        (QuestionKind.DECIMAL, {"label": "З", "least": "багато"}, "Write a number, for example 12,5."),
        (QuestionKind.ONE_OF, {"label": "З", "choices": "\n \n"}, "This field is required"),
        (QuestionKind.ONE_OF, {"label": "З", "choices": "Так\nТак"}, "“Так” is written twice"),
        (QuestionKind.FILES, {"label": "З", "most": "0"}, "greater than or equal to 1"),
        (QuestionKind.FILES, {"label": "З"}, "Mark at least one kind of files"),
        (QuestionKind.TEXT, {"label": "З" * 1001}, "at most 1000"),
    ],
)
def test_what_cannot_be_asked_is_told_and_kept_as_typed(editor, draft, kind, posted, expected_text):
    response = editor.sends("add", draft.form.code, "home", kind, hint="Моя підказка", **posted)

    assert response.status_code == 422
    assert expected_text in response.text
    assert "Моя підказка" in response.text
    assert asks() == FORM


def test_an_older_page_is_refused_and_what_was_typed_can_be_sent_again(editor, draft):
    editor.sends("settings", draft.form.code, title="Оренда житла", minutes="10", language="uk")

    typed = {"label": "Від якого дня", "hint": "З договору", "required": "on"}
    response = editor.sends("question", draft.form.code, "since", seen=draft.revision, **typed)

    assert response.status_code == 422
    assert "changed in another tab or by somebody else" in response.text
    assert "Від якого дня" in response.text
    assert f'name="seen" value="{draft.revision + 1}"' in response.text
    assert editor.sends("question", draft.form.code, "since", **typed).status_code == 302
    assert find_question(asks(), "since").label == "Від якого дня"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_page_that_does_not_say_what_it_showed_changes_nothing(editor, draft, seen):
    assert editor.sends("move", draft.form.code, seen=seen, up="until").status_code == 422
    assert asks() == FORM


def test_a_question_inside_a_group_has_a_page_of_its_own(editor, draft):
    response = editor.sends("add", draft.form.code, "group-children", QuestionKind.TEXT, label="Школа", required="on")

    assert response["Location"] == address("question", draft.form.code, "children")
    assert editor.opens("question", draft.form.code, "children-shkola").status_code == 200
    editor.sends("question", draft.form.code, "children-shkola", label="Номер школи")
    assert find_question(asks(), "children-shkola").label == "Номер школи"
    assert editor.opens("add", draft.form.code, "group-children", QuestionKind.FILES).status_code == 404


def test_after_a_new_group_its_questions_are_asked_for(editor, draft):
    response = editor.sends("add", draft.form.code, "home", QuestionKind.GROUP, label="Співвласник")

    assert response["Location"] == address("question", draft.form.code, "spivvlasnyk")


def test_a_question_is_copied_moved_and_removed(editor, draft):
    editor.sends("duplicate", draft.form.code, "lease")
    editor.sends("move_to", draft.form.code, "lease_2", step="term")
    assert [question.key for question in asks().steps[1].questions][-1] == "lease_2"

    assert editor.opens("question_remove", draft.form.code, "lease_2").status_code == 200
    editor.sends("question_remove", draft.form.code, "lease_2")
    assert asks() == FORM


def test_a_question_that_is_looked_at_stays_and_says_who_needs_it(editor, draft):
    response = editor.sends("question_remove", draft.form.code, "right")

    assert response.status_code == 422
    assert "the condition of “Договір”" in response.text
    assert asks() == FORM


def test_another_sort_of_answer_is_chosen(editor, draft):
    assert editor.opens("kind", draft.form.code, "until").status_code == 200

    editor.sends("kind", draft.form.code, "lease", kind="long_text")
    assert find_question(asks(), "lease").kind == QuestionKind.LONG_TEXT

    assert editor.sends("kind", draft.form.code, "right", kind="info").status_code == 422
    assert editor.sends("kind", draft.form.code, "right", kind="colour").status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("step", ["gone"]),
        ("step_remove", ["gone"]),
        ("choose", ["gone"]),
        ("add", ["home", "colour"]),
        ("question", ["gone"]),
        ("question", ["children-gone"]),
        ("question_remove", ["gone"]),
        ("kind", ["gone"]),
        ("when", ["lease"]),
        ("rule", [9]),
        ("rule_remove", [9]),
        ("trial", ["gone"]),
        ("compare", []),
    ],
)
def test_what_is_not_there_is_404(editor, draft, name, args):
    assert editor.opens(name, draft.form.code, *args).status_code == 404
