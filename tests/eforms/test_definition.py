"""What is asked when, and what makes a definition unusable."""

import pytest

from vikno.eforms.definition import (
    All,
    AnyOf,
    Choice,
    EForm,
    Kind,
    Not,
    Op,
    Question,
    Rule,
    Step,
    faults,
    holds,
    is_empty,
)
from vikno.eforms.definition import Test as Compare


def question(key: str, kind: Kind = Kind.TEXT, **more) -> Question:
    return Question(key=key, kind=kind, label=key.title(), **more)


def form(*questions: Question, **more) -> EForm:
    return EForm(title="Форма", steps=(Step(key="s", title="Крок", questions=questions),), **more)


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
        (Compare(question="a", op=Op.IS_NOT, value="x"), {"a": "y"}, True),
        (Compare(question="a", op=Op.IS_NOT, value="x"), {}, True),
        (Compare(question="a", op=Op.IN, value=["x", "y"]), {"a": "y"}, True),
        (Compare(question="a", op=Op.IN, value=["x", "y"]), {"a": "z"}, False),
        (Compare(question="a", op=Op.HAS, value="x"), {"a": ["x", "y"]}, True),
        (Compare(question="a", op=Op.HAS, value="x"), {"a": ["y"]}, False),
        (Compare(question="a", op=Op.HAS, value="x"), {"a": 5}, False),
        (Compare(question="a", op=Op.ANSWERED, value=True), {"a": False}, True),
        (Compare(question="a", op=Op.ANSWERED, value=True), {"a": " "}, False),
        (Compare(question="a", op=Op.ANSWERED, value=False), {}, True),
        (Compare(question="a", op=Op.LESS, value=10), {"a": "9"}, True),
        (Compare(question="a", op=Op.LESS, value=10), {"a": "9.5"}, True),
        (Compare(question="a", op=Op.MORE, value=10), {"a": "9"}, False),
        (Compare(question="a", op=Op.MORE, value=10), {"a": "багато"}, False),
        (Compare(question="a", op=Op.MORE, value=10), {"a": "NaN"}, False),
        (Compare(question="a", op=Op.LESS, value="2000-01-01"), {"a": "1999-12-31"}, True),
        (Compare(question="a", op=Op.LESS, other="b"), {"a": "2020-05-01", "b": "2020-05-02"}, True),
        (Compare(question="a", op=Op.LESS, other="b"), {"a": "2020-05-01"}, False),
        (Compare(question="a", op=Op.IS_NOT, other="b"), {"a": "x"}, False),
    ],
)
def test_an_answer_is_compared(test, answers, expected):
    assert holds(test, answers) is expected


YES, NO = Compare(question="a", value="x"), Compare(question="a", value="y")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (All(all=(YES, YES)), True),
        (All(all=(YES, NO)), False),
        (AnyOf(any=(NO, YES)), True),
        (AnyOf(any=(NO, NO)), False),
        (Not(none_of=(NO,)), True),
        (Not(none_of=(NO, YES)), False),
        (All(all=(AnyOf(any=(NO, YES)), Not(none_of=(NO,)))), True),
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

    assert [asked.key for asked in chain.asked(answers)] == ["a"]
    assert chain.counted(answers) == {"a": "no"}


def test_a_form_that_can_be_asked_has_no_faults():
    sound = form(
        question("a"),
        question("b", Kind.ONE_OF, choices=(Choice(code="x", label="X"),), asked_when=YES),
        question("c", Kind.GROUP, questions=(question("d"),)),
        rules=(Rule(refused_when=YES, at="b", message="Не разом"),),
    )

    assert faults(sound) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (EForm(title="Ф", steps=()), "the form has no steps"),
        (EForm(title="Ф", steps=(Step(key="s", title="К", questions=()),)), "step 's' asks nothing"),
        (form(question("a"), question("a")), "question 'a' appears more than once"),
        (form(question("1a")), "question '1a' is not a key"),
        (form(question("a-b")), "question 'a-b' is not a key"),
        (form(question("save")), "question 'save' is called like a part of the page"),
        (form(Question(key="a", kind=Kind.TEXT, label=" ")), "question 'a' has no label"),
        (form(question("a", Kind.ONE_OF)), "question 'a' has nothing to choose from"),
        (
            form(question("a", Kind.SEVERAL_OF, choices=(Choice(code="x", label="X"), Choice(code="x", label="Y")))),
            "question 'a' has a choice without a code, or two with the same",
        ),
        (form(question("a", Kind.GROUP)), "group 'a' asks nothing"),
        (
            form(question("a", Kind.GROUP, questions=(question("b", Kind.FILES),))),
            "group 'a' asks for files, which is asked outside groups only",
        ),
        (
            form(question("b", asked_when=YES), question("a")),
            "question 'b' depends on 'a', which is not asked before it",
        ),
        (
            form(question("b"), rules=(Rule(refused_when=YES, at="b", message="М"),)),
            "rule 1 looks at 'a', which is not asked before it",
        ),
        (
            form(question("a"), rules=(Rule(refused_when=YES, at="z", message="М"),)),
            "rule 1 is shown at 'z', which is not asked",
        ),
    ],
)
def test_what_makes_a_form_unusable_is_said(broken, fault):
    assert fault in faults(broken)


def test_a_form_finds_its_steps_and_questions():
    whole = form(question("a"), question("b"))

    assert whole.step("s").title == "Крок"
    assert whole.question("b").label == "B"
    assert whole.step("z") is whole.question("z") is None
