"""The walk through an e-form: its pages for the answers so far, one step a page, with the check after the last."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from vikno.eforms.definition import Answers, FormDefinition, Question, Step, is_empty
from vikno.eforms.validation import AnswerProblem, FileCounts, check_form, check_step


@dataclass(frozen=True, kw_only=True)
class FormWalk:
    """The pages of a form for one set of answers.

    A step on which nothing is asked is no page. In a correction neither is a step without a question that may be changed;
    information alone makes no page there.
    """

    eform: FormDefinition
    answers: Answers
    file_counts: FileCounts
    editable_keys: frozenset[str]
    is_correction: bool = False

    @cached_property
    def asked_keys(self) -> frozenset[str]:
        return frozenset(question.key for question in self.eform.applicable_questions(self.answers))

    @cached_property
    def steps(self) -> list[Step]:
        keys = self.asked_keys & self.editable_keys
        return [
            step
            for step in self.eform.steps
            if any(
                question.key in keys and (question.is_answerable or not self.is_correction)
                for question in step.questions
            )
        ]

    @property
    def first_step(self) -> Step | None:
        return self.steps[0] if self.steps else None

    @property
    def last_step(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    @property
    def page_count(self) -> int:
        """Return the number of pages: the steps and the check."""
        return len(self.steps) + 1

    def has_step(self, step: Step) -> bool:
        return step.key in {page.key for page in self.steps}

    def step_number(self, step: Step) -> int:
        """Return the number of a page, from 1. A step that is no page (any more) counts as the page at its place."""
        return 1 + len(self._steps_before(step))

    def step_before(self, step: Step) -> Step | None:
        """Return the page before a step, or None on the first. The step itself may be no page (any more)."""
        return next(reversed(self._steps_before(step)), None)

    def step_after(self, step: Step) -> Step | None:
        """Return the page after a step, or None when the check is next. The step itself may be no page (any more)."""
        return next((page for page in self.steps if self._order(page) > self._order(step)), None)

    def step_of_question(self, key: str) -> Step | None:
        return next((step for step in self.eform.steps if key in {question.key for question in step.questions}), None)

    def _steps_before(self, step: Step) -> list[Step]:
        return [page for page in self.steps if self._order(page) < self._order(step)]

    def _order(self, step: Step) -> int:
        return [other.key for other in self.eform.steps].index(step.key)

    def is_answered(self, question: Question) -> bool:
        return bool(self.file_counts.get(question.key)) or not is_empty(self.answers.get(question.key))

    def unseen_questions(self, step: Step, *, shown: Collection[str]) -> list[Question]:
        """Return the questions that the answers newly ask: the page did not show them, and they have no answer yet."""
        return [
            question
            for question in step.questions
            if question.is_answerable
            and question.key in self.asked_keys & self.editable_keys
            and question.key not in shown
            and not self.is_answered(question)
        ]

    def validate_step(self, step: Step, *, today: datetime.date) -> list[AnswerProblem]:
        """Return the problems of one step."""
        return check_step(self.eform, step, self.answers, files=self.file_counts, today=today).problems

    def validate(self, *, today: datetime.date) -> list[AnswerProblem]:
        """Return the problems of the whole form."""
        return check_form(self.eform, self.answers, files=self.file_counts, today=today).problems

    def resume_step(self, *, today: datetime.date) -> Step | None:
        """Return the page to continue with, or None for the check.

        It is the first page that has a problem, or the one after the last page with an answer, whichever comes first.
        """
        touched = [
            number
            for number, step in enumerate(self.steps)
            if any(self.is_answered(question) for question in step.questions if question.key in self.asked_keys)
        ]
        first_untouched = max(touched, default=-1) + 1
        invalid = (number for number, step in enumerate(self.steps) if self.validate_step(step, today=today))
        number = min(first_untouched, next(invalid, len(self.steps)))
        return self.steps[number] if number < len(self.steps) else None
