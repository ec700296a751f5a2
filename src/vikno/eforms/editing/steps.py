"""Changes of a whole form and of its steps: the pages of the form."""

from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.eforms.definition import Assurance, EForm, Step
from vikno.eforms.editing import limits
from vikno.eforms.editing.places import moved, new_key, step_of, with_step
from vikno.kernel.errors import Refused


class LastStep(Refused):
    """A form has at least one step."""


def reword_form(form: EForm, *, title: str, minutes: int, language: str) -> EForm:
    """Change what is said of the whole form."""
    return replace(form, title=title, minutes=minutes, language=language)


def add(form: EForm, *, title: str, lead: str = "", level: Assurance = "") -> EForm:
    """Add an empty step at the end. Raises `TooMany`."""
    limits.room_for(len(form.steps) + 1, limits.STEPS)
    key = new_key(title, {step.key for step in form.steps}, or_else="step")
    return replace(form, steps=(*form.steps, Step(key=key, title=title, lead=lead, level=level, questions=())))


def reword(form: EForm, *, key: str, title: str, lead: str, level: Assurance = "") -> EForm:
    """Raises `NotThere`."""
    return with_step(form, replace(step_of(form, key), title=title, lead=lead, level=level))


def move(form: EForm, *, key: str, by: int) -> EForm:
    """Move a step up (-1) or down (1). Raises `NotThere`."""
    index = form.steps.index(step_of(form, key))
    return replace(form, steps=moved(form.steps, index, by))


def remove(form: EForm, *, key: str) -> EForm:
    """Take a step away with its questions. Raises `NotThere` or `LastStep`."""
    gone = step_of(form, key)
    if len(form.steps) == 1:
        raise LastStep(_("A form has at least one step. Rename this one, or remove its questions."))
    return replace(form, steps=tuple(step for step in form.steps if step is not gone))
