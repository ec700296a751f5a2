"""Changes of the conditions of questions, and of conditions in general.

Editors join single comparisons: all must hold, or one is enough. An imported condition may be nested; its parts can only be
removed.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import FormPartMissing, position_of, with_question
from vikno.eforms.definition import AllOf, AnyOf, Condition, FormDefinition

Parts = tuple[Condition, ...]


def condition_parts(condition: Condition | None) -> Parts:
    """Return the parts of a condition, as the editor lists them."""
    match condition:
        case None:
            return ()
        case AllOf():
            return condition.all
        case AnyOf():
            return condition.any
    return (condition,)


def is_any(condition: Condition | None) -> bool:
    """Return whether one of the parts is enough."""
    return isinstance(condition, AnyOf)


def join_parts(parts: Parts, *, any_is_enough: bool) -> Condition | None:
    """Return the condition that joins these parts, or None for no parts."""
    if len(parts) < 2:
        return parts[0] if parts else None
    return AnyOf(any=parts) if any_is_enough else AllOf(all=parts)


def add_part(form: FormDefinition, *, at: str, part: Condition, any_is_enough: bool | None = None) -> FormDefinition:
    """Add a part to the condition of a question. With None the parts stay joined as they are.

    Raises `FormPartMissing` or `FormLimitReached`.
    """
    question = position_of(form, at).question
    return _with_condition(form, at, with_part(question.asked_when, part, any_is_enough))


def with_part(condition: Condition | None, part: Condition, any_is_enough: bool | None = None) -> Condition | None:
    """Return the condition with one more part. A part that it has already is not added again. Raises `FormLimitReached`."""
    parts = condition_parts(condition)
    limits.require_room(len(parts) + 1, limits.CONDITION_PARTS)
    parts = parts if part in parts else (*parts, part)
    return join_parts(parts, any_is_enough=is_any(condition) if any_is_enough is None else any_is_enough)


def remove_part(form: FormDefinition, *, at: str, number: int) -> FormDefinition:
    """Remove one part of the condition of a question; without parts the question is always asked. Raises `FormPartMissing`."""
    return _with_condition(form, at, without_part(position_of(form, at).question.asked_when, number))


def without_part(condition: Condition | None, number: int) -> Condition | None:
    """Return the condition without one of its parts. Raises `FormPartMissing`."""
    parts = condition_parts(condition)
    if not 0 <= number < len(parts):
        raise FormPartMissing(_("This condition is no more: it was removed, perhaps in another tab."))
    return join_parts((*parts[:number], *parts[number + 1 :]), any_is_enough=is_any(condition))


def change_join(form: FormDefinition, *, at: str, any_is_enough: bool) -> FormDefinition:
    """Change whether all parts must hold or one is enough. Raises `FormPartMissing`."""
    parts = condition_parts(position_of(form, at).question.asked_when)
    return _with_condition(form, at, join_parts(parts, any_is_enough=any_is_enough))


def _with_condition(form: FormDefinition, at: str, condition: Condition | None) -> FormDefinition:
    return with_question(form, at, replace(position_of(form, at).question, asked_when=condition))
