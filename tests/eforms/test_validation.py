"""Tests of the answers that each kind of question accepts, and of the words that say how to correct others."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from vikno.eforms.definition import (
    AnswerChoice,
    ComparisonOperator,
    FormDefinition,
    FormRule,
    Question,
    QuestionKind,
    Step,
)
from vikno.eforms.definition import AnswerComparison as Compare
from vikno.eforms.validation import AnswerProblem, check_answer, check_form, check_step

TODAY = date(2026, 3, 2)
CHOICES = (AnswerChoice(code="a", label="А"), AnswerChoice(code="b", label="Б"))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def question(kind: QuestionKind, **more) -> Question:
    return Question(key="q", kind=kind, label="Назва:", **more)


def checked_value(kind: QuestionKind, typed, **more):
    """Return the checked value; assert that it has no problem."""
    value, problems = check_answer(question(kind, **more), typed, today=TODAY)
    assert problems == []
    return value


def refusal(kind: QuestionKind, typed, **more) -> str:
    value, problems = check_answer(question(kind, **more), typed, today=TODAY)
    assert value == typed
    assert [problem.input_id for problem in problems] == ["q"]
    return problems[0].message


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.TEXT, "  Олена\t Коваль \n", "Олена Коваль"),
        (QuestionKind.TEXT, "не\u202eвидно\x00\ufeff", "невидно"),
        (QuestionKind.LONG_TEXT, " перший\r\nдругий\r", "перший\nдругий"),
        (QuestionKind.INTEGER, " 1 234", 1234),
        (QuestionKind.INTEGER, "-5", -5),
        (QuestionKind.INTEGER, "007", 7),
        (QuestionKind.DECIMAL, "1 234,50", "1234.50"),
        (QuestionKind.DECIMAL, "0.0000001", "0.0000001"),
        (QuestionKind.DATE, "27.03.1985", "1985-03-27"),
        (QuestionKind.DATE, "1/4/2024", "2024-04-01"),
        (QuestionKind.DATE, "27 03 1985", "1985-03-27"),
        (QuestionKind.DATE, "27031985", "1985-03-27"),
        (QuestionKind.DATE, "1985-03-27", "1985-03-27"),
        (QuestionKind.DATE, "29.02.2024", "2024-02-29"),
        (QuestionKind.YES_NO, "yes", True),
        (QuestionKind.YES_NO, "no", False),
        (QuestionKind.YES_NO, False, False),
        (QuestionKind.PHONE, "067 123 45 67", "+380671234567"),
        (QuestionKind.PHONE, "(044) 234-56-78", "+380442345678"),
        (QuestionKind.PHONE, "+420 777 123 456", "+420777123456"),
        (QuestionKind.EMAIL, " name@example.com ", "name@example.com"),
        (QuestionKind.RNOKPP, "1759013776", "1759013776"),
        (QuestionKind.RNOKPP, "175 901-37 76", "1759013776"),
        (QuestionKind.RNOKPP, "none", "none"),
        (QuestionKind.EDRPOU, "14360570", "14360570"),
        (QuestionKind.EDRPOU, "3285 5961", "32855961"),
        (QuestionKind.UNZR, "19900101-00018", "19900101-00018"),
        (QuestionKind.UNZR, "1990010100018", "19900101-00018"),
        (QuestionKind.DOCUMENT, "ав 123456", "АВ123456"),
        (QuestionKind.DOCUMENT, "№123456789", "123456789"),
    ],
)
def test_what_people_write_becomes_a_plain_value(kind, typed, value):
    assert checked_value(kind, typed) == value


def test_the_check_digit_of_unzr_is_not_enforced():
    assert checked_value(QuestionKind.UNZR, "19900101-00018") == "19900101-00018"
    assert checked_value(QuestionKind.UNZR, "19900101-00012") == "19900101-00012"


def test_choices_are_taken_by_their_codes_in_the_order_of_the_form():
    assert checked_value(QuestionKind.ONE_OF, "b", choices=CHOICES) == "b"
    assert checked_value(QuestionKind.SEVERAL_OF, ["b", "a", "b"], choices=CHOICES) == ["a", "b"]
    assert checked_value(QuestionKind.SEVERAL_OF, "b", choices=CHOICES) == ["b"]


@pytest.mark.parametrize(
    ("kind", "typed", "bounds", "message"),
    [
        (QuestionKind.TEXT, "абвг", {"most": 3}, "Shorten to 3 characters."),
        (QuestionKind.TEXT, "аб", {"least": 3}, "Write at least 3 characters."),
        (QuestionKind.TEXT, "а" * 501, {}, "Shorten to 500 characters."),
        (QuestionKind.INTEGER, "3,5", {}, "Write a whole number, for example 3."),
        (QuestionKind.INTEGER, "три", {}, "Write a whole number, for example 3."),
        (QuestionKind.INTEGER, "0", {"least": 1}, "Write a number not less than 1."),
        (QuestionKind.INTEGER, "11", {"most": 10}, "Write a number not greater than 10."),
        (QuestionKind.DECIMAL, "12,5 га", {}, "Write a number, for example 12,5."),
        (QuestionKind.DECIMAL, "1e5", {}, "Write a number, for example 12,5."),
        (QuestionKind.DECIMAL, "NaN", {}, "Write a number, for example 12,5."),
        (QuestionKind.DECIMAL, "0,1", {"least": Decimal("0.5")}, "Write a number not less than 0.5."),
        (QuestionKind.DATE, "31.02.2024", {}, "Write a date as day, month, year, for example 27.03.1985."),
        (QuestionKind.DATE, "завтра", {}, "Write a date as day, month, year, for example 27.03.1985."),
        (QuestionKind.DATE, "27.03.85", {}, "Write a date as day, month, year, for example 27.03.1985."),
        (QuestionKind.DATE, "03.03.2026", {"most": "today"}, "Write a date not after 02.03.2026."),
        (QuestionKind.DATE, "31.12.1999", {"least": "2000-01-01"}, "Write a date not before 01.01.2000."),
        (QuestionKind.YES_NO, "maybe", {}, "Choose yes or no."),
        (QuestionKind.ONE_OF, "z", {"choices": CHOICES}, "Choose one of the answers."),
        (QuestionKind.ONE_OF, ["a"], {"choices": CHOICES}, "Choose one of the answers."),
        (QuestionKind.SEVERAL_OF, ["a", "z"], {"choices": CHOICES}, "Choose from the answers."),
        (QuestionKind.SEVERAL_OF, ["a", "b"], {"choices": CHOICES, "most": 1}, "Choose at most 1 answer."),
        (
            QuestionKind.PHONE,
            "12345",
            {},
            "Write a phone number, for example 067 123 45 67, or +420 777 123 456 for a foreign one.",
        ),
        (QuestionKind.EMAIL, "name@", {}, "Write an e-mail address, for example name@example.com."),
        (QuestionKind.RNOKPP, "1759013777", {}, "Check the taxpayer number: it has 10 digits, and one of these is not right."),
        (QuestionKind.EDRPOU, "14360571", {}, "Check the ЄДРПОУ code: it has 8 digits, and one of these is not right."),
        (QuestionKind.UNZR, "19901301-00018", {}, "Write the number as it stands in the passport, for example 19900101-00018."),
        (QuestionKind.DOCUMENT, "АВ 12345", {}, "Write 9 digits of an ID card, or two letters and 6 digits of a passport."),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_a_way_out(kind, typed, bounds, message):
    assert refusal(kind, typed, **bounds) == message


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (QuestionKind.TEXT, "Fill in: Назва"),
        (QuestionKind.DATE, "Fill in: Назва"),
        (QuestionKind.YES_NO, "Choose an answer: Назва"),
        (QuestionKind.ONE_OF, "Choose an answer: Назва"),
    ],
)
def test_an_obligatory_question_is_missed(kind, message):
    _value, problems = check_answer(question(kind, choices=CHOICES), "  ", today=TODAY)

    assert problems == [AnswerProblem(input_id="q", message=message, is_missing=True)]


@pytest.mark.parametrize("kind", [kind for kind in QuestionKind if kind not in (QuestionKind.INFO, QuestionKind.FILES)])
def test_what_may_be_left_out_may_be_left_out(kind):
    inner = (Question(key="g", kind=QuestionKind.TEXT, label="Г"),)
    left = question(kind, required=False, choices=CHOICES, questions=inner if kind == QuestionKind.GROUP else ())

    assert check_answer(left, "", today=TODAY)[1] == []


def test_a_part_of_an_address_that_is_missing_is_pointed_at():
    typed = {"settlement": "с. Яр", "street": "вул. Нова", "flat": "5"}

    value, problems = check_answer(question(QuestionKind.ADDRESS), typed, today=TODAY)

    assert value == typed
    assert [(problem.input_id, problem.question) for problem in problems] == [("q-house", "q")]


def test_nothing_of_an_obligatory_address_points_at_its_first_part():
    _value, problems = check_answer(question(QuestionKind.ADDRESS), {"house": " "}, today=TODAY)

    assert [(problem.input_id, problem.is_missing) for problem in problems] == [("q-settlement", True)]


def test_a_person_may_lack_a_patronymic_and_a_number():
    typed = {"family_name": "Коваль", "given_name": "Олена", "born_on": "1.5.1990"}

    assert checked_value(QuestionKind.PERSON, typed) == {**typed, "born_on": "1990-05-01"}


class TestGroups:
    parts = (
        Question(key="name", kind=QuestionKind.TEXT, label="Ім’я"),
        Question(key="born_on", kind=QuestionKind.DATE, label="Дата", required=False),
    )

    def check(self, typed, **more):
        return check_answer(question(QuestionKind.GROUP, questions=self.parts, **more), typed, today=TODAY)

    def test_each_round_is_checked_and_empty_ones_are_left_out(self):
        value, problems = self.check([{"name": "Оля", "born_on": "1.5.2020"}, {"name": " "}, {"name": "Ія"}])

        assert (value, problems) == ([{"name": "Оля", "born_on": "2020-05-01"}, {"name": "Ія"}], [])

    def test_a_problem_says_in_which_round_it_is(self):
        _value, problems = self.check([{"name": "Оля"}, {"born_on": "1.5.2020"}])

        assert [problem.input_id for problem in problems] == ["q-1-name"]

    def test_an_obligatory_group_asks_its_first_round(self):
        _value, problems = self.check([])

        assert [(problem.input_id, problem.is_missing) for problem in problems] == [("q-0-name", True)]

    def test_there_may_not_be_more_rounds_than_the_form_says(self):
        _value, problems = self.check([{"name": "А"}, {"name": "Б"}], most=1)

        assert [problem.message for problem in problems] == ["Leave at most 1 entry."]


OWNER = Question(key="right", kind=QuestionKind.ONE_OF, label="Право", choices=CHOICES)
LEASE = Question(
    key="lease", kind=QuestionKind.FILES, label="Договір", most=2, asked_when=Compare(question="right", value="b")
)
FROM = Question(key="since", kind=QuestionKind.DATE, label="З")
UNTIL = Question(key="until", kind=QuestionKind.DATE, label="До", required=False)
ORDER = FormRule(
    refused_when=Compare(question="until", op=ComparisonOperator.LESS, other="since"),
    at="until",
    message="Кінець раніше початку",
)
HOME, TERM = (
    Step(key="home", title="Дім", questions=(OWNER, LEASE)),
    Step(key="term", title="Строк", questions=(FROM, UNTIL)),
)
FORM = FormDefinition(title="Форма", steps=(HOME, TERM), rules=(ORDER,))


def test_a_file_is_asked_for_only_where_it_is_asked():
    assert check_step(FORM, HOME, {"right": "a"}, files={}, today=TODAY).problems == []
    assert [problem.message for problem in check_step(FORM, HOME, {"right": "b"}, files={}, today=TODAY).problems] == [
        "Add a file: Договір"
    ]
    assert check_step(FORM, HOME, {"right": "b"}, files={"lease": 1}, today=TODAY).problems == []


def test_there_may_not_be_more_files_than_the_form_says():
    found = check_step(FORM, HOME, {"right": "b"}, files={"lease": 3}, today=TODAY).problems

    assert [problem.message for problem in found] == ["Leave at most 2 files."]


def test_answers_that_do_not_go_together_are_told_where_the_rule_says():
    found = check_step(FORM, TERM, {"since": "2.5.2026", "until": "1.5.2026"}, files={}, today=TODAY)

    assert found.problems == [AnswerProblem(input_id="until", message="Кінець раніше початку")]
    assert found.answers == {"since": "2026-05-02", "until": "2026-05-01"}


def test_a_rule_is_silent_where_an_answer_is_wrong_or_missing():
    wrong = check_step(FORM, TERM, {"since": "2.5.2026", "until": "колись"}, files={}, today=TODAY)
    alone = check_step(FORM, TERM, {"since": "2.5.2026"}, files={}, today=TODAY)

    assert [problem.message for problem in wrong.problems] == [
        "Write a date as day, month, year, for example 27.03.1985."
    ]
    assert alone.problems == []


def test_a_step_answers_for_itself_only():
    found = check_step(FORM, HOME, {"right": "a", "since": "колись"}, files={}, today=TODAY)

    assert (found.problems, found.answers) == ([], {"right": "a"})


def test_the_whole_form_is_checked_in_its_order():
    found = check_form(FORM, {"right": "b"}, files={}, today=TODAY)

    assert [problem.input_id for problem in found.problems] == ["lease", "since"]


def test_an_answer_to_a_question_that_is_not_asked_is_left_out():
    why = Question(key="why", kind=QuestionKind.TEXT, label="Чому", asked_when=Compare(question="right", value="b"))
    form = FormDefinition(title="Ф", steps=(Step(key="s", title="К", questions=(OWNER, why)),))

    assert check_form(form, {"right": "a", "why": "бо"}, files={}, today=TODAY).answers == {"right": "a"}
