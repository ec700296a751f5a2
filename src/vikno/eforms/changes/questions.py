"""Changes of questions in a step or in a group."""

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
    """Questions for files and groups are not allowed inside a group."""


def add(form: FormDefinition, *, step: str, group: str = "", question: Question) -> FormDefinition:
    """Add a question at the end of a step, or of a group; its key is made of its words.

    Raises `FormPartMissing`, `FormLimitReached` or `NotAllowedInGroup`.
    """
    if not group:
        target, questions = step_of(form, step), tuple(form.questions)
        limits.require_room(len(questions) + 1, limits.QUESTIONS)
        return with_step(form, replace(target, questions=(*target.questions, _with_new_key(question, questions))))
    parent = position_of(form, group).question
    if question.kind in OUTSIDE_GROUPS:
        raise NotAllowedInGroup(_("Files and groups cannot stand inside a group. Ask for them beside it."))
    limits.require_room(len(parent.questions) + 1, limits.INSIDE_GROUP)
    parts = (*parent.questions, _with_new_key(question, parent.questions))
    return with_question(form, group, replace(parent, questions=parts))


def _with_new_key(question: Question, others: tuple[Question, ...]) -> Question:
    words = question.label if question.kind != QuestionKind.INFO else ""
    key = new_key(words, {other.key for other in others}, or_else="note" if question.kind == QuestionKind.INFO else "q")
    return replace(question, key=key)


def change_fields(form: FormDefinition, *, at: str, **fields: Any) -> FormDefinition:
    """Change fields of a question; its key, condition and position stay. Raises `FormPartMissing`."""
    return with_question(form, at, replace(position_of(form, at).question, **fields))


def change_kind(form: FormDefinition, *, at: str, kind: QuestionKind) -> FormDefinition:
    """Change the kind of a question. Fields that the new kind does not have are dropped.

    Raises `FormPartMissing` or `NotAllowedInGroup`.
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
    """Move a question up (-1) or down (1) among its siblings. Raises `FormPartMissing`."""
    place = position_of(form, at)
    return with_siblings(form, place, with_item_moved(place.siblings, place.index, by))


def move_to_step(form: FormDefinition, *, at: str, step: str) -> FormDefinition:
    """Move a question to the end of another step. Raises `FormPartMissing`."""
    question = position_of(form, at).question
    target = step_of(form, step)
    if question in target.questions:
        return form
    form = remove(form, at=at)
    target = step_of(form, step)
    return with_step(form, replace(target, questions=(*target.questions, question)))


def duplicate(form: FormDefinition, *, at: str) -> FormDefinition:
    """Insert a copy of a question after it. Raises `FormPartMissing` or `FormLimitReached`."""
    place = position_of(form, at)
    others = place.siblings if place.group else tuple(form.questions)
    limits.require_room(len(others) + 1, limits.INSIDE_GROUP if place.group else limits.QUESTIONS)
    key = new_key(place.question.key, {other.key for other in others}, or_else="q")
    siblings = [*place.siblings]
    siblings.insert(place.index + 1, replace(place.question, key=key))
    return with_siblings(form, place, tuple(siblings))


def remove(form: FormDefinition, *, at: str) -> FormDefinition:
    """Remove a question. Raises `FormPartMissing`."""
    place = position_of(form, at)
    return with_siblings(form, place, (*place.siblings[: place.index], *place.siblings[place.index + 1 :]))


def earlier_questions(form: FormDefinition, at: str) -> tuple[Question, ...]:
    """Return the earlier questions that a condition of this one can look at; inside a group, those of the group."""
    place = position_of(form, at)
    if place.group:
        earlier = place.group.questions[: place.index]
    else:
        questions = tuple(form.questions)
        earlier = questions[: questions.index(place.question)]
    return tuple(question for question in earlier if question.has_answer)


def referenced_questions(form: FormDefinition, at: str) -> list[Question]:
    """Return the questions that the condition of this one looks at."""
    question = position_of(form, at).question
    scope = at.rpartition("-")[0]
    keys = referenced_keys(question.asked_when) if question.asked_when else ()
    found = (find_question(form, f"{scope}-{key}" if scope else key) for key in keys)
    return [question for question in found if question is not None]
