"""Tests of conditions and rules that look at earlier answers."""

import pytest

from tests.eforms.sample_form import FORM
from tests.form_editor.editor_browser import asks
from vikno.eforms.changes.positions import find_question
from vikno.eforms.definition import (
    AllOf,
    AnswerChoice,
    ComparisonOperator,
    FormDefinition,
    NoneOf,
    Question,
    QuestionKind,
    Step,
)
from vikno.eforms.definition import AnswerComparison as Compare

pytestmark = pytest.mark.django_db


# Conditions.


def condition_of(at: str = "until"):
    return find_question(asks(), at).asked_when


@pytest.mark.parametrize(
    ("key", "kind", "posted", "condition"),
    [
        ("q", QuestionKind.YES_NO, {"how": "no"}, Compare(question="q", value=False)),
        ("q", QuestionKind.ONE_OF, {"how": "in", "answers": ["a"]}, Compare(question="q", value="a")),
        (
            "q",
            QuestionKind.ONE_OF,
            {"how": "in", "answers": ["a", "b"]},
            Compare(question="q", op=ComparisonOperator.IN, value=["a", "b"]),
        ),
        (
            "q",
            QuestionKind.ONE_OF,
            {"how": "not_in", "answers": ["a"]},
            Compare(question="q", op=ComparisonOperator.IS_NOT, value="a"),
        ),
        (
            "q",
            QuestionKind.ONE_OF,
            {"how": "not_in", "answers": ["a", "b"]},
            NoneOf(none_of=(Compare(question="q", op=ComparisonOperator.IN, value=["a", "b"]),)),
        ),
        (
            "q",
            QuestionKind.SEVERAL_OF,
            {"how": "has", "answers": "a"},
            Compare(question="q", op=ComparisonOperator.HAS, value="a"),
        ),
        (
            "q",
            QuestionKind.SEVERAL_OF,
            {"how": "has_not", "answers": "a"},
            NoneOf(none_of=(Compare(question="q", op=ComparisonOperator.HAS, value="a"),)),
        ),
        (
            "q",
            QuestionKind.INTEGER,
            {"how": "more", "value": "3"},
            Compare(question="q", op=ComparisonOperator.MORE, value=3),
        ),
        (
            "q",
            QuestionKind.DECIMAL,
            {"how": "less", "value": "2,5"},
            Compare(question="q", op=ComparisonOperator.LESS, value="2.5"),
        ),
        (
            "q",
            QuestionKind.DATE,
            {"how": "less", "value": "1.1.2026"},
            Compare(question="q", op=ComparisonOperator.LESS, value="2026-01-01"),
        ),
        (
            "q",
            QuestionKind.DATE,
            {"how": "other_more", "other": "since"},
            Compare(question="q", op=ComparisonOperator.MORE, other="since"),
        ),
        ("q", QuestionKind.TEXT, {"how": "is", "value": "Київ"}, Compare(question="q", value="Київ")),
        (
            "q",
            QuestionKind.ADDRESS,
            {"how": "answered"},
            Compare(question="q", op=ComparisonOperator.ANSWERED, value=True),
        ),
        (
            "q",
            QuestionKind.PERSON,
            {"how": "empty"},
            Compare(question="q", op=ComparisonOperator.ANSWERED, value=False),
        ),
    ],
)
def test_a_condition_is_put_together_from_an_earlier_answer(editor, key, kind, posted, condition):
    choices = (AnswerChoice(code="a", label="А"), AnswerChoice(code="b", label="Б"))
    looked_at = Question(
        key="q",
        kind=kind,
        label="Перше",
        choices=choices if kind in (QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF) else (),
    )
    first = Step(key="first", title="Перший", questions=(looked_at, *FORM.steps[1].questions))
    draft = editor.begins(FormDefinition(title="А", steps=(first,), rules=FORM.rules))
    first_known = {"query": "?question=q"}
    assert editor.opens("when", draft.form.code, "until", question="q").status_code == 200

    response = editor.sends("when", draft.form.code, "until", **first_known, **posted)

    assert response.status_code == 302
    assert condition_of() == condition
    assert editor.opens("question", draft.form.code, "until").status_code == 200


def test_a_second_condition_says_how_they_belong_together(editor, draft):
    editor.sends("when", draft.form.code, "until", query="?question=right", how="in", answers=["rent"])
    editor.sends("when", draft.form.code, "until", query="?question=since", how="more", value="1.1.2026", join="all")

    assert condition_of() == AllOf(
        all=(
            Compare(question="right", value="rent"),
            Compare(question="since", op=ComparisonOperator.MORE, value="2026-01-01"),
        )
    )
    assert "Only when" in editor.opens("outline", draft.form.code).text

    editor.sends("settle", draft.form.code, "until", join="any")
    assert condition_of().any[0] == Compare(question="right", value="rent")

    editor.sends("settle", draft.form.code, "until", take="1")
    assert condition_of() == Compare(question="right", value="rent")
    assert editor.sends("settle", draft.form.code, "until", take="7").status_code == 422


@pytest.mark.parametrize(
    ("question", "posted", "expected_text"),
    [
        ("right", {"how": "in"}, "Mark at least one answer."),
        ("right", {"how": "sideways"}, "Select a valid choice"),
        ("since", {"how": "less", "value": ""}, "Write what to compare the answer with."),
        ("since", {"how": "less", "value": "today"}, "Write a date such as 27.03.2026."),
        ("since", {"how": "less", "value": "колись"}, "Write a date such as 27.03.2026, or"),
    ],
)
def test_half_a_condition_is_no_condition(editor, draft, question, posted, expected_text):
    response = editor.sends("when", draft.form.code, "until", query=f"?question={question}", **posted)

    assert response.status_code == 422
    assert expected_text in response.text
    assert condition_of() is None


def test_a_condition_does_not_look_ahead(editor, draft):
    assert editor.opens("when", draft.form.code, "since", question="until").status_code == 404
    assert editor.opens("when", draft.form.code, "until", question="lease").status_code == 404


# Rules.


def test_a_rule_compares_two_answers(editor, draft):
    posted = {"question": "until", "way": "is", "other": "since", "message": "Дати однакові."}
    assert editor.opens("rule_new", draft.form.code).status_code == 200

    editor.sends("rule_new", draft.form.code, **posted)

    rule = asks().rules[-1]
    assert (rule.at, rule.message) == ("until", "Дати однакові.")
    assert rule.refused_when == Compare(question="until", op=ComparisonOperator.IS, other="since")


@pytest.mark.parametrize(
    ("posted", "expected_text"),
    [
        ({"question": "until", "way": "less", "other": "until", "message": "А"}, "This is the same question."),
        ({"question": "until", "way": "less", "other": "since", "message": " "}, "This field is required"),
        ({"question": "until", "way": "less", "other": "name", "message": "А"}, "of different sorts"),
        ({"question": "name", "way": "less", "other": "name_2", "message": "А"}, "Only dates and numbers"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(editor, draft, posted, expected_text):
    for _time in range(2):
        editor.sends("add", draft.form.code, "home", QuestionKind.TEXT, label="Name")

    response = editor.sends("rule_new", draft.form.code, **posted)

    assert response.status_code == 422
    assert expected_text in response.text
    assert asks().rules == FORM.rules


def test_a_rule_about_one_answer_is_written_widened_and_removed(editor, draft):
    code = draft.form.code
    posted = {"how": "in", "answers": ["owner"], "message": "Власникам не сюди.", "at": "right"}
    assert editor.opens("refuse_when", code, question="right").status_code == 200
    editor.sends("refuse_when", code, query="?question=right", **posted)
    assert asks().rules[1].refused_when == Compare(question="right", value="owner")

    more = {"how": "more", "value": "1.1.2026", "join": "any"}
    assert editor.opens("rule_when", code, 2, question="since").status_code == 200
    editor.sends("rule_when", code, 2, query="?question=since", **more)
    assert len(asks().rules[1].refused_when.any) == 2

    editor.sends("rule_settle", code, 2, join="all")
    editor.sends("rule_settle", code, 2, take="1")
    assert asks().rules[1].refused_when == Compare(question="right", value="owner")
    assert editor.sends("rule_settle", code, 2, take="0").status_code == 422

    editor.sends("rule", code, 2, message="Зверніться до центру.", at="since")
    assert (asks().rules[1].message, asks().rules[1].at) == ("Зверніться до центру.", "since")
    editor.sends("rule_remove", code, 2)
    assert asks() == FORM
