"""Tests of reading answers from a posted page."""

import pytest
from django.http import QueryDict

from vikno.eforms.definition import Question, QuestionKind
from vikno.eforms.posted_answers import merge_answers, prefill_answers, read_answers


def question(kind: QuestionKind, key: str = "q", **more) -> Question:
    return Question(key=key, kind=kind, label="Назва", **more)


def answers(body: str, *questions: Question) -> dict:
    return read_answers(questions, QueryDict(body))


CHILDREN = question(
    QuestionKind.GROUP, questions=(question(QuestionKind.TEXT, "name"), question(QuestionKind.SEVERAL_OF, "needs"))
)


@pytest.mark.parametrize(
    ("kind", "body", "answer"),
    [
        (QuestionKind.TEXT, "q=%20Olena", " Olena"),
        (QuestionKind.TEXT, "q=", ""),
        (QuestionKind.ONE_OF, "q=a", "a"),
        (QuestionKind.SEVERAL_OF, "q-asked=1&q=a&q=b", ["a", "b"]),
        (QuestionKind.SEVERAL_OF, "q-asked=1", []),
        (QuestionKind.YES_NO, "q-asked=1", ""),
        (QuestionKind.RNOKPP, "q=1759013776", "1759013776"),
        (QuestionKind.RNOKPP, "q=1759013776&q-none=1", "none"),
        (QuestionKind.ADDRESS, "q-street=Nova&q-house=5", {"street": "Nova", "house": "5"}),
        (
            QuestionKind.PERSON,
            "q-given_name=Olena&q-rnokpp-none=1&q-rnokpp=",
            {"given_name": "Olena", "rnokpp": "none"},
        ),
    ],
)
def test_an_answer_is_read_by_the_names_of_its_fields(kind, body, answer):
    assert answers(body, question(kind)) == {"q": answer}


def test_a_question_that_the_page_did_not_carry_is_left_out():
    assert answers("other=1", question(QuestionKind.TEXT), question(QuestionKind.SEVERAL_OF, "several"), CHILDREN) == {}


def test_files_and_notes_are_not_answers():
    assert answers("q=1&n=2", question(QuestionKind.FILES), question(QuestionKind.INFO, "n")) == {}


def test_the_rounds_of_a_group_are_read_one_by_one():
    body = "q-asked=2&q-0-name=Olya&q-0-needs-asked=1&q-0-needs=a&q-1-name=&q-1-needs-asked=1&q-2-name=beyond"

    assert answers(body, CHILDREN) == {"q": [{"name": "Olya", "needs": ["a"]}, {"name": "", "needs": []}]}


@pytest.mark.parametrize(("count", "rounds"), [("0", 0), ("-1", 0), ("x", 0), ("999", 50), ("9" * 5000, 50)])
def test_a_page_cannot_ask_for_rounds_without_end(count, rounds):
    assert len(answers(f"q-asked={count}", CHILDREN)["q"]) == rounds


def test_answers_are_offered_from_what_is_known_of_the_person():
    profile = {"full_name": "Олена Коваль", "given_name": "Олена", "rnokpp": "1759013776", "address": {"house": "5"}}
    questions = [
        question(QuestionKind.TEXT, "name", prefill="full_name"),
        question(QuestionKind.PERSON, "who", prefill="person"),
        question(QuestionKind.ADDRESS, "home", prefill="address"),
        question(QuestionKind.PHONE, "phone", prefill="phone"),
        question(QuestionKind.TEXT, "own"),
    ]

    assert prefill_answers(questions, profile) == {
        "name": "Олена Коваль",
        "who": {"given_name": "Олена", "rnokpp": "1759013776"},
        "home": {"house": "5"},
    }


def test_the_answers_of_a_page_are_put_over_the_ones_before():
    assert merge_answers({"a": 1, "b": 2}, {"b": 3}) == {"a": 1, "b": 3}
