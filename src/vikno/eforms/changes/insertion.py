"""Insertion of steps of another form. They get free keys, and their conditions and rules follow."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import new_key
from vikno.eforms.definition import (
    AllOf,
    AnyOf,
    Condition,
    FormDefinition,
    NoneOf,
    Step,
    referenced_keys,
)

NewKeys = Mapping[str, str]


def insert_steps(form: FormDefinition, *, source: FormDefinition, keys: Sequence[str]) -> FormDefinition:
    """Add steps of another form at the end, with the rules among them. Raises `FormLimitReached`.

    A condition that looks at a question which is not inserted is dropped: then the question is always asked.
    """
    chosen = [step for step in source.steps if step.key in keys]
    limits.require_room(len(form.steps) + len(chosen), limits.STEPS)
    limits.require_room(sum(len(step.questions) for step in (*form.steps, *chosen)), limits.QUESTIONS)
    taken = {question.key for question in form.questions}
    names: dict[str, str] = {}
    for question in (question for step in chosen for question in step.questions):
        key = question.key if question.key not in taken else new_key(question.key, taken, or_else="q")
        names[question.key] = key
        taken.add(key)
    rules = [
        replace(rule, at=names[rule.at], refused_when=rename_references(rule.refused_when, names))
        for rule in source.rules
        if {rule.at, *referenced_keys(rule.refused_when)} <= set(names)
    ]
    limits.require_room(len(form.rules) + len(rules), limits.RULES)
    return replace(form, steps=(*form.steps, *_renamed_steps(form, chosen, names)), rules=(*form.rules, *rules))


def _renamed_steps(form: FormDefinition, steps: Sequence[Step], names: NewKeys) -> list[Step]:
    """Return the steps under free keys, with the questions under their new keys."""
    taken, renamed = {step.key for step in form.steps}, []
    for step in steps:
        key = new_key(step.key, taken, or_else="step")
        taken.add(key)
        questions = []
        for question in step.questions:
            condition = question.asked_when
            if condition is not None:
                is_complete = set(referenced_keys(condition)) <= set(names)
                condition = rename_references(condition, names) if is_complete else None
            questions.append(replace(question, key=names[question.key], asked_when=condition))
        renamed.append(replace(step, key=key, questions=tuple(questions)))
    return renamed


def rename_references(condition: Condition, names: NewKeys) -> Condition:
    """Return a condition that looks at the same questions under their new keys."""
    match condition:
        case AllOf():
            return AllOf(all=tuple(rename_references(part, names) for part in condition.all))
        case AnyOf():
            return AnyOf(any=tuple(rename_references(part, names) for part in condition.any))
        case NoneOf():
            return NoneOf(none_of=tuple(rename_references(part, names) for part in condition.none_of))
    question = names.get(condition.question, condition.question)
    return replace(condition, question=question, other=names.get(condition.other, condition.other))
