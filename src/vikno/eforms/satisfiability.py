"""Trying a condition out on all answers that matter to it: can it ever hold, can it ever fail?

A comparison tells only a few answers apart: those it names, those just beside, and none. So there are not many to try. Where
there are too many, nothing is claimed.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from vikno.eforms.definition import (
    AnswerComparison,
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
    """What became of a condition over all answers tried."""

    can_hold: bool
    can_fail: bool


UNKNOWN_OUTCOMES = ConditionOutcomes(can_hold=True, can_fail=True)


def condition_outcomes(condition: Condition, questions: Sequence[Question]) -> ConditionOutcomes:
    """Return whether a condition over these questions can hold and can fail, with their own conditions counted in."""
    needed = _needed(condition, questions)
    conditions = [condition, *(question.asked_when for question in needed if question.asked_when)]
    pools = [_answers(question, conditions) for question in needed]
    tries = 1
    for pool in pools:
        tries *= len(pool)
    if tries > TRIES_MOST:
        return UNKNOWN_OUTCOMES
    form = FormDefinition(title="", steps=(Step(key="all", title="", questions=tuple(needed)),))
    results = {holds(condition, form.applicable_answers(answers)) for answers in _all_answers(needed, pools)}
    return ConditionOutcomes(can_hold=True in results, can_fail=False in results)


def _needed(condition: Condition, questions: Sequence[Question]) -> list[Question]:
    """Return the questions that decide on the condition, in their order, with those that decide on them."""
    wanted = set(referenced_keys(condition))
    for question in reversed(questions):
        if question.key in wanted and question.asked_when is not None:
            wanted |= set(referenced_keys(question.asked_when))
    return [question for question in questions if question.key in wanted]


def _all_answers(questions: Sequence[Question], pools: Iterable[list[Any]]) -> Iterator[dict[str, Any]]:
    keys = [question.key for question in questions]
    for values in itertools.product(*pools):
        yield dict(zip(keys, values, strict=True))


def _answers(question: Question, conditions: Iterable[Condition]) -> list[Any]:
    """Return the answers to try for a question."""
    tests = [test for condition in conditions for test in comparisons_in(condition)]
    named = _named(question, tests)
    match question.kind:
        case QuestionKind.YES_NO:
            found: list[Any] = [True, False]
        case QuestionKind.ONE_OF:
            found = [choice.code for choice in question.choices]
        case QuestionKind.SEVERAL_OF:
            found = _several(question, named)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            found = _numbers(question, named)
        case QuestionKind.DATE:
            found = _dates(named)
        case _:
            found = [*dict.fromkeys(str(one) for one in named), OTHER_WORDS]
    return found if question.required else [*found, None]


def _named(question: Question, tests: Iterable[AnswerComparison]) -> list[Any]:
    """Return the answers to this question that comparisons name."""
    named: list[Any] = []
    for test in tests:
        if test.question == question.key and not test.other:
            named += test.value if isinstance(test.value, list | tuple) else [test.value]
    return named


def _several(question: Question, named: Sequence[Any]) -> list[Any]:
    """Return sets of choices: every mix of those that matter, and one that does not."""
    codes = [choice.code for choice in question.choices]
    matter = [code for code in codes if code in named][:6]
    mixes = [list(mix) for size in range(1, len(matter) + 1) for mix in itertools.combinations(matter, size)]
    return mixes + [[code] for code in codes if code not in matter][:1]


def _numbers(question: Question, named: Iterable[Any]) -> list[Any]:
    around = {Decimal(0), Decimal(1), Decimal(2)}
    around |= {number + step for one in named if (number := _number(one)) is not None for step in (-1, 0, 1)}
    around |= {number for bound in (question.least, question.most) if (number := _number(bound)) is not None}
    least, most = _number(question.least), _number(question.most)
    inside = [one for one in around if (least is None or one >= least) and (most is None or one <= most)]
    return [int(one) if one == int(one) else str(one) for one in sorted(inside)]


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None


def _dates(named: Iterable[Any]) -> list[Any]:
    found = {date.fromisoformat(ANY_DATE), date.fromisoformat(ANY_DATE) + timedelta(days=1)}
    for one in named:
        try:
            day = date.fromisoformat(str(one))
        except ValueError:
            continue
        found |= {day, day - timedelta(days=1), day + timedelta(days=1)}
    return [day.isoformat() for day in sorted(found)]
