"""The possible outcomes of a condition, found by trying all answers that matter to it.

A comparison tells only a few answers apart: the values it names, the values next to them, and no answer. So there are few
combinations. Where there are too many, both outcomes count as possible.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from vikno.eforms.definition import (
    Condition,
    FormDefinition,
    Question,
    QuestionKind,
    Step,
    holds,
    referenced_keys,
)
from vikno.eforms.references import comparisons_in

TRIES_MOST = 20_000
ANY_DATE = "2000-06-15"
OTHER_WORDS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, kw_only=True)
class ConditionOutcomes:
    """The outcomes of a condition over all tried answers."""

    can_hold: bool
    can_fail: bool


UNKNOWN_OUTCOMES = ConditionOutcomes(can_hold=True, can_fail=True)


def condition_outcomes(condition: Condition, questions: Sequence[Question]) -> ConditionOutcomes:
    """Return whether a condition can hold and can fail. The conditions of the questions themselves count too."""
    # The condition depends on these questions, directly or through their own conditions.
    keys = set(referenced_keys(condition))
    for question in reversed(questions):
        if question.key in keys and question.asked_when is not None:
            keys |= set(referenced_keys(question.asked_when))
    needed = [question for question in questions if question.key in keys]
    conditions = [condition, *(question.asked_when for question in needed if question.asked_when)]
    pools = [_candidate_answers(question, conditions) for question in needed]
    if math.prod(len(pool) for pool in pools) > TRIES_MOST:
        return UNKNOWN_OUTCOMES
    form = FormDefinition(title="", steps=(Step(key="all", title="", questions=tuple(needed)),))
    results = set()
    for values in itertools.product(*pools):
        answers = {question.key: value for question, value in zip(needed, values, strict=True)}
        results.add(holds(condition, form.applicable_answers(answers)))
    return ConditionOutcomes(can_hold=True in results, can_fail=False in results)


def _candidate_answers(question: Question, conditions: Iterable[Condition]) -> list[Any]:
    """Return the answers to try for a question."""
    # The values that comparisons name for this question.
    named: list[Any] = []
    for test in (test for condition in conditions for test in comparisons_in(condition)):
        if test.question == question.key and not test.other:
            named += test.value if isinstance(test.value, list | tuple) else [test.value]
    match question.kind:
        case QuestionKind.YES_NO:
            found: list[Any] = [True, False]
        case QuestionKind.ONE_OF:
            found = [choice.code for choice in question.choices]
        case QuestionKind.SEVERAL_OF:
            # Every combination of the choices that comparisons name, and one other choice.
            codes = [choice.code for choice in question.choices]
            relevant = [code for code in codes if code in named][:6]
            sizes = range(1, len(relevant) + 1)
            found = [list(mix) for size in sizes for mix in itertools.combinations(relevant, size)]
            found += [[code] for code in codes if code not in relevant][:1]
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            found = _numbers(question, named)
        case QuestionKind.DATE:
            found = _dates(named)
        case _:
            found = [*dict.fromkeys(str(value) for value in named), OTHER_WORDS]
    return found if question.required else [*found, None]


def _numbers(question: Question, named: Iterable[Any]) -> list[Any]:
    around = {Decimal(0), Decimal(1), Decimal(2)}
    around |= {number + step for value in named if (number := _number(value)) is not None for step in (-1, 0, 1)}
    around |= {number for bound in (question.least, question.most) if (number := _number(bound)) is not None}
    least, most = _number(question.least), _number(question.most)
    inside = [number for number in around if (least is None or number >= least) and (most is None or number <= most)]
    return [int(number) if number == int(number) else str(number) for number in sorted(inside)]


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None


def _dates(named: Iterable[Any]) -> list[Any]:
    found = {date.fromisoformat(ANY_DATE), date.fromisoformat(ANY_DATE) + timedelta(days=1)}
    for value in named:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            continue
        found |= {day, day - timedelta(days=1), day + timedelta(days=1)}
    return [day.isoformat() for day in sorted(found)]
