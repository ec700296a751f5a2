"""A form as its editor reads it: steps with questions, each with what is worth knowing at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.content.form_editor.kinds import SORTS, Words
from vikno.eforms.definition import EForm, Kind, Question, Step
from vikno.eforms.references import in_words


@dataclass(frozen=True, kw_only=True)
class Line:
    """A question in the outline. `at` finds it: `key`, or `group-key`."""

    at: str
    question: Question
    when: str
    inside: Sequence["Line"]
    is_first: bool
    is_last: bool

    @property
    def label(self) -> str:
        return " ".join(self.question.label.split()) or _("(no words yet)")

    @property
    def sort(self) -> Words:
        return SORTS[self.question.kind].name

    @property
    def is_group(self) -> bool:
        return self.question.kind == Kind.GROUP


@dataclass(frozen=True, kw_only=True)
class Section:
    """A step in the outline."""

    number: int
    step: Step
    lines: Sequence[Line]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    number: int
    message: str
    when: str


def sections(form: EForm) -> list[Section]:
    known: list[Question] = []
    found = []
    for number, step in enumerate(form.steps, start=1):
        lines = _lines(step.questions, known=tuple(known))
        known += step.questions
        is_last = number == len(form.steps)
        found.append(Section(number=number, step=step, lines=lines, is_first=number == 1, is_last=is_last))
    return found


def _lines(questions: Sequence[Question], *, known: Sequence[Question], scope: str = "") -> list[Line]:
    return [
        Line(
            at=f"{scope}{question.key}",
            question=question,
            when=in_words(question.asked_when, (*known, *questions)) if question.asked_when else "",
            inside=_lines(question.questions, known=(), scope=f"{question.key}-"),
            is_first=number == 0,
            is_last=number == len(questions) - 1,
        )
        for number, question in enumerate(questions)
    ]


def rule_lines(form: EForm) -> list[RuleLine]:
    known = tuple(form.questions)
    return [
        RuleLine(number=number, message=rule.message, when=in_words(rule.refused_when, known))
        for number, rule in enumerate(form.rules, start=1)
    ]
