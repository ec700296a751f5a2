"""Positions of questions in a form, replacement of questions, and new keys.

The position of a question is its `key`, or `group-key` inside a group.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from vikno.eforms.definition import RESERVED, FormDefinition, Question, Step
from vikno.kernel.data_import import transliterate
from vikno.kernel.errors import Refused

KEY_MOST = 40
Item = TypeVar("Item")


class FormPartMissing(Refused):
    """The step, question or rule does not exist: it was removed meanwhile."""


@dataclass(frozen=True, kw_only=True)
class QuestionPosition:
    """The position of a question in a step, or in a group of that step; `index` is its number among its siblings, from 0."""

    step: Step
    group: Question | None
    index: int

    @property
    def siblings(self) -> tuple[Question, ...]:
        return self.group.questions if self.group else self.step.questions

    @property
    def question(self) -> Question:
        return self.siblings[self.index]


def step_of(form: FormDefinition, key: str) -> Step:
    """Return a step by its key. Raises `FormPartMissing`."""
    step = form.step(key)
    if step is None:
        raise FormPartMissing(_("This step is no more: it was removed, perhaps in another tab."))
    return step


def position_of(form: FormDefinition, at: str) -> QuestionPosition:
    """Return the position of a question. Raises `FormPartMissing`."""
    outer, _dash, inner = at.partition("-")
    for step in form.steps:
        for index, question in enumerate(step.questions):
            if question.key != outer:
                continue
            if not inner:
                return QuestionPosition(step=step, group=None, index=index)
            for number, part in enumerate(question.questions):
                if part.key == inner:
                    return QuestionPosition(step=step, group=question, index=number)
    raise FormPartMissing(_("This question is no more: it was removed, perhaps in another tab."))


def find_question(form: FormDefinition, at: str) -> Question | None:
    """Return the question at a position, or None."""
    try:
        return position_of(form, at).question
    except FormPartMissing:
        return None


def with_siblings(form: FormDefinition, place: QuestionPosition, questions: tuple[Question, ...]) -> FormDefinition:
    """Return the form with these questions in place of the siblings at a position."""
    if place.group:
        group = replace(place.group, questions=questions)
        questions = tuple(group if question.key == group.key else question for question in place.step.questions)
    return with_step(form, replace(place.step, questions=questions))


def with_step(form: FormDefinition, step: Step) -> FormDefinition:
    return replace(form, steps=tuple(step if other.key == step.key else other for other in form.steps))


def with_question(form: FormDefinition, at: str, question: Question) -> FormDefinition:
    """Return the form with this question at a position. Raises `FormPartMissing`."""
    place = position_of(form, at)
    before, after = place.siblings[: place.index], place.siblings[place.index + 1 :]
    return with_siblings(form, place, (*before, question, *after))


def with_item_moved(items: tuple[Item, ...], index: int, by: int) -> tuple[Item, ...]:
    """Return the items with one moved; an item at an end stays there."""
    rest = [*items[:index], *items[index + 1 :]]
    rest.insert(max(0, index + by), items[index])
    return tuple(rest)


def new_key(words: str, taken: Container[str], *, or_else: str) -> str:
    """Return a free key made of words. It stays the same when the words change later."""
    base = re.sub(r"[^a-z0-9]+", "_", transliterate(words).lower()).strip("_")[:KEY_MOST].strip("_")
    if not base or not base[0].isalpha():
        base = f"{or_else}_{base}".rstrip("_")
    key, number = base, 1
    while key in taken or key in RESERVED:
        number += 1
        key = f"{base}_{number}"
    return key
