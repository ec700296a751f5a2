"""Tests of steps in the form editor: adding, editing, ordering, removing; and of undo."""

import pytest

from tests.eforms.sample_form import FORM
from tests.form_editor.editor_browser import address, asks
from vikno.eforms.changes.positions import find_question
from vikno.eforms.definition import FormDefinition, QuestionKind
from vikno.eforms.models import EForm as Row

pytestmark = pytest.mark.django_db


# Steps.


def test_a_step_is_added_and_leads_to_its_first_question(editor, draft):
    response = editor.sends("step_new", draft.form.code, title="Ваші діти", lead="")

    assert response["Location"] == address("choose", draft.form.code, "vashi_dity")


def test_a_step_is_renamed(editor, draft):
    editor.sends("step", draft.form.code, "home", title="Ваше житло", lead="Коротко.")

    assert (asks().steps[0].title, asks().steps[0].lead) == ("Ваше житло", "Коротко.")


def test_title_minutes_and_language_are_changed(editor, draft):
    assert editor.sends("settings", draft.form.code, title="Заява", minutes="500", language="uk").status_code == 422

    editor.sends("settings", draft.form.code, title="Заява", minutes="5", language="cs")

    assert (asks().title, asks().minutes, asks().language) == ("Заява", 5, "cs")


def test_a_step_is_removed_after_a_question(editor, draft):
    page = editor.opens("step_remove", draft.form.code, "home")
    assert "Яке право Ви маєте?" in page.text

    editor.sends("step_remove", draft.form.code, "home")

    assert [step.key for step in asks().steps] == ["term"]


def test_a_step_that_cannot_go_says_why(editor):
    only = editor.begins(FormDefinition(title="А", steps=FORM.steps[:1]))

    response = editor.sends("step_remove", only.form.code, "home")

    assert response.status_code == 422
    assert "A form has at least one step" in response.text


def test_a_ready_step_comes_at_the_end(editor, draft):
    page = editor.opens("ready", draft.form.code)
    assert "Хто звертається" in page.text

    editor.sends("ready", draft.form.code, step="child:children")

    assert asks().steps[-1].title == "Діти"
    assert find_question(asks(), "children_2").kind == QuestionKind.GROUP
    assert editor.sends("ready", draft.form.code, step="nothing:here").status_code == 422


@pytest.mark.parametrize(
    ("button", "where", "steps", "first"),
    [
        ("step_down", "home", ["term", "home"], "since"),
        ("step_up", "term", ["term", "home"], "since"),
        ("up", "until", ["home", "term"], "right"),
    ],
)
def test_small_buttons_put_things_in_order(editor, draft, button, where, steps, first):
    response = editor.sends("move", draft.form.code, **{button: where})

    assert response.status_code == 302
    assert [step.key for step in asks().steps] == steps
    assert asks().steps[0].questions[0].key == first


def test_a_move_that_breaks_a_condition_says_which(editor, draft):
    response = editor.sends("move", draft.form.code, up="lease")

    assert response.status_code == 422
    assert "the condition of “Договір”" in response.text
    assert asks() == FORM


def test_a_button_that_is_not_there_does_nothing(editor, draft):
    assert editor.sends("move", draft.form.code, sideways="lease").status_code == 302
    assert editor.sends("move", draft.form.code, up="gone").status_code == 422
    assert asks() == FORM


# Undo, throw away.


def test_undo_says_what_it_takes_back(editor, draft):
    editor.sends("step", draft.form.code, "home", title="Ваше житло", lead="")
    assert "Ваше житло: title of the step" in editor.opens("outline", draft.form.code).text

    editor.sends("undo", draft.form.code)

    assert asks() == FORM
    assert editor.sends("undo", draft.form.code).status_code == 422


def test_a_draft_is_thrown_away_after_a_question(editor, draft):
    assert "never published" in editor.opens("discard", draft.form.code).text
    assert editor.sends("discard", draft.form.code, seen=99).status_code == 422

    response = editor.sends("discard", draft.form.code)

    assert response["Location"] == address("list")
    assert not Row.objects.exists()
