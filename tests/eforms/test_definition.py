"""Tests of the questions that apply, and of the faults that make a definition unusable."""

import pytest

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
    is_empty,
)
from vikno.eforms.definition import AnswerComparison as Compare


def question(key: str, kind: QuestionKind = QuestionKind.TEXT, **more) -> Question:
    return Question(key=key, kind=kind, label=key.title(), **more)


def form(*questions: Question, **more) -> FormDefinition:
    return FormDefinition(title="Форма", steps=(Step(key="s", title="Крок", questions=questions),), **more)


@pytest.mark.parametrize("nothing", [None, "", "  \n", [], {}, [""], {"a": "", "b": None}, [{"a": " "}]])
def test_nothing_said_is_empty(nothing):
    assert is_empty(nothing)


@pytest.mark.parametrize("something", [False, 0, "0", ["a"], {"a": "x"}, [{"a": False}]])
def test_no_and_nought_are_answers(something):
    assert not is_empty(something)


@pytest.mark.parametrize(
    ("test", "answers", "expected"),
    [
        (Compare(question="a", value="x"), {"a": "x"}, True),
        (Compare(question="a", value="x"), {"a": "y"}, False),
        (Compare(question="a", value="x"), {}, False),
        (Compare(question="a", op=ComparisonOperator.IS_NOT, value="x"), {"a": "y"}, True),
        (Compare(question="a", op=ComparisonOperator.IS_NOT, value="x"), {}, True),
        (Compare(question="a", op=ComparisonOperator.IN, value=["x", "y"]), {"a": "y"}, True),
        (Compare(question="a", op=ComparisonOperator.IN, value=["x", "y"]), {"a": "z"}, False),
        (Compare(question="a", op=ComparisonOperator.HAS, value="x"), {"a": ["x", "y"]}, True),
        (Compare(question="a", op=ComparisonOperator.HAS, value="x"), {"a": ["y"]}, False),
        (Compare(question="a", op=ComparisonOperator.HAS, value="x"), {"a": 5}, False),
        (Compare(question="a", op=ComparisonOperator.ANSWERED, value=True), {"a": False}, True),
        (Compare(question="a", op=ComparisonOperator.ANSWERED, value=True), {"a": " "}, False),
        (Compare(question="a", op=ComparisonOperator.ANSWERED, value=False), {}, True),
        (Compare(question="a", op=ComparisonOperator.LESS, value=10), {"a": "9"}, True),
        (Compare(question="a", op=ComparisonOperator.LESS, value=10), {"a": "9.5"}, True),
        (Compare(question="a", op=ComparisonOperator.MORE, value=10), {"a": "9"}, False),
        (Compare(question="a", op=ComparisonOperator.MORE, value=10), {"a": "багато"}, False),
        (Compare(question="a", op=ComparisonOperator.MORE, value=10), {"a": "NaN"}, False),
        (Compare(question="a", op=ComparisonOperator.LESS, value="2000-01-01"), {"a": "1999-12-31"}, True),
        (Compare(question="a", op=ComparisonOperator.LESS, other="b"), {"a": "2020-05-01", "b": "2020-05-02"}, True),
        (Compare(question="a", op=ComparisonOperator.LESS, other="b"), {"a": "2020-05-01"}, False),
        (Compare(question="a", op=ComparisonOperator.IS_NOT, other="b"), {"a": "x"}, False),
    ],
)
def test_an_answer_is_compared(test, answers, expected):
    assert holds(test, answers) is expected


YES, NO = Compare(question="a", value="x"), Compare(question="a", value="y")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (AllOf(all=(YES, YES)), True),
        (AllOf(all=(YES, NO)), False),
        (AnyOf(any=(NO, YES)), True),
        (AnyOf(any=(NO, NO)), False),
        (NoneOf(none_of=(NO,)), True),
        (NoneOf(none_of=(NO, YES)), False),
        (AllOf(all=(AnyOf(any=(NO, YES)), NoneOf(none_of=(NO,)))), True),
    ],
)
def test_conditions_are_joined(condition, expected):
    assert holds(condition, {"a": "x"}) is expected


def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing():
    chain = form(
        question("a"),
        question("b", asked_when=Compare(question="a", value="yes")),
        question("c", asked_when=Compare(question="b", value="yes")),
    )

    answers = {"a": "no", "b": "yes", "c": "yes"}

    assert [question.key for question in chain.applicable_questions(answers)] == ["a"]
    assert chain.applicable_answers(answers) == {"a": "no"}


def test_a_form_that_can_be_asked_has_no_faults():
    sound = form(
        question("a"),
        question("b", QuestionKind.ONE_OF, choices=(AnswerChoice(code="x", label="X"),), asked_when=YES),
        question("c", QuestionKind.GROUP, questions=(question("d"),)),
        rules=(FormRule(refused_when=YES, at="b", message="Не разом"),),
    )

    assert definition_faults(sound) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (FormDefinition(title="Ф", steps=()), "the form has no steps"),
        (FormDefinition(title="Ф", steps=(Step(key="s", title="К", questions=()),)), "step 's' asks nothing"),
        (form(question("a"), question("a")), "question 'a' appears more than once"),
        (form(question("1a")), "question '1a' is not a key"),
        (form(question("a-b")), "question 'a-b' is not a key"),
        (form(question("save")), "question 'save' is called like a part of the page"),
        (form(Question(key="a", kind=QuestionKind.TEXT, label=" ")), "question 'a' has no label"),
        (form(question("a", QuestionKind.ONE_OF)), "question 'a' has nothing to choose from"),
        (
            form(
                question(
                    "a",
                    QuestionKind.SEVERAL_OF,
                    choices=(AnswerChoice(code="x", label="X"), AnswerChoice(code="x", label="Y")),
                )
            ),
            "question 'a' has a choice without a code, or two with the same",
        ),
        (form(question("a", QuestionKind.GROUP)), "group 'a' asks nothing"),
        (
            form(question("a", QuestionKind.GROUP, questions=(question("b", QuestionKind.FILES),))),
            "group 'a' asks for files, which is asked outside groups only",
        ),
        (
            form(question("b", asked_when=YES), question("a")),
            "question 'b' depends on 'a', which is not asked before it",
        ),
        (
            form(question("b"), rules=(FormRule(refused_when=YES, at="b", message="М"),)),
            "rule 1 looks at 'a', which is not asked before it",
        ),
        (
            form(question("a"), rules=(FormRule(refused_when=YES, at="z", message="М"),)),
            "rule 1 is shown at 'z', which is not asked",
        ),
    ],
)
def test_what_makes_a_form_unusable_is_said(broken, fault):
    assert fault in definition_faults(broken)


def test_a_form_finds_its_steps_and_questions():
    whole = form(question("a"), question("b"))

    assert whole.step("s").title == "Крок"
    assert whole.question("b").label == "B"
    assert whole.step("z") is whole.question("z") is None
