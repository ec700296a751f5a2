"""Finding a question, and putting a changed one in its place; making keys that stay for good.

A question is found by `key`, one inside a group by `group-key`.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from vikno.eforms.definition import RESERVED, EForm, Question, Step
from vikno.kernel.errors import Refused
from vikno.kernel.imports import latin

KEY_MOST = 40
Thing = TypeVar("Thing")


class NotThere(Refused):
    """The step, question or rule is no more: it was removed meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Place:
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


def step_of(form: EForm, key: str) -> Step:
    """Return a step by its key. Raises `NotThere`."""
    step = form.step(key)
    if step is None:
        raise NotThere(_("This step is no more: it was removed, perhaps in another tab."))
    return step


def place_of(form: EForm, at: str) -> Place:
    """Return where a question stands. Raises `NotThere`."""
    outer, _dash, inner = at.partition("-")
    for step in form.steps:
        for index, question in enumerate(step.questions):
            if question.key != outer:
                continue
            if not inner:
                return Place(step=step, group=None, index=index)
            for number, part in enumerate(question.questions):
                if part.key == inner:
                    return Place(step=step, group=question, index=number)
    raise NotThere(_("This question is no more: it was removed, perhaps in another tab."))


def find(form: EForm, at: str) -> Question | None:
    """Return the question at a place; None when there is none."""
    try:
        return place_of(form, at).question
    except NotThere:
        return None


def with_siblings(form: EForm, place: Place, questions: tuple[Question, ...]) -> EForm:
    """Return the form with other questions where the siblings of a place stand."""
    if place.group:
        group = replace(place.group, questions=questions)
        questions = tuple(group if one.key == group.key else one for one in place.step.questions)
    return with_step(form, replace(place.step, questions=questions))


def with_step(form: EForm, step: Step) -> EForm:
    return replace(form, steps=tuple(step if one.key == step.key else one for one in form.steps))


def with_question(form: EForm, at: str, question: Question) -> EForm:
    """Return the form with another question in the place of one. Raises `NotThere`."""
    place = place_of(form, at)
    before, after = place.siblings[: place.index], place.siblings[place.index + 1 :]
    return with_siblings(form, place, (*before, question, *after))


def moved(things: tuple[Thing, ...], index: int, by: int) -> tuple[Thing, ...]:
    """Return the things with one moved among the others; at an end it stays."""
    rest = [*things[:index], *things[index + 1 :]]
    rest.insert(max(0, index + by), things[index])
    return tuple(rest)


def new_key(words: str, taken: Container[str], *, or_else: str) -> str:
    """Return a key made of words, that nothing is called by yet. It never changes afterwards, whatever the words become."""
    base = re.sub(r"[^a-z0-9]+", "_", latin(words).lower()).strip("_")[:KEY_MOST].strip("_")
    if not base or not base[0].isalpha():
        base = f"{or_else}_{base}".rstrip("_")
    key, number = base, 1
    while key in taken or key in RESERVED:
        number += 1
        key = f"{base}_{number}"
    return key
