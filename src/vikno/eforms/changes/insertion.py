"""Bringing steps of another form in: they get keys that are free here, and what looks at them follows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import new_key
from vikno.eforms.definition import (
    AllOf,
    AnyOf,
    Condition,
    FormDefinition,
    FormRule,
    NoneOf,
    Question,
    Step,
    referenced_keys,
)

NewKeys = Mapping[str, str]


def insert_steps(form: FormDefinition, *, source: FormDefinition, keys: Sequence[str]) -> FormDefinition:
    """Add steps of another form at the end, with the rules among them. Raises `TooMany`.

    A condition that looks at a question left behind is taken off: then the question is always asked.
    """
    wanted = [step for step in source.steps if step.key in keys]
    limits.require_room(len(form.steps) + len(wanted), limits.STEPS)
    limits.require_room(sum(len(step.questions) for step in (*form.steps, *wanted)), limits.QUESTIONS)
    names = _names(form, wanted)
    rules = [
        _rule(rule, names) for rule in source.rules if {rule.at, *referenced_keys(rule.refused_when)} <= set(names)
    ]
    limits.require_room(len(form.rules) + len(rules), limits.RULES)
    return replace(form, steps=(*form.steps, *_steps(form, wanted, names)), rules=(*form.rules, *rules))


def _names(form: FormDefinition, steps: Sequence[Step]) -> dict[str, str]:
    """Return what each question of the steps is called from now on, by what it was called."""
    taken = {question.key for question in form.questions}
    names: dict[str, str] = {}
    for question in (question for step in steps for question in step.questions):
        key = question.key if question.key not in taken else new_key(question.key, taken, or_else="q")
        names[question.key] = key
        taken.add(key)
    return names


def _steps(form: FormDefinition, steps: Sequence[Step], names: NewKeys) -> list[Step]:
    taken, made = {step.key for step in form.steps}, []
    for step in steps:
        key = new_key(step.key, taken, or_else="step")
        taken.add(key)
        made.append(replace(step, key=key, questions=tuple(_question(one, names) for one in step.questions)))
    return made


def _question(question: Question, names: NewKeys) -> Question:
    condition = question.asked_when
    if condition is not None:
        condition = rename_references(condition, names) if set(referenced_keys(condition)) <= set(names) else None
    return replace(question, key=names[question.key], asked_when=condition)


def _rule(rule: FormRule, names: NewKeys) -> FormRule:
    return replace(rule, at=names[rule.at], refused_when=rename_references(rule.refused_when, names))


def rename_references(condition: Condition, names: NewKeys) -> Condition:
    """Return a condition that looks at the same questions under their new names."""
    match condition:
        case AllOf():
            return AllOf(all=tuple(rename_references(part, names) for part in condition.all))
        case AnyOf():
            return AnyOf(any=tuple(rename_references(part, names) for part in condition.any))
        case NoneOf():
            return NoneOf(none_of=tuple(rename_references(part, names) for part in condition.none_of))
    question = names.get(condition.question, condition.question)
    return replace(condition, question=question, other=names.get(condition.other, condition.other))
