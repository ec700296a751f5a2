"""Bringing steps of another form in: they get keys that are free here, and what looks at them follows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vikno.eforms.definition import All, AnyOf, Condition, EForm, Not, Question, Rule, Step, questions_of
from vikno.eforms.editing import limits
from vikno.eforms.editing.places import new_key

Names = Mapping[str, str]


def insert(form: EForm, *, source: EForm, keys: Sequence[str]) -> EForm:
    """Add steps of another form at the end, with the rules among them. Raises `TooMany`.

    A condition that looks at a question left behind is taken off: then the question is always asked.
    """
    wanted = [step for step in source.steps if step.key in keys]
    limits.room_for(len(form.steps) + len(wanted), limits.STEPS)
    limits.room_for(sum(len(step.questions) for step in (*form.steps, *wanted)), limits.QUESTIONS)
    names = _names(form, wanted)
    rules = [_rule(rule, names) for rule in source.rules if {rule.at, *questions_of(rule.refused_when)} <= set(names)]
    limits.room_for(len(form.rules) + len(rules), limits.RULES)
    return replace(form, steps=(*form.steps, *_steps(form, wanted, names)), rules=(*form.rules, *rules))


def _names(form: EForm, steps: Sequence[Step]) -> dict[str, str]:
    """Return what each question of the steps is called from now on, by what it was called."""
    taken = {question.key for question in form.questions}
    names: dict[str, str] = {}
    for question in (question for step in steps for question in step.questions):
        key = question.key if question.key not in taken else new_key(question.key, taken, or_else="q")
        names[question.key] = key
        taken.add(key)
    return names


def _steps(form: EForm, steps: Sequence[Step], names: Names) -> list[Step]:
    taken, made = {step.key for step in form.steps}, []
    for step in steps:
        key = new_key(step.key, taken, or_else="step")
        taken.add(key)
        made.append(replace(step, key=key, questions=tuple(_question(one, names) for one in step.questions)))
    return made


def _question(question: Question, names: Names) -> Question:
    condition = question.asked_when
    if condition is not None:
        condition = renamed(condition, names) if set(questions_of(condition)) <= set(names) else None
    return replace(question, key=names[question.key], asked_when=condition)


def _rule(rule: Rule, names: Names) -> Rule:
    return replace(rule, at=names[rule.at], refused_when=renamed(rule.refused_when, names))


def renamed(condition: Condition, names: Names) -> Condition:
    """Return a condition that looks at the same questions under their new names."""
    match condition:
        case All():
            return All(all=tuple(renamed(part, names) for part in condition.all))
        case AnyOf():
            return AnyOf(any=tuple(renamed(part, names) for part in condition.any))
        case Not():
            return Not(none_of=tuple(renamed(part, names) for part in condition.none_of))
    question = names.get(condition.question, condition.question)
    return replace(condition, question=question, other=names.get(condition.other, condition.other))
