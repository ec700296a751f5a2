"""Changes of questions: in a step, or inside a group."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import (
    find_question,
    new_key,
    position_of,
    step_of,
    with_item_moved,
    with_question,
    with_siblings,
    with_step,
)
from vikno.eforms.definition import (
    OUTSIDE_GROUPS,
    WITH_CHOICES,
    FormDefinition,
    Question,
    QuestionKind,
    referenced_keys,
)
from vikno.kernel.errors import Refused


class NotAllowedInGroup(Refused):
    """Files and groups are asked for outside groups only."""


def add(form: FormDefinition, *, step: str, group: str = "", question: Question) -> FormDefinition:
    """Add a question at the end of a step, or of a group; its key is made of its words.

    Raises `NotThere`, `TooMany` or `OutsideGroups`.
    """
    if group:
        return _into_group(form, group, question)
    here = step_of(form, step)
    limits.require_room(sum(1 for _one in form.questions) + 1, limits.QUESTIONS)
    return with_step(form, replace(here, questions=(*here.questions, _named(question, tuple(form.questions)))))


def _into_group(form: FormDefinition, at: str, question: Question) -> FormDefinition:
    group = position_of(form, at).question
    if question.kind in OUTSIDE_GROUPS:
        raise NotAllowedInGroup(_("Files and groups cannot stand inside a group. Ask for them beside it."))
    limits.require_room(len(group.questions) + 1, limits.INSIDE_GROUP)
    return with_question(form, at, replace(group, questions=(*group.questions, _named(question, group.questions))))


def _named(question: Question, others: tuple[Question, ...]) -> Question:
    words = question.label if question.kind != QuestionKind.INFO else ""
    key = new_key(words, {one.key for one in others}, or_else="note" if question.kind == QuestionKind.INFO else "q")
    return replace(question, key=key)


def change_fields(form: FormDefinition, *, at: str, **fields: Any) -> FormDefinition:
    """Change what is said of a question; its key, condition and place stay. Raises `NotThere`."""
    return with_question(form, at, replace(position_of(form, at).question, **fields))


def change_kind(form: FormDefinition, *, at: str, kind: QuestionKind) -> FormDefinition:
    """Ask the same for another sort of answer. What the new sort does not know is left out.

    Raises `NotThere` or `OutsideGroups`.
    """
    before = position_of(form, at).question
    if "-" in at and kind in OUTSIDE_GROUPS:
        raise NotAllowedInGroup(_("Files and groups cannot stand inside a group. Ask for them beside it."))
    keeps_choices = kind in WITH_CHOICES and before.kind in WITH_CHOICES
    after = Question(
        key=before.key,
        kind=kind,
        label=before.label,
        hint=before.hint,
        required=before.required,
        asked_when=before.asked_when,
        choices=before.choices if keeps_choices else (),
        questions=before.questions if kind == QuestionKind.GROUP else (),
    )
    return with_question(form, at, after)


def move(form: FormDefinition, *, at: str, by: int) -> FormDefinition:
    """Move a question up (-1) or down (1) among its siblings. Raises `NotThere`."""
    place = position_of(form, at)
    return with_siblings(form, place, with_item_moved(place.siblings, place.index, by))


def move_to_step(form: FormDefinition, *, at: str, step: str) -> FormDefinition:
    """Move a question to the end of another step. Raises `NotThere`."""
    question = position_of(form, at).question
    target = step_of(form, step)
    if question in target.questions:
        return form
    form = remove(form, at=at)
    target = step_of(form, step)
    return with_step(form, replace(target, questions=(*target.questions, question)))


def duplicate(form: FormDefinition, *, at: str) -> FormDefinition:
    """Put a copy of a question behind it. Raises `NotThere` or `TooMany`."""
    place = position_of(form, at)
    others = place.siblings if place.group else tuple(form.questions)
    limits.require_room(len(others) + 1, limits.INSIDE_GROUP if place.group else limits.QUESTIONS)
    key = new_key(place.question.key, {one.key for one in others}, or_else="q")
    siblings = [*place.siblings]
    siblings.insert(place.index + 1, replace(place.question, key=key))
    return with_siblings(form, place, tuple(siblings))


def remove(form: FormDefinition, *, at: str) -> FormDefinition:
    """Take a question away. Raises `NotThere`."""
    place = position_of(form, at)
    return with_siblings(form, place, (*place.siblings[: place.index], *place.siblings[place.index + 1 :]))


def earlier_questions(form: FormDefinition, at: str) -> tuple[Question, ...]:
    """Return the questions asked before this one that a condition can look at: of its group inside one."""
    place = position_of(form, at)
    known = place.group.questions[: place.index] if place.group else _asked_before(form, place.question)
    return tuple(one for one in known if one.has_answer)


def _asked_before(form: FormDefinition, question: Question) -> list[Question]:
    everything = list(form.questions)
    return everything[: everything.index(question)]


def referenced_questions(form: FormDefinition, at: str) -> list[Question]:
    """Return the questions that the condition of this one looks at."""
    question = position_of(form, at).question
    scope = at.rpartition("-")[0]
    keys = referenced_keys(question.asked_when) if question.asked_when else ()
    found = (find_question(form, f"{scope}-{key}" if scope else key) for key in keys)
    return [one for one in found if one is not None]
