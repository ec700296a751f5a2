"""Changes of rules: combinations of answers that are refused, with a message."""

from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.eforms.changes import limits
from vikno.eforms.changes.conditions import condition_parts, is_any, join_parts, with_part, without_part
from vikno.eforms.changes.positions import FormPartMissing
from vikno.eforms.definition import Condition, FormDefinition, FormRule
from vikno.kernel.errors import Refused


class RuleWithoutCondition(Refused):
    """A rule without a condition would refuse everybody."""


def rule_of(form: FormDefinition, number: int) -> FormRule:
    """Return a rule by its number, from 1. Raises `FormPartMissing`."""
    if not 1 <= number <= len(form.rules):
        raise FormPartMissing(_("This rule is no more: it was removed, perhaps in another tab."))
    return form.rules[number - 1]


def add(form: FormDefinition, *, refused_when: Condition, at: str, message: str) -> FormDefinition:
    """Add a rule. Raises `FormLimitReached`."""
    limits.require_room(len(form.rules) + 1, limits.RULES)
    return replace(form, rules=(*form.rules, FormRule(refused_when=refused_when, at=at, message=message)))


def reword(form: FormDefinition, *, number: int, at: str, message: str) -> FormDefinition:
    """Change the message of a rule and its place. Raises `FormPartMissing`."""
    return _with_rule(form, number, replace(rule_of(form, number), at=at, message=message))


def add_part(
    form: FormDefinition, *, number: int, part: Condition, any_is_enough: bool | None = None
) -> FormDefinition:
    """Add a part to the condition of a rule. Raises `FormPartMissing` or `FormLimitReached`."""
    rule = rule_of(form, number)
    return _with_condition(form, number, with_part(rule.refused_when, part, any_is_enough))


def remove_part(form: FormDefinition, *, number: int, part: int) -> FormDefinition:
    """Remove a part of the condition of a rule. Raises `FormPartMissing` or `RuleWithoutCondition`."""
    return _with_condition(form, number, without_part(rule_of(form, number).refused_when, part))


def change_join(form: FormDefinition, *, number: int, any_is_enough: bool) -> FormDefinition:
    """Change whether all parts must hold or one is enough. Raises `FormPartMissing`."""
    condition = rule_of(form, number).refused_when
    if any_is_enough == is_any(condition):
        return form
    return _with_condition(form, number, join_parts(condition_parts(condition), any_is_enough=any_is_enough))


def remove(form: FormDefinition, *, number: int) -> FormDefinition:
    """Remove a rule. Raises `FormPartMissing`."""
    rule_of(form, number)
    return replace(form, rules=(*form.rules[: number - 1], *form.rules[number:]))


def _with_condition(form: FormDefinition, number: int, condition: Condition | None) -> FormDefinition:
    if condition is None:
        raise RuleWithoutCondition(
            _("Without its last condition the rule would refuse every application. Remove the rule instead.")
        )
    return _with_rule(form, number, replace(rule_of(form, number), refused_when=condition))


def _with_rule(form: FormDefinition, number: int, rule: FormRule) -> FormDefinition:
    return replace(form, rules=(*form.rules[: number - 1], rule, *form.rules[number:]))
