"""Changes of rules: answers that do not go together, and what is said then."""

from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.eforms.definition import Condition, EForm, Rule
from vikno.eforms.editing import limits
from vikno.eforms.editing.conditions import is_any, joined, parts_of, with_part, without_part
from vikno.eforms.editing.places import NotThere
from vikno.kernel.errors import Refused


class NoCondition(Refused):
    """A rule without a condition would refuse everybody."""


def rule_of(form: EForm, number: int) -> Rule:
    """Return a rule by its number, from 1. Raises `NotThere`."""
    if not 1 <= number <= len(form.rules):
        raise NotThere(_("This rule is no more: it was removed, perhaps in another tab."))
    return form.rules[number - 1]


def add(form: EForm, *, refused_when: Condition, at: str, message: str) -> EForm:
    """Raises `TooMany`."""
    limits.room_for(len(form.rules) + 1, limits.RULES)
    return replace(form, rules=(*form.rules, Rule(refused_when=refused_when, at=at, message=message)))


def reword(form: EForm, *, number: int, at: str, message: str) -> EForm:
    """Raises `NotThere`."""
    return _with(form, number, replace(rule_of(form, number), at=at, message=message))


def add_part(form: EForm, *, number: int, part: Condition, any_is_enough: bool | None = None) -> EForm:
    """Refuse only when this holds too, or also when this holds. Raises `NotThere` or `TooMany`."""
    rule = rule_of(form, number)
    return _with_condition(form, number, with_part(rule.refused_when, part, any_is_enough))


def take_part(form: EForm, *, number: int, part: int) -> EForm:
    """Raises `NotThere` or `NoCondition`."""
    return _with_condition(form, number, without_part(rule_of(form, number).refused_when, part))


def join(form: EForm, *, number: int, any_is_enough: bool) -> EForm:
    """Say whether all parts must hold, or one is enough. Raises `NotThere`."""
    condition = rule_of(form, number).refused_when
    if any_is_enough == is_any(condition):
        return form
    return _with_condition(form, number, joined(parts_of(condition), any_is_enough=any_is_enough))


def remove(form: EForm, *, number: int) -> EForm:
    """Raises `NotThere`."""
    rule_of(form, number)
    return replace(form, rules=(*form.rules[: number - 1], *form.rules[number:]))


def _with_condition(form: EForm, number: int, condition: Condition | None) -> EForm:
    if condition is None:
        raise NoCondition(
            _("Without its last condition the rule would refuse every application. Remove the rule instead.")
        )
    return _with(form, number, replace(rule_of(form, number), refused_when=condition))


def _with(form: EForm, number: int, rule: Rule) -> EForm:
    return replace(form, rules=(*form.rules[: number - 1], rule, *form.rules[number:]))
