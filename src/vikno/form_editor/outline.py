"""The outline of a form for its editor: steps, questions and rules at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step
from vikno.eforms.references import describe_condition
from vikno.form_editor.question_kinds import KIND_OPTIONS, LazyText


@dataclass(frozen=True, kw_only=True)
class OutlineQuestion:
    """A question in the outline. `at` is its position: `key`, or `group-key`."""

    at: str
    question: Question
    condition_text: str
    children: Sequence["OutlineQuestion"]
    is_first: bool
    is_last: bool

    @property
    def label(self) -> str:
        return " ".join(self.question.label.split()) or _("(no words yet)")

    @property
    def kind_name(self) -> LazyText:
        return KIND_OPTIONS[self.question.kind].name

    @property
    def is_group(self) -> bool:
        return self.question.kind == QuestionKind.GROUP


@dataclass(frozen=True, kw_only=True)
class OutlineStep:
    """A step in the outline."""

    number: int
    step: Step
    lines: Sequence[OutlineQuestion]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class OutlineRule:
    number: int
    message: str
    condition_text: str


def outline_steps(form: FormDefinition) -> list[OutlineStep]:
    known: list[Question] = []
    outline = []
    for number, step in enumerate(form.steps, start=1):
        lines = _lines(step.questions, known=tuple(known))
        known += step.questions
        is_last = number == len(form.steps)
        outline.append(OutlineStep(number=number, step=step, lines=lines, is_first=number == 1, is_last=is_last))
    return outline


def _lines(questions: Sequence[Question], *, known: Sequence[Question], scope: str = "") -> list[OutlineQuestion]:
    return [
        OutlineQuestion(
            at=f"{scope}{question.key}",
            question=question,
            condition_text=describe_condition(question.asked_when, (*known, *questions)) if question.asked_when else "",
            children=_lines(question.questions, known=(), scope=f"{question.key}-"),
            is_first=number == 0,
            is_last=number == len(questions) - 1,
        )
        for number, question in enumerate(questions)
    ]


def outline_rules(form: FormDefinition) -> list[OutlineRule]:
    known = tuple(form.questions)
    return [
        OutlineRule(number=number, message=rule.message, condition_text=describe_condition(rule.refused_when, known))
        for number, rule in enumerate(form.rules, start=1)
    ]
