"""Differences between two versions of a form, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vikno.eforms.definition import AnswerChoice, Condition, FormDefinition, FormRule, Question
from vikno.eforms.kind_names import kind_name
from vikno.eforms.references import describe_condition


@dataclass(frozen=True, kw_only=True)
class FormDifference:
    """One difference: its subject, the change, and the text before and after."""

    subject: str
    change: str
    before: str = ""
    after: str = ""


def form_differences(before: FormDefinition, after: FormDefinition) -> list[FormDifference]:
    """Return the differences in the order of the newer form; removed parts come last."""
    rules = _("Rules between answers")
    return [
        *_changed(_("The form"), _("Title"), before.title, after.title),
        *_changed(_("The form"), _("Minutes it takes"), str(before.minutes), str(after.minutes)),
        *_changed(_("The form"), _("Language"), before.language, after.language),
        *_of_steps(before, after),
        *_of_questions(before, after),
        *(
            FormDifference(subject=rules, change=_("New rule"), after=_rule(rule, after))
            for rule in after.rules
            if rule not in before.rules
        ),
        *(
            FormDifference(subject=rules, change=_("The rule was removed"), before=_rule(rule, before))
            for rule in before.rules
            if rule not in after.rules
        ),
    ]


def _changed(subject: str, change: str, before: str, after: str) -> Iterator[FormDifference]:
    if before != after:
        yield FormDifference(subject=subject, change=change, before=before, after=after)


def _of_steps(before: FormDefinition, after: FormDefinition) -> Iterator[FormDifference]:
    for step in after.steps:
        old = before.step(step.key)
        if old is None:
            yield FormDifference(subject=step.title, change=_("New step"))
            continue
        yield from _changed(step.title, _("Title of the step"), old.title, step.title)
        yield from _changed(step.title, _("Text under the title"), old.lead, step.lead)
        yield from _changed(step.title, _("How surely it must be known who answers"), old.level, step.level)
    for old in before.steps:
        if after.step(old.key) is None:
            yield FormDifference(subject=old.title, change=_("The step was removed"))
    common = [step.key for step in before.steps if after.step(step.key)]
    if common != [step.key for step in after.steps if before.step(step.key)]:
        yield FormDifference(subject=_("The form"), change=_("The steps stand in another order"))


def _of_questions(before: FormDefinition, after: FormDefinition) -> Iterator[FormDifference]:
    step_titles = {question.key: step.title for step in before.steps for question in step.questions}
    for step in after.steps:
        for question in step.questions:
            old = before.question(question.key)
            if old is None:
                yield FormDifference(subject=question.label, change=_("New question"), after=kind_name(question.kind))
                continue
            yield from _of_question(old, question, tuple(before.questions), tuple(after.questions))
            yield from _changed(question.label, _("Stands in the step"), step_titles[question.key], step.title)
    for old in before.questions:
        if after.question(old.key) is None:
            yield FormDifference(subject=old.label, change=_("The question was removed"), before=kind_name(old.kind))
    for step in after.steps:
        old_step = before.step(step.key)
        keys = [question.key for question in step.questions]
        old_keys = [question.key for question in old_step.questions] if old_step else []
        if [key for key in old_keys if key in keys] != [key for key in keys if key in old_keys]:
            yield FormDifference(subject=step.title, change=_("The questions stand in another order"))


def _of_question(
    old: Question, new: Question, known_before: Sequence[Question], known_after: Sequence[Question]
) -> Iterator[FormDifference]:
    subject = new.label
    yield from _changed(subject, _("Wording"), old.label, new.label)
    yield from _changed(subject, _("Hint"), old.hint, new.hint)
    yield from _changed(subject, _("Sort of answer"), kind_name(old.kind), kind_name(new.kind))
    yield from _changed(subject, _("Obligatory"), _yes(old.required), _yes(new.required))
    yield from _changed(subject, _("Asked"), _when(old.asked_when, known_before), _when(new.asked_when, known_after))
    yield from _changed(subject, _("Answers to choose from"), _lines(old.choices), _lines(new.choices))
    yield from _changed(subject, _("Limits"), _limits(old), _limits(new))
    yield from _changed(subject, _("Filled in from the profile"), _yes(bool(old.prefill)), _yes(bool(new.prefill)))
    yield from _changed(subject, _("Kinds of files"), ", ".join(old.types), ", ".join(new.types))
    yield from _changed(subject, pgettext("appearance", "Look"), old.tone, new.tone)
    yield from _inside(old, new)


def _inside(old: Question, new: Question) -> Iterator[FormDifference]:
    """Yield the differences inside a group."""
    old_parts = {part.key: part for part in old.questions}
    for part in new.questions:
        subject = f"{new.label} / {part.label}"
        if part.key not in old_parts:
            yield FormDifference(subject=subject, change=_("New question"), after=kind_name(part.kind))
            continue
        for difference in _of_question(old_parts[part.key], part, old.questions, new.questions):
            yield replace(difference, subject=subject)
    new_keys = {part.key for part in new.questions}
    for part in old.questions:
        if part.key not in new_keys:
            yield FormDifference(subject=f"{new.label} / {part.label}", change=_("The question was removed"))
    common = [part.key for part in old.questions if part.key in new_keys]
    if common != [part.key for part in new.questions if part.key in old_parts]:
        yield FormDifference(subject=new.label, change=_("The questions stand in another order"))


def _rule(rule: FormRule, form: FormDefinition) -> str:
    return _("%(message)s (when %(condition)s)") % {
        "message": rule.message,
        "condition": describe_condition(rule.refused_when, tuple(form.questions)),
    }


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _when(condition: Condition | None, known: Sequence[Question]) -> str:
    return describe_condition(condition, known) if condition else _("always")


def _lines(choices: Sequence[AnswerChoice]) -> str:
    return "\n".join(choice.label for choice in choices)


def _limits(question: Question) -> str:
    least = _("from %s") % question.least if question.least is not None else ""
    most = _("to %s") % question.most if question.most is not None else ""
    return " ".join(filter(None, (least, most)))
