"""Tests of the remarks on a form, and of those that block its publication."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given

from tests.eforms.sample_form import FORM, LEASE, RIGHT
from tests.eforms.strategies import forms
from vikno.eforms.definition import (
    AllOf,
    AnswerChoice,
    AnyOf,
    ComparisonOperator,
    FormDefinition,
    FormRule,
    NoneOf,
    Question,
    QuestionKind,
    Step,
    definition_faults,
    holds,
)
from vikno.eforms.definition import AnswerComparison as Compare
from vikno.eforms.form_review import blocking_remarks, review_form
from vikno.eforms.satisfiability import condition_outcomes


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def asking(*questions: Question, rules: tuple[FormRule, ...] = ()) -> FormDefinition:
    return FormDefinition(title="А", steps=(Step(key="s", title="Крок", questions=questions),), rules=rules)


def text(key: str = "q", **more) -> Question:
    return Question(**{"key": key, "kind": QuestionKind.TEXT, "label": "Назва", **more})


def messages(form: FormDefinition) -> list[str]:
    return [remark.message for remark in review_form(form)]


def test_a_good_form_is_not_remarked_on():
    assert review_form(FORM) == []


@pytest.mark.parametrize(
    ("form", "part"),
    [
        (FormDefinition(title="А", steps=()), "has no steps"),
        (FormDefinition(title=" ", steps=FORM.steps), "has no title"),
        (asking(), "asks nothing"),
        (asking(text(label=" ")), "has no words"),
        (asking(text("main")), "cannot be a key"),
        (asking(text(), text()), "stands at two places"),
        (asking(replace(RIGHT, choices=())), "nothing to choose from"),
        (
            asking(replace(RIGHT, choices=(AnswerChoice(code="a", label="А"), AnswerChoice(code="a", label="Б")))),
            "same code",
        ),
        (asking(replace(RIGHT, choices=(AnswerChoice(code="a", label=" "),))), "an answer without words"),
        (asking(Question(key="g", kind=QuestionKind.GROUP, label="Група")), "The group “Група” asks nothing"),
        (
            asking(
                Question(key="g", kind=QuestionKind.GROUP, label="Група", questions=(replace(LEASE, asked_when=None),))
            ),
            "inside a group",
        ),
        (asking(LEASE, RIGHT), "not asked before it"),
        (asking(RIGHT, text(asked_when=Compare(question="right", value="squat"))), "cannot be answered so"),
        (
            asking(text(), rules=(FormRule(refused_when=Compare(question="q", value="x"), at="q", message=" "),)),
            "no message",
        ),
        (
            asking(
                text(),
                rules=(
                    FormRule(
                        refused_when=Compare(question="q", op=ComparisonOperator.ANSWERED, value=True),
                        at="q",
                        message="Ні",
                    ),
                ),
            ),
            "refuses every application",
        ),
        (
            asking(text(), rules=(FormRule(refused_when=Compare(question="q", value="x"), at="gone", message="Ні"),)),
            "looks at something",
        ),
    ],
)
def test_what_stops_publishing(form, part):
    assert [remark for remark in blocking_remarks(form) if part in remark.message]


@pytest.mark.parametrize(
    ("form", "part"),
    [
        (asking(replace(RIGHT, choices=RIGHT.choices[:1])), "one answer only"),
        (asking(text(hint="Довідка, витяг тощо")), "leaves a list open"),
        (asking(text(label="Паспорт та інші документи")), "leaves a list open"),
        (asking(text(label="Я" * 201)), "is long"),
        (asking(text("a"), text("b")), "asks “Назва” twice"),
        (asking(*(text(f"q{n}", label=f"Н{n}") for n in range(13))), "is long for a phone"),
        (asking(Question(key="n", kind=QuestionKind.INFO, label="Увага")), "asks nothing: it only tells"),
        (
            asking(
                RIGHT,
                text(),
                rules=(FormRule(refused_when=Compare(question="right", value="rent"), at="q", message="Ні"),),
            ),
            "does not look at",
        ),
        (
            asking(
                Question(key="n", kind=QuestionKind.INTEGER, label="Скільки", most=5),
                rules=(
                    FormRule(
                        refused_when=Compare(question="n", op=ComparisonOperator.MORE, value=9), at="n", message="Ні"
                    ),
                ),
            ),
            "never speaks",
        ),
    ],
)
def test_what_is_worth_a_second_look_does_not_stop(form, part):
    assert blocking_remarks(form) == []
    assert [message for message in messages(form) if part in message]


def test_what_stops_goes_first():
    form = asking(text(hint="і т. д."), text("b", label=""))

    assert [remark.is_blocking for remark in review_form(form)] == [True, False]


NUMBER = Question(key="n", kind=QuestionKind.INTEGER, label="Скільки", least=1, most=10)
DAY = Question(key="d", kind=QuestionKind.DATE, label="Коли")
MANY = Question(key="m", kind=QuestionKind.SEVERAL_OF, label="Які", choices=RIGHT.choices)


@pytest.mark.parametrize(
    ("condition", "can_hold", "can_fail"),
    [
        (Compare(question="right", value="rent"), True, True),
        (AllOf(all=(Compare(question="right", value="rent"), Compare(question="right", value="owner"))), False, True),
        (AnyOf(any=(Compare(question="right", value="rent"), Compare(question="right", value="owner"))), True, False),
        (Compare(question="right", op=ComparisonOperator.IN, value=["rent", "owner"]), True, False),
        (NoneOf(none_of=(Compare(question="right", op=ComparisonOperator.ANSWERED, value=True),)), False, True),
        (Compare(question="n", op=ComparisonOperator.MORE, value=10), False, True),
        (Compare(question="n", op=ComparisonOperator.MORE, value=9), True, True),
        (Compare(question="n", op=ComparisonOperator.LESS, value=1), False, True),
        (Compare(question="n", op=ComparisonOperator.LESS, value="1.5"), True, True),
        (
            AllOf(
                all=(
                    Compare(question="d", op=ComparisonOperator.MORE, value="2026-05-01"),
                    Compare(question="d", op=ComparisonOperator.LESS, value="2026-05-03"),
                )
            ),
            True,
            True,
        ),
        (
            AllOf(
                all=(
                    Compare(question="d", op=ComparisonOperator.MORE, value="2026-05-03"),
                    Compare(question="d", op=ComparisonOperator.LESS, value="2026-05-01"),
                )
            ),
            False,
            True,
        ),
        (
            AllOf(
                all=(
                    Compare(question="m", op=ComparisonOperator.HAS, value="rent"),
                    Compare(question="m", op=ComparisonOperator.HAS, value="owner"),
                )
            ),
            True,
            True,
        ),
        (Compare(question="n", op=ComparisonOperator.MORE, value="слово"), False, True),
    ],
)
def test_a_condition_is_tried_out_on_the_answers_that_matter(condition, can_hold, can_fail):
    found = condition_outcomes(condition, (RIGHT, NUMBER, DAY, MANY))

    assert (found.can_hold, found.can_fail) == (can_hold, can_fail)


def test_a_condition_upon_a_condition_is_seen_through():
    rent = text("rent_paid", asked_when=Compare(question="right", value="rent"), label="Плата")
    never = AllOf(
        all=(
            Compare(question="right", value="owner"),
            Compare(question="rent_paid", op=ComparisonOperator.ANSWERED, value=True),
        )
    )
    form = asking(RIGHT, rent, text("last", label="Остання", asked_when=never))

    assert [remark.question for remark in blocking_remarks(form) if "never asked" in remark.message] == ["last"]


def test_a_question_that_is_always_asked_needs_no_condition():
    form = asking(RIGHT, text(asked_when=Compare(question="right", op=ComparisonOperator.ANSWERED, value=True)))

    assert any("always asked" in message for message in messages(form))


def test_conditions_inside_a_group_are_looked_at_too():
    inner = (text("a"), text("b", label="Б", asked_when=Compare(question="zzz", value="1")))
    form = asking(Question(key="g", kind=QuestionKind.GROUP, label="Група", questions=inner))

    assert [remark.question for remark in blocking_remarks(form)] == ["g-b"]


@given(form=forms())
def test_whatever_cannot_be_published_is_told_in_words(form):
    assert definition_faults(form) == []
    review_form(form)
    broken = replace(form, steps=(*form.steps, form.steps[0]))
    assert definition_faults(broken) != []
    assert blocking_remarks(broken) != []


@given(form=forms())
def test_what_is_said_never_to_be_asked_is_not_asked_whatever_is_answered(form):
    """A condition that counts as impossible does not hold for any of the answers tried here."""
    questions = tuple(form.questions)
    for number, question in enumerate(questions):
        if question.asked_when is not None and not condition_outcomes(question.asked_when, questions[:number]).can_hold:
            for value in ("a", "1", 3, True, ["a", "b"], "2000-01-01"):
                answers = form.applicable_answers({earlier.key: value for earlier in questions[:number]})
                known = {key: answer for key, answer in answers.items() if _is_possible(form, key, answer)}
                if known == answers:
                    assert not holds(question.asked_when, answers)


def _is_possible(form: FormDefinition, key: str, value: object) -> bool:
    """Return whether a question of this kind can have such an answer."""
    question = form.question(key)
    match question.kind:
        case QuestionKind.YES_NO:
            return isinstance(value, bool)
        case QuestionKind.ONE_OF:
            return value in ("a", "b")
        case QuestionKind.SEVERAL_OF:
            return isinstance(value, list)
        case QuestionKind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool) and (question.most is None or value <= 5)
        case QuestionKind.TEXT | QuestionKind.LONG_TEXT:
            return isinstance(value, str)
        case QuestionKind.DATE:
            return value == "2000-01-01"
    return False
