"""Tests of the differences between two versions, in words."""

from dataclasses import replace

import pytest
from django.utils import translation

from tests.eforms.sample_form import CHILDREN, FORM, LEASE, RIGHT, SINCE, UNTIL
from vikno.eforms.changes.positions import with_question
from vikno.eforms.definition import AnswerChoice, FormDefinition, Question, QuestionKind, Step
from vikno.eforms.definition import AnswerComparison as Compare
from vikno.eforms.version_diff import FormDifference, form_differences

RULE_IN_WORDS = "Кінець раніше початку. (when “До якого дня” is less or earlier than “З якого дня”)"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def differences(after: FormDefinition, before: FormDefinition = FORM) -> list[tuple[str, str, str, str]]:
    return [
        (difference.subject, difference.change, difference.before, difference.after)
        for difference in form_differences(before, after)
    ]


def test_the_same_form_differs_in_nothing():
    assert form_differences(FORM, FORM) == []


@pytest.mark.parametrize(
    ("after", "difference"),
    [
        (replace(FORM, title="Інша"), ("The form", "Title", "Оренда", "Інша")),
        (replace(FORM, minutes=5), ("The form", "Minutes it takes", "10", "5")),
        (replace(FORM, steps=(*FORM.steps, Step(key="n", title="Нове", questions=()))), ("Нове", "New step", "", "")),
        (replace(FORM, steps=FORM.steps[::-1]), ("The form", "The steps stand in another order", "", "")),
        (with_question(FORM, "since", replace(SINCE, label="Звідки")), ("Звідки", "Wording", "З якого дня", "Звідки")),
        (with_question(FORM, "since", replace(SINCE, hint="Див.")), ("З якого дня", "Hint", "", "Див.")),
        (with_question(FORM, "since", replace(SINCE, required=False)), ("З якого дня", "Obligatory", "Yes", "No")),
        (
            with_question(FORM, "since", replace(SINCE, kind=QuestionKind.TEXT)),
            ("З якого дня", "Sort of answer", "Date", "Short text"),
        ),
        (with_question(FORM, "since", replace(SINCE, most="today")), ("З якого дня", "Limits", "", "to today")),
        (with_question(FORM, "lease", replace(LEASE, types=("pdf",))), ("Договір", "Kinds of files", "", "pdf")),
        (
            with_question(FORM, "lease", replace(LEASE, asked_when=None)),
            ("Договір", "Asked", "the answer to “Яке право Ви маєте?” is «Орендую»", "always"),
        ),
        (
            with_question(
                FORM, "right", replace(RIGHT, choices=(*RIGHT.choices, AnswerChoice(code="c", label="Інше")))
            ),
            ("Яке право Ви маєте?", "Answers to choose from", "Я власник\nОрендую", "Я власник\nОрендую\nІнше"),
        ),
        (
            with_question(FORM, "children-name", replace(CHILDREN.questions[0], label="Ім’я дитини")),
            ("Дитина / Ім’я дитини", "Wording", "Ім’я", "Ім’я дитини"),
        ),
        (
            replace(FORM, rules=()),
            ("Rules between answers", "The rule was removed", RULE_IN_WORDS, ""),
        ),
    ],
)
def test_a_change_is_told_with_before_and_after(after, difference):
    assert differences(after) == [difference]


def test_a_question_that_came_and_one_that_went_are_told():
    blank = Question(key="new", kind=QuestionKind.PHONE, label="Телефон")
    after = replace(FORM, steps=(replace(FORM.steps[0], questions=(RIGHT, blank)), FORM.steps[1]))

    assert differences(after) == [
        ("Телефон", "New question", "", "Phone"),
        ("Договір", "The question was removed", "Files", ""),
    ]


def test_a_question_in_another_step_and_another_order_are_told():
    home, term = FORM.steps
    after = replace(
        FORM, steps=(replace(home, questions=(RIGHT,)), replace(term, questions=(UNTIL, SINCE, CHILDREN, LEASE)))
    )

    assert ("Договір", "Stands in the step", "Житло", "Строк") in differences(after)
    assert ("Строк", "The questions stand in another order", "", "") in differences(after)


def test_a_changed_condition_inside_a_rule_is_a_new_rule():
    rule = replace(FORM.rules[0], refused_when=Compare(question="until", other="since"))

    changes = [difference.change for difference in form_differences(FORM, replace(FORM, rules=(rule,)))]

    assert changes == ["New rule", "The rule was removed"]


def test_what_came_and_went_inside_a_group_is_told():
    group = replace(
        CHILDREN, questions=(CHILDREN.questions[1], Question(key="z", kind=QuestionKind.TEXT, label="Школа"))
    )

    found = form_differences(FORM, with_question(FORM, "children", group))

    assert FormDifference(subject="Дитина / Школа", change="New question", after="Short text") in found
    assert FormDifference(subject="Дитина / Ім’я", change="The question was removed") in found
