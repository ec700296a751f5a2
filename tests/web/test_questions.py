"""Every kind of e-form question: names, ids, labels, hints and errors, as the contract of a page says."""

import json
from collections import Counter

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.web.rendered_html import by_class, by_id, described, ids, is_hidden, label_of, named, rendered, text
from vikno.eforms.definition import WITH_CHOICES, AnswerChoice, ComparisonOperator, Question, QuestionKind
from vikno.eforms.definition import AnswerComparison as When
from vikno.eforms.posted_answers import read_answers
from vikno.eforms.validation import AnswerProblem
from vikno.web.eforms import controls

CHOICES = (AnswerChoice(code="owner", label="Я власник"), AnswerChoice(code="rent", label="Орендую"))
TYPED = (
    QuestionKind.TEXT,
    QuestionKind.LONG_TEXT,
    QuestionKind.INTEGER,
    QuestionKind.DECIMAL,
    QuestionKind.DATE,
    QuestionKind.PHONE,
    QuestionKind.EMAIL,
    QuestionKind.RNOKPP,
    QuestionKind.EDRPOU,
    QuestionKind.UNZR,
    QuestionKind.DOCUMENT,
)
CHOSEN = (QuestionKind.YES_NO, QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def question(kind: QuestionKind, **more) -> Question:
    choices = CHOICES if kind in WITH_CHOICES else ()
    inside = (Question(key="name", kind=QuestionKind.TEXT, label="Ім’я"),) if kind == QuestionKind.GROUP else ()
    return Question(**{"key": "q", "kind": kind, "label": "Питання", "choices": choices, "questions": inside, **more})


def page(*questions: Question, answers=None, **more):
    shown = controls(questions, answers=answers or {}, **more)
    return rendered('{% for one in shown %}<c-question :control="one" />{% endfor %}', shown=shown)


@pytest.mark.parametrize("kind", TYPED)
def test_a_typed_answer_has_an_input_whose_id_and_name_are_the_key(kind):
    shown = page(question(kind))

    entry = by_id(shown, "q")

    assert entry.get("name") == "q"
    assert label_of(shown, "q") == "Питання"
    assert "required" not in entry.attrib


@pytest.mark.parametrize("kind", CHOSEN)
def test_choices_stand_under_a_legend_and_the_first_has_the_key_as_id(kind):
    shown = page(question(kind))

    legend = next(shown.iter("legend"))
    first = by_id(shown, "q")

    assert text(legend) == "Питання"
    assert first.get("type") == ("checkbox" if kind == QuestionKind.SEVERAL_OF else "radio")
    assert {one.get("name") for one in shown.iter("input")} == {"q", "q-asked"}
    assert all(label_of(shown, one.attrib["id"]) for one in named(shown, "q"))


def test_a_long_list_of_choices_folds_into_a_select():
    many = tuple(AnswerChoice(code=f"c{number}", label=f"Область {number}") for number in range(13))

    shown = page(question(QuestionKind.ONE_OF, choices=many), answers={"q": "c5"})

    assert by_id(shown, "q").tag == "select"
    assert [option.get("value") for option in shown.iter("option") if "selected" in option.attrib] == ["c5"]


@pytest.mark.parametrize("kind", [*TYPED, *CHOSEN, QuestionKind.FILES])
def test_hint_remark_and_error_are_read_out_with_the_question(kind):
    problem = AnswerProblem(input_id="q", message="Вкажіть номер")

    shown = page(question(kind, hint="Як у паспорті"), problems=[problem], remarks={"q": "Не видно"})
    owner = next(shown.iter("fieldset")) if kind in CHOSEN else by_id(shown, "q")
    hint, remark, error = described(shown, owner)

    assert hint.startswith("Як у паспорті")
    assert remark == "The centre asks: Не видно"
    assert error == "Error: Вкажіть номер"
    assert kind in CHOSEN or owner.get("aria-invalid") == "true"


@pytest.mark.parametrize("kind", QuestionKind)
def test_no_id_stands_twice(kind):
    shown = page(
        question(kind, hint="Підказка"),
        question(kind, key="other", hint="Підказка"),
        answers={"q": [{"name": "А"}, {"name": "Б"}]} if kind == QuestionKind.GROUP else {},
    )

    assert [identity for identity, times in Counter(ids(shown)).items() if times > 1] == []


@pytest.mark.parametrize(
    ("kind", "typed", "stands"),
    [
        pytest.param(QuestionKind.TEXT, "вул. <Шкільна>", "вул. <Шкільна>", id="text is escaped once"),
        pytest.param(QuestionKind.INTEGER, 3, "3", id="a checked number"),
        pytest.param(QuestionKind.INTEGER, "три", "три", id="a number as it was typed"),
        pytest.param(QuestionKind.DATE, "1985-03-27", "27.03.1985", id="a checked date"),
        pytest.param(QuestionKind.DATE, "31.02.2026", "31.02.2026", id="a date as it was typed"),
        pytest.param(QuestionKind.PHONE, "+380671234567", "+380 67 123 4567", id="a checked phone"),
        pytest.param(QuestionKind.PHONE, "067", "067", id="a phone as it was typed"),
        pytest.param(QuestionKind.RNOKPP, "none", "", id="no taxpayer number"),
    ],
)
def test_what_was_typed_stands_in_the_input(kind, typed, stands):
    shown = page(question(kind), answers={"q": typed})

    assert by_id(shown, "q").get("value") == stands


def test_a_decimal_is_shown_with_the_comma_of_the_language():
    with translation.override("uk"):
        shown = page(question(QuestionKind.DECIMAL), answers={"q": "12.50"})

    assert by_id(shown, "q").get("value") == "12,50"


@pytest.mark.parametrize(("value", "chosen"), [(True, "yes"), (False, "no"), ("yes", "yes"), (None, None)])
def test_yes_and_no_are_shown_whether_checked_or_as_typed(value, chosen):
    shown = page(question(QuestionKind.YES_NO), answers={"q": value})

    ticked = [one.get("value") for one in named(shown, "q") if "checked" in one.attrib]

    assert ticked == ([chosen] if chosen else [])


def test_not_having_a_taxpayer_number_is_a_tick():
    shown = page(question(QuestionKind.RNOKPP), answers={"q": "none"})

    assert "checked" in by_id(shown, "q-none").attrib


def test_address_and_person_are_groups_of_named_inputs():
    shown = page(
        question(QuestionKind.ADDRESS), question(QuestionKind.PERSON, key="who"), answers={"q": {"house": "14-А"}}
    )

    assert by_id(shown, "q").tag == "fieldset"
    assert by_id(shown, "q-house").get("value") == "14-А"
    assert label_of(shown, "who-born_on") == "Date of birth"
    assert by_id(shown, "who-rnokpp-none").get("type") == "checkbox"


def test_an_error_inside_an_address_stands_at_its_part():
    shown = page(
        question(QuestionKind.ADDRESS), problems=[AnswerProblem(input_id="q-house", message="Вкажіть будинок")]
    )

    assert described(shown, by_id(shown, "q-house")) == ["Error: Вкажіть будинок"]
    assert by_id(shown, "q-street").get("aria-invalid") is None


def test_only_what_is_about_the_person_themself_is_filled_in_by_the_browser():
    shown = page(question(QuestionKind.PERSON, prefill="full_name"), question(QuestionKind.PERSON, key="child"))

    assert by_id(shown, "q-family_name").get("autocomplete") == "family-name"
    assert by_id(shown, "child-family_name").get("autocomplete") == "off"


# Groups.


def test_rounds_of_a_group_can_be_added_and_removed():
    shown = page(question(QuestionKind.GROUP), answers={"q": [{"name": "А"}, {"name": "Б"}]})

    assert named(shown, "q-asked")[0].get("value") == "2"
    assert by_id(shown, "q-1-name").get("value") == "Б"
    assert [button.get("value") for button in named(shown, "remove")] == ["q-0", "q-1"]
    assert [button.get("value") for button in named(shown, "add")] == ["q"]


def test_the_round_that_is_obligatory_stays():
    shown = page(question(QuestionKind.GROUP))

    assert named(shown, "remove") == []
    assert by_id(shown, "q-0-name").get("value") == ""


def test_a_group_that_may_be_empty_begins_empty():
    shown = page(question(QuestionKind.GROUP, required=False))

    assert named(shown, "q-asked")[0].get("value") == "0"
    assert text(named(shown, "add")[0]) == "Add: Питання"


def test_a_full_group_offers_no_more_rounds():
    shown = page(question(QuestionKind.GROUP, most=1), answers={"q": [{"name": "А"}]})

    assert named(shown, "add") == []


def test_a_page_reads_back_what_it_showed():
    answers = {"q": [{"name": "А"}, {"name": "Б"}], "home": {"settlement": "Вербівка"}, "why": "rent"}
    asked = [
        question(QuestionKind.GROUP),
        question(QuestionKind.ADDRESS, key="home"),
        question(QuestionKind.ONE_OF, key="why"),
    ]

    shown = page(*asked, answers=answers)
    sent = QueryDict(mutable=True)
    for entry in shown.iter("input"):
        if entry.get("type") not in ("radio", "checkbox") or "checked" in entry.attrib:
            sent.appendlist(entry.attrib["name"], entry.get("value", ""))

    back = read_answers(asked, sent)
    assert back["q"] == answers["q"]
    assert back["home"]["settlement"] == "Вербівка"
    assert back["why"] == "rent"


# Questions that are not asked now.


def test_a_question_that_is_not_asked_is_hidden_and_sends_nothing():
    asked_when = When(question="right", op=ComparisonOperator.IS, value="rent")

    shown = page(question(QuestionKind.TEXT, asked_when=asked_when), asked={"right"})
    around = by_class(shown, "question")[0]

    assert is_hidden(around)
    assert around.tag == "fieldset"
    assert "disabled" in around.attrib


def test_the_condition_comes_with_the_answers_of_other_pages_that_it_looks_at():
    asked_when = When(question="right", op=ComparisonOperator.IS, value="rent")

    shown = page(
        question(QuestionKind.TEXT, asked_when=asked_when),
        answers={"right": "rent", "secret": "x"},
        asked={"right", "q"},
    )
    told = json.loads(by_class(shown, "question")[0].attrib["data-asked-when"])

    assert told == {
        "when": {"question": "right", "op": "is", "value": "rent", "other": ""},
        "known": {"right": "rent"},
    }
    assert not is_hidden(by_class(shown, "question")[0])


def test_conditions_inside_a_group_look_at_the_round_alone():
    inside = (
        Question(key="studies", kind=QuestionKind.YES_NO, label="Навчається?"),
        Question(key="school", kind=QuestionKind.TEXT, label="Школа", asked_when=When(question="studies", value=True)),
    )

    shown = page(question(QuestionKind.GROUP, questions=inside), answers={"q": [{"studies": True}, {"studies": False}]})
    hidden = {one.attrib["data-scope"] for one in by_class(shown, "question") if is_hidden(one)}

    assert hidden == {"q-1-"}


# What may not be changed, and what is told.


def test_an_answer_that_may_not_be_changed_is_shown_in_words_without_an_input():
    shown = page(question(QuestionKind.ONE_OF), answers={"q": "rent"}, editable=set())

    assert list(shown.iter("input")) == []
    assert "Орендую" in text(by_id(shown, "q"))


@pytest.mark.parametrize("tone", ["info", "warn", "ok"])
def test_information_is_told_in_its_tone(tone):
    shown = page(question(QuestionKind.INFO, label="Збір не сплачують", tone=tone))

    assert text(by_class(shown, f"inset--{tone}")[0]) == "Збір не сплачують"


def test_words_of_the_form_are_marked_with_its_language():
    shown = page(question(QuestionKind.TEXT, hint="Підказка"), language="uk")

    assert {element.text for element in shown.iter("span") if element.get("lang") == "uk"} == {"Питання", "Підказка"}


def test_what_may_stay_empty_says_so_once():
    shown = page(question(QuestionKind.ADDRESS, required=False), question(QuestionKind.TEXT, key="t", required=False))

    assert text(next(shown.iter("legend"))) == "Питання (optional)"
    assert label_of(shown, "q-flat") == "Flat"
    assert label_of(shown, "t") == "Питання (optional)"
