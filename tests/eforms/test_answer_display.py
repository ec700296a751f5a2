"""Tests of answers in words, as residents, officers and papers show them."""

import pytest
from django.utils import translation

from vikno.eforms.answer_display import AnswerRow, answer_sections, answer_text
from vikno.eforms.definition import AnswerChoice, FormDefinition, Question, QuestionKind, Step
from vikno.eforms.definition import AnswerComparison as Compare

CHOICES = (AnswerChoice(code="a", label="Перше"), AnswerChoice(code="b", label="Друге"))
PARTS = (
    Question(key="name", kind=QuestionKind.TEXT, label="Ім’я"),
    Question(key="born_on", kind=QuestionKind.DATE, label="Дата"),
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def question(kind: QuestionKind, key: str = "q", **more) -> Question:
    parts = {"choices": CHOICES} if kind in (QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF) else {}
    return Question(key=key, kind=kind, label="Назва", **parts, **more)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (QuestionKind.TEXT, "Так і є", "Так і є"),
        (QuestionKind.TEXT, None, ""),
        (QuestionKind.INTEGER, 1234, "1234"),
        (QuestionKind.DECIMAL, "12.50", "12.50"),
        (QuestionKind.DATE, "1985-03-27", "27 March 1985"),
        (QuestionKind.YES_NO, True, "Yes"),
        (QuestionKind.YES_NO, "no", "No"),
        (QuestionKind.ONE_OF, "b", "Друге"),
        (QuestionKind.SEVERAL_OF, ["a", "b"], "Перше\nДруге"),
        (QuestionKind.PHONE, "+380671234567", "+380 67 123 4567"),
        (QuestionKind.RNOKPP, "1759013776", "1759013776"),
        (QuestionKind.RNOKPP, "none", "No number: there is a mark in the passport"),
        (
            QuestionKind.ADDRESS,
            {"settlement": "с. Яр", "street": "вул. Нова", "house": "5", "flat": "2"},
            "вул. Нова, 5, flat 2, с. Яр",
        ),
        (
            QuestionKind.PERSON,
            {"family_name": "Коваль", "given_name": "Олена", "born_on": "1990-05-01"},
            "Коваль Олена\nDate of birth: 1 May 1990",
        ),
    ],
)  # fmt: skip
def test_an_answer_is_shown_in_words(kind, value, text):
    assert answer_text(question(kind), value) == text


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.DATE, "завтра"),
        (QuestionKind.PHONE, "немає"),
        (QuestionKind.ONE_OF, "z"),
        (QuestionKind.DECIMAL, "багато"),
        (QuestionKind.ADDRESS, "Яр"),
    ],
)
def test_what_did_not_pass_its_check_is_shown_as_it_was_typed(kind, typed):
    assert answer_text(question(kind), typed) == typed


LEASE = question(QuestionKind.FILES, "lease", asked_when=Compare(question="right", value="b"))
HOME = Step(
    key="home",
    title="Дім",
    questions=(question(QuestionKind.INFO, "note"), question(QuestionKind.ONE_OF, "right"), LEASE),
)
CHILDREN = Question(key="children", kind=QuestionKind.GROUP, label="Діти", required=False, questions=PARTS)
FORM = FormDefinition(title="Форма", steps=(HOME, Step(key="kids", title="Діти", questions=(CHILDREN,), lead="Якщо є")))


def test_only_what_was_asked_is_shown_step_by_step():
    rented = answer_sections(FORM, {"right": "b"}, {"lease": ["one.pdf", "two.png"]})
    owned = answer_sections(FORM, {"right": "a"}, {"lease": ["one.pdf"]})

    assert [(section.step, section.title) for section in rented] == [("home", "Дім"), ("kids", "Діти")]
    assert [(row.key, row.text) for row in rented[0].rows] == [("right", "Друге"), ("lease", "one.pdf\ntwo.png")]
    assert [row.key for row in owned[0].rows] == ["right"]


def test_what_was_left_out_has_an_empty_row():
    assert answer_sections(FORM, {}, {})[1].rows == [AnswerRow(key="children", label="Діти", text="")]


def test_each_round_of_a_group_has_a_row_of_its_own():
    children = [{"name": "Оля", "born_on": "2020-05-01"}, {"name": "Ія"}]

    rows = answer_sections(FORM, {"children": children}, {})[1].rows

    assert [(row.label, row.text) for row in rows] == [
        ("Діти (1)", "Ім’я: Оля\nДата: 1 May 2020"),
        ("Діти (2)", "Ім’я: Ія"),
    ]


def test_a_label_that_asks_keeps_its_own_mark():
    asks = Question(
        key="asks",
        kind=QuestionKind.GROUP,
        label="Хто",
        questions=(Question(key="old", kind=QuestionKind.TEXT, label="Вік?"),),
    )
    form = FormDefinition(title="Форма", steps=(Step(key="only", title="Хто", questions=(asks,)),))

    assert answer_sections(form, {"asks": [{"old": "7"}]}, {})[0].rows[0].text == "Вік? 7"


def test_rounds_that_are_none_are_passed_over():
    assert [row.text for row in answer_sections(FORM, {"children": [5, {"name": "Оля"}]}, {})[1].rows] == ["Ім’я: Оля"]
