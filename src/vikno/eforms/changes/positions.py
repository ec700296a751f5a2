"""Finding a question, and putting a changed one in its place; making keys that stay for good.

A question is found by `key`, one inside a group by `group-key`.
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
Thing = TypeVar("Thing")


class FormPartMissing(Refused):
    """The step, question or rule is no more: it was removed meanwhile."""


@dataclass(frozen=True, kw_only=True)
class QuestionPosition:
    """Where a question stands: in a step, or in a group of that step; `index` counts among its siblings."""

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
    """Return a step by its key. Raises `NotThere`."""
    step = form.step(key)
    if step is None:
        raise FormPartMissing(_("This step is no more: it was removed, perhaps in another tab."))
    return step


def position_of(form: FormDefinition, at: str) -> QuestionPosition:
    """Return where a question stands. Raises `NotThere`."""
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
    """Return the question at a place; None when there is none."""
    try:
        return position_of(form, at).question
    except FormPartMissing:
        return None


def with_siblings(form: FormDefinition, place: QuestionPosition, questions: tuple[Question, ...]) -> FormDefinition:
    """Return the form with other questions where the siblings of a place stand."""
    if place.group:
        group = replace(place.group, questions=questions)
        questions = tuple(group if one.key == group.key else one for one in place.step.questions)
    return with_step(form, replace(place.step, questions=questions))


def with_step(form: FormDefinition, step: Step) -> FormDefinition:
    return replace(form, steps=tuple(step if one.key == step.key else one for one in form.steps))


def with_question(form: FormDefinition, at: str, question: Question) -> FormDefinition:
    """Return the form with another question in the place of one. Raises `NotThere`."""
    place = position_of(form, at)
    before, after = place.siblings[: place.index], place.siblings[place.index + 1 :]
    return with_siblings(form, place, (*before, question, *after))


def with_item_moved(things: tuple[Thing, ...], index: int, by: int) -> tuple[Thing, ...]:
    """Return the things with one moved among the others; at an end it stays."""
    rest = [*things[:index], *things[index + 1 :]]
    rest.insert(max(0, index + by), things[index])
    return tuple(rest)


def new_key(words: str, taken: Container[str], *, or_else: str) -> str:
    """Return a key made of words, that nothing is called by yet. It never changes afterwards, whatever the words become."""
    base = re.sub(r"[^a-z0-9]+", "_", transliterate(words).lower()).strip("_")[:KEY_MOST].strip("_")
    if not base or not base[0].isalpha():
        base = f"{or_else}_{base}".rstrip("_")
    key, number = base, 1
    while key in taken or key in RESERVED:
        number += 1
        key = f"{base}_{number}"
    return key
