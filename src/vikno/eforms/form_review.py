"""The review of a form before publication: faults that block it, and remarks of a careful colleague."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.eforms.definition import (
    KEY,
    OUTSIDE_GROUPS,
    RESERVED,
    WITH_CHOICES,
    FormDefinition,
    Question,
    QuestionKind,
    referenced_keys,
)
from vikno.eforms.references import broken_references, shorten
from vikno.eforms.satisfiability import condition_outcomes

# Words that leave a list open, so that the applicant cannot know what else is meant.
OPEN_LIST = re.compile(r"\b(тощо|etc|atd)\b|\b(та|і|й)\s+(ін\b|інш|т\.\s?д|т\.\s?п|под)|інші документи", re.IGNORECASE)
LONG_STEP = 12
LONG_LABEL = 200


@dataclass(frozen=True, kw_only=True)
class FormRemark:
    """A remark on a step, a question, a rule (by number) or the whole form. A blocking one prevents publication."""

    message: str
    step: str = ""
    question: str = ""
    rule: int = 0
    is_blocking: bool = False


def review_form(form: FormDefinition) -> list[FormRemark]:
    """Return the remarks on a form in its order, blocking ones first."""
    remarks = [*_of_form(form), *_of_steps(form), *_of_questions(form), *_of_conditions(form), *_of_rules(form)]
    return sorted(remarks, key=lambda remark: not remark.is_blocking)


def blocking_remarks(form: FormDefinition) -> list[FormRemark]:
    return [remark for remark in review_form(form) if remark.is_blocking]


def _of_form(form: FormDefinition) -> Iterator[FormRemark]:
    if not form.title.strip():
        yield FormRemark(message=_("The form has no title."), is_blocking=True)
    if not form.steps:
        yield FormRemark(message=_("The form has no steps yet."), is_blocking=True)
    yield from _of_keys([question.key for question in form.questions])
    yield from _of_keys([step.key for step in form.steps], reserved=frozenset())
    if form.steps and not any(question.is_answerable for question in form.questions):
        yield FormRemark(message=_("The form asks nothing: it only tells."))


def _of_keys(keys: Sequence[str], reserved: frozenset[str] = RESERVED) -> Iterator[FormRemark]:
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            message = _("The key “%(key)s” stands at two places. Each needs its own.")
            yield FormRemark(message=message % {"key": key}, is_blocking=True)
        if key in reserved or not KEY.fullmatch(key):
            message = _("“%(key)s” cannot be a key: use Latin letters, digits and _, beginning with a letter.")
            yield FormRemark(message=message % {"key": key}, is_blocking=True)


def _of_steps(form: FormDefinition) -> Iterator[FormRemark]:
    for step in form.steps:
        names = {"step": shorten(step.title) or step.key}
        if not step.title.strip():
            yield FormRemark(step=step.key, message=_("The step has no title."), is_blocking=True)
        if not step.questions:
            message = _("The step “%(step)s” asks nothing. Add a question, or remove the step.")
            yield FormRemark(step=step.key, message=message % names, is_blocking=True)
        if len(step.questions) > LONG_STEP:
            message = _("The step “%(step)s” is long for a phone: %(count)d questions. Two steps are easier.")
            yield FormRemark(step=step.key, message=message % {**names, "count": len(step.questions)})
        labels = [question.label.strip() for question in step.questions if question.is_answerable]
        for label in dict.fromkeys(label for label in labels if label and labels.count(label) > 1):
            message = _("The step “%(step)s” asks “%(question)s” twice.")
            yield FormRemark(step=step.key, message=message % {**names, "question": shorten(label)})


def _of_questions(form: FormDefinition) -> Iterator[FormRemark]:
    for question in form.questions:
        yield from _of_question(question, question.key)
        if question.kind != QuestionKind.GROUP:
            continue
        if not question.questions:
            message = _("The group “%(question)s” asks nothing. Add a question to it, or remove it.")
            names = {"question": shorten(question.label) or question.key}
            yield FormRemark(question=question.key, message=message % names, is_blocking=True)
        yield from _of_keys([part.key for part in question.questions], reserved=frozenset())
        for part in question.questions:
            at = f"{question.key}-{part.key}"
            if part.kind in OUTSIDE_GROUPS:
                message = _("“%(question)s” cannot be asked inside a group. Ask it beside the group.")
                names = {"question": shorten(part.label) or part.key}
                yield FormRemark(question=at, message=message % names, is_blocking=True)
            yield from _of_question(part, at)


def _of_question(question: Question, at: str) -> Iterator[FormRemark]:
    names = {"question": shorten(question.label) or question.key}
    if not question.label.strip():
        yield FormRemark(
            question=at, message=_("A question has no words: nobody would know what to answer."), is_blocking=True
        )
    if len(question.label) > LONG_LABEL:
        message = _("“%(question)s” is long. Ask shortly, and put the rest into the hint.")
        yield FormRemark(question=at, message=message % names)
    words = "\n".join((question.label, question.hint, *(choice.label for choice in question.choices)))
    if OPEN_LIST.search(words):
        message = _("“%(question)s” leaves a list open (“etc.”). Say exactly what is needed.")
        yield FormRemark(question=at, message=message % names)
    if question.kind in WITH_CHOICES:
        yield from _of_choices(question, at, names)


def _of_choices(question: Question, at: str, names: dict[str, str]) -> Iterator[FormRemark]:
    codes = [choice.code for choice in question.choices]
    if not codes:
        message = _("“%(question)s” has nothing to choose from. Write the answers, a line each.")
        yield FormRemark(question=at, message=message % names, is_blocking=True)
    if "" in codes or len(set(codes)) < len(codes):
        message = _("“%(question)s” has two answers with the same code, or one without.")
        yield FormRemark(question=at, message=message % names, is_blocking=True)
    if len(codes) == 1 and question.kind == QuestionKind.ONE_OF:
        yield FormRemark(question=at, message=_("“%(question)s” has one answer only: there is no choice.") % names)
    if any(not choice.label.strip() for choice in question.choices):
        message = _("“%(question)s” has an answer without words.")
        yield FormRemark(question=at, message=message % names, is_blocking=True)


def _of_conditions(form: FormDefinition) -> Iterator[FormRemark]:
    for use in broken_references(form):
        message = _("%(owner)s looks at something that is not asked before it, or cannot be answered so.")
        number = int(use.at.partition("-")[2]) if use.at.startswith("rule-") and use.owner.startswith("rule ") else 0
        text = message % {"owner": use.owner_text[:1].upper() + use.owner_text[1:]}
        yield FormRemark(question="" if number else use.at, rule=number, message=text, is_blocking=True)
    broken = {use.at for use in broken_references(form)}
    yield from _of_outcomes(tuple(form.questions), "", broken)
    for group in form.questions:
        if group.kind == QuestionKind.GROUP:
            yield from _of_outcomes(group.questions, f"{group.key}-", broken)


def _of_outcomes(questions: Sequence[Question], scope: str, skipped: set[str]) -> Iterator[FormRemark]:
    for number, question in enumerate(questions):
        at, names = f"{scope}{question.key}", {"question": shorten(question.label) or question.key}
        if question.asked_when is None or at in skipped:
            continue
        outcomes = condition_outcomes(question.asked_when, questions[:number])
        if not outcomes.can_hold:
            message = _("“%(question)s” is never asked: its condition cannot come true.")
            yield FormRemark(question=at, message=message % names, is_blocking=True)
        elif not outcomes.can_fail:
            message = _("“%(question)s” is always asked: its condition is always true, so it is not needed.")
            yield FormRemark(question=at, message=message % names)


def _of_rules(form: FormDefinition) -> Iterator[FormRemark]:
    skipped = {use.at for use in broken_references(form)}
    for number, rule in enumerate(form.rules, start=1):
        if not rule.message.strip():
            yield FormRemark(
                rule=number, message=_("A rule has no message: nobody would know what to mend."), is_blocking=True
            )
        if f"rule-{number}" in skipped:
            continue
        outcomes = condition_outcomes(rule.refused_when, tuple(form.questions))
        names = {"message": shorten(rule.message)}
        if not outcomes.can_hold:
            message = _("The rule “%(message)s” never speaks: it cannot come true.")
            yield FormRemark(rule=number, message=message % names)
        elif not outcomes.can_fail:
            message = _("The rule “%(message)s” refuses every application.")
            yield FormRemark(rule=number, message=message % names, is_blocking=True)
        if rule.at not in referenced_keys(rule.refused_when):
            message = _("The rule “%(message)s” is shown at a question that it does not look at. Is that meant?")
            yield FormRemark(rule=number, message=message % names)
