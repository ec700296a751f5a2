"""Changes of the settings of a form and of its steps."""

from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import new_key, step_of, with_item_moved, with_step
from vikno.eforms.definition import Assurance, FormDefinition, Step
from vikno.kernel.errors import Refused


class LastStepRequired(Refused):
    """A form has at least one step."""


def reword_form(form: FormDefinition, *, title: str, minutes: int, language: str) -> FormDefinition:
    """Change the title, the minutes and the language of a form."""
    return replace(form, title=title, minutes=minutes, language=language)


def add(form: FormDefinition, *, title: str, lead: str = "", level: Assurance = "") -> FormDefinition:
    """Add an empty step at the end. Raises `FormLimitReached`."""
    limits.require_room(len(form.steps) + 1, limits.STEPS)
    key = new_key(title, {step.key for step in form.steps}, or_else="step")
    return replace(form, steps=(*form.steps, Step(key=key, title=title, lead=lead, level=level, questions=())))


def reword(form: FormDefinition, *, key: str, title: str, lead: str, level: Assurance = "") -> FormDefinition:
    """Change the title, the lead and the level of a step. Raises `FormPartMissing`."""
    return with_step(form, replace(step_of(form, key), title=title, lead=lead, level=level))


def move(form: FormDefinition, *, key: str, by: int) -> FormDefinition:
    """Move a step up (-1) or down (1). Raises `FormPartMissing`."""
    index = form.steps.index(step_of(form, key))
    return replace(form, steps=with_item_moved(form.steps, index, by))


def remove(form: FormDefinition, *, key: str) -> FormDefinition:
    """Remove a step with its questions. Raises `FormPartMissing` or `LastStepRequired`."""
    removed = step_of(form, key)
    if len(form.steps) == 1:
        raise LastStepRequired(_("A form has at least one step. Rename this one, or remove its questions."))
    return replace(form, steps=tuple(step for step in form.steps if step is not removed))
