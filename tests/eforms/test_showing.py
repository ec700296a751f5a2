"""Answers in words: what residents, officers and papers read."""

import pytest
from django.utils import translation

from vikno.eforms.definition import Choice, EForm, Kind, Question, Step
from vikno.eforms.definition import Test as Compare
from vikno.eforms.showing import Row, sections, shown

CHOICES = (Choice(code="a", label="Перше"), Choice(code="b", label="Друге"))
PARTS = (Question(key="name", kind=Kind.TEXT, label="Ім’я"), Question(key="born_on", kind=Kind.DATE, label="Дата"))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def question(kind: Kind, key: str = "q", **more) -> Question:
    parts = {"choices": CHOICES} if kind in (Kind.ONE_OF, Kind.SEVERAL_OF) else {}
    return Question(key=key, kind=kind, label="Назва", **parts, **more)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.TEXT, "Так і є", "Так і є"),
        (Kind.TEXT, None, ""),
        (Kind.INTEGER, 1234, "1234"),
        (Kind.DECIMAL, "12.50", "12.50"),
        (Kind.DATE, "1985-03-27", "27 March 1985"),
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, "no", "No"),
        (Kind.ONE_OF, "b", "Друге"),
        (Kind.SEVERAL_OF, ["a", "b"], "Перше\nДруге"),
        (Kind.PHONE, "+380671234567", "+380 67 123 4567"),
        (Kind.RNOKPP, "1759013776", "1759013776"),
        (Kind.RNOKPP, "none", "No number: there is a mark in the passport"),
        (Kind.ADDRESS, {"settlement": "с. Яр", "street": "вул. Нова", "house": "5", "flat": "2"}, "вул. Нова, 5, flat 2, с. Яр"),
        (
            Kind.PERSON,
            {"family_name": "Коваль", "given_name": "Олена", "born_on": "1990-05-01"},
            "Коваль Олена\nDate of birth: 1 May 1990",
        ),
    ],
)  # fmt: skip
def test_an_answer_is_shown_in_words(kind, value, text):
    assert shown(question(kind), value) == text


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(Kind.DATE, "завтра"), (Kind.PHONE, "немає"), (Kind.ONE_OF, "z"), (Kind.DECIMAL, "багато"), (Kind.ADDRESS, "Яр")],
)
def test_what_did_not_pass_its_check_is_shown_as_it_was_typed(kind, typed):
    assert shown(question(kind), typed) == typed


LEASE = question(Kind.FILES, "lease", asked_when=Compare(question="right", value="b"))
HOME = Step(
    key="home",
    title="Дім",
    questions=(question(Kind.INFO, "note"), question(Kind.ONE_OF, "right"), LEASE),
)
CHILDREN = Question(key="children", kind=Kind.GROUP, label="Діти", required=False, questions=PARTS)
FORM = EForm(title="Форма", steps=(HOME, Step(key="kids", title="Діти", questions=(CHILDREN,), lead="Якщо є")))


def test_only_what_was_asked_is_shown_step_by_step():
    rented = sections(FORM, {"right": "b"}, {"lease": ["one.pdf", "two.png"]})
    owned = sections(FORM, {"right": "a"}, {"lease": ["one.pdf"]})

    assert [(section.step, section.title) for section in rented] == [("home", "Дім"), ("kids", "Діти")]
    assert [(row.key, row.text) for row in rented[0].rows] == [("right", "Друге"), ("lease", "one.pdf\ntwo.png")]
    assert [row.key for row in owned[0].rows] == ["right"]


def test_what_was_left_out_has_an_empty_row():
    assert sections(FORM, {}, {})[1].rows == [Row(key="children", label="Діти", text="")]


def test_each_round_of_a_group_has_a_row_of_its_own():
    children = [{"name": "Оля", "born_on": "2020-05-01"}, {"name": "Ія"}]

    rows = sections(FORM, {"children": children}, {})[1].rows

    assert [(row.label, row.text) for row in rows] == [
        ("Діти (1)", "Ім’я: Оля\nДата: 1 May 2020"),
        ("Діти (2)", "Ім’я: Ія"),
    ]


def test_a_label_that_asks_keeps_its_own_mark():
    asks = Question(
        key="asks", kind=Kind.GROUP, label="Хто", questions=(Question(key="old", kind=Kind.TEXT, label="Вік?"),)
    )
    form = EForm(title="Форма", steps=(Step(key="only", title="Хто", questions=(asks,)),))

    assert sections(form, {"asks": [{"old": "7"}]}, {})[0].rows[0].text == "Вік? 7"


def test_rounds_that_are_none_are_passed_over():
    assert [row.text for row in sections(FORM, {"children": [5, {"name": "Оля"}]}, {})[1].rows] == ["Ім’я: Оля"]
