"""Changes of conditions: when a question is asked, when answers are refused.

People put a condition together from single comparisons that must hold all, or of which one is enough. A condition from elsewhere
may be deeper: each of its parts stays as it is, and can be taken away.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.eforms.definition import All, AnyOf, Condition, EForm
from vikno.eforms.editing import limits
from vikno.eforms.editing.places import NotThere, place_of, with_question

Parts = tuple[Condition, ...]


def parts_of(condition: Condition | None) -> Parts:
    """Return the parts of a condition as people see them: one below another."""
    match condition:
        case None:
            return ()
        case All():
            return condition.all
        case AnyOf():
            return condition.any
    return (condition,)


def is_any(condition: Condition | None) -> bool:
    """Tell whether one of the parts is enough."""
    return isinstance(condition, AnyOf)


def joined(parts: Parts, *, any_is_enough: bool) -> Condition | None:
    """Return the condition that these parts make together; None for no parts."""
    if len(parts) < 2:
        return parts[0] if parts else None
    return AnyOf(any=parts) if any_is_enough else All(all=parts)


def add(form: EForm, *, at: str, part: Condition, any_is_enough: bool | None = None) -> EForm:
    """Ask a question only when this holds too. `None` keeps how the parts are joined. Raises `NotThere` or `TooMany`."""
    question = place_of(form, at).question
    return _with(form, at, with_part(question.asked_when, part, any_is_enough))


def with_part(condition: Condition | None, part: Condition, any_is_enough: bool | None = None) -> Condition | None:
    """Return the condition with one more part; a part that is there is not added again. Raises `TooMany`."""
    parts = parts_of(condition)
    limits.room_for(len(parts) + 1, limits.PARTS)
    parts = parts if part in parts else (*parts, part)
    return joined(parts, any_is_enough=is_any(condition) if any_is_enough is None else any_is_enough)


def take(form: EForm, *, at: str, number: int) -> EForm:
    """Take one part of a condition away; without parts the question is always asked. Raises `NotThere`."""
    return _with(form, at, without_part(place_of(form, at).question.asked_when, number))


def without_part(condition: Condition | None, number: int) -> Condition | None:
    """Return the condition without one of its parts. Raises `NotThere`."""
    parts = parts_of(condition)
    if not 0 <= number < len(parts):
        raise NotThere(_("This condition is no more: it was removed, perhaps in another tab."))
    return joined((*parts[:number], *parts[number + 1 :]), any_is_enough=is_any(condition))


def join(form: EForm, *, at: str, any_is_enough: bool) -> EForm:
    """Say whether all parts must hold, or one is enough. Raises `NotThere`."""
    return _with(form, at, joined(parts_of(place_of(form, at).question.asked_when), any_is_enough=any_is_enough))


def _with(form: EForm, at: str, condition: Condition | None) -> EForm:
    return with_question(form, at, replace(place_of(form, at).question, asked_when=condition))
