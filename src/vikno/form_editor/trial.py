"""Filling a form in to see how it feels. Nothing of it is kept: the answers so far travel in the page itself, sealed.

The pages are the real ones; what is missing is everything behind them: no application, no draft, no file, no event.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core import signing

from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step, is_empty
from vikno.eforms.posted_answers import prefill_answers
from vikno.eforms.validation import AnswerProblem, CheckedAnswers, check_form, check_step, normalize_answer

SALT = "form_editor.trial"
# An invented resident: what a profile would fill in.
SAMPLE_PROFILE: Mapping[str, Any] = {
    "family_name": "Зразкова",
    "given_name": "Олена",
    "patronymic": "Тестівна",
    "full_name": "Зразкова Олена Тестівна",
    "born_on": "1990-05-01",
    "phone": "+380671234567",
    "email": "zrazkova@example.com",
    "rnokpp": "1759013776",
    "document_number": "123456789",
    "unzr": "19900501-00018",
    "address": {"settlement": "с. Вербівка", "street": "вул. Вербова", "house": "1", "postcode": "00001"},
}


@dataclass(frozen=True, kw_only=True)
class TrialFile:
    """A file that was shown to the form and let go again."""

    name: str
    size: int
    uid: str


@dataclass(frozen=True, kw_only=True)
class TrialAttachment:
    """Stands where an attachment would."""

    file: TrialFile


@dataclass(kw_only=True)
class FormTrial:
    """How far a trial has come."""

    eform: FormDefinition
    answers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, list[list[Any]]] = field(default_factory=dict)

    @classmethod
    def begin(cls, form: FormDefinition) -> "FormTrial":
        return cls(eform=form, answers=prefill_answers(form.questions, SAMPLE_PROFILE))

    @classmethod
    def from_token(cls, form: FormDefinition, token: str) -> "FormTrial":
        """Return the trial that a page carried; a new one where it cannot be read."""
        try:
            said = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return cls.begin(form)
        return cls(eform=form, answers=said["answers"], files=said["files"])

    @property
    def token(self) -> str:
        return signing.dumps({"answers": self.answers, "files": self.files}, salt=SALT, compress=True)

    # The way.

    @property
    def asked_keys(self) -> frozenset[str]:
        return frozenset(question.key for question in self.eform.applicable_questions(self.answers))

    @property
    def steps(self) -> list[Step]:
        asked = self.asked_keys
        return [step for step in self.eform.steps if any(question.key in asked for question in step.questions)]

    def step_number(self, step: Step) -> int:
        """Return which page a step is; a step that is passed over counts as the page after those before it."""
        keys = [one.key for one in self.eform.steps]
        place = keys.index(step.key)
        return 1 + sum(1 for one in self.steps if keys.index(one.key) < place)

    def step_after(self, step: Step) -> Step | None:
        """Return the page after a step; None when the next is the check."""
        keys = [one.key for one in self.eform.steps]
        place = keys.index(step.key)
        return next((one for one in self.steps if keys.index(one.key) > place), None)

    def step_before(self, step: Step | None) -> Step | None:
        keys = [one.key for one in self.eform.steps]
        place = keys.index(step.key) if step else len(keys)
        return next((one for one in reversed(self.steps) if keys.index(one.key) < place), None)

    # The answers.

    def update_answers(self, typed: Mapping[str, Any], *, today: datetime.date) -> None:
        """Take what was typed on a page, as a draft would."""
        for question in self.eform.questions:
            if question.key in typed:
                self.answers[question.key] = normalize_answer(question, typed[question.key], today=today)

    def add_file(self, question: Question, name: str, size: int) -> None:
        given = self.files.setdefault(question.key, [])
        given.append([name, size, f"{question.key}-{len(given)}-{size}"])

    def drop_file(self, uid: str) -> None:
        self.files = {key: [one for one in given if one[2] != uid] for key, given in self.files.items()}

    @property
    def attachments(self) -> dict[str, list[TrialAttachment]]:
        return {
            key: [TrialAttachment(file=TrialFile(name=name, size=size, uid=uid)) for name, size, uid in given]
            for key, given in self.files.items()
        }

    @property
    def file_names(self) -> dict[str, list[str]]:
        return {key: [str(one[0]) for one in given] for key, given in self.files.items()}

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {key: len(given) for key, given in self.files.items()}

    def validate_step(self, step: Step, *, today: datetime.date) -> CheckedAnswers:
        return check_step(self.eform, step, self.answers, files=self._counts, today=today)

    def validate(self, *, today: datetime.date) -> list[AnswerProblem]:
        return check_form(self.eform, self.answers, files=self._counts, today=today).problems

    def unseen_questions(self, step: Step, shown: Iterable[str]) -> list[Question]:
        """Return the questions that an answer just brought up and the page did not show."""
        asked, seen = self.asked_keys, set(shown)
        return [
            one
            for one in step.questions
            if one.key in asked
            and one.is_answerable
            and one.key not in seen
            and is_empty(self.answers.get(one.key))
            and not (one.kind == QuestionKind.FILES and self.files.get(one.key))
        ]
