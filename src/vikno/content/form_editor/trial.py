"""Filling a form in to see how it feels. Nothing of it is kept: the answers so far travel in the page itself, sealed.

The pages are the real ones; what is missing is everything behind them: no application, no draft, no file, no event.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core import signing

from vikno.eforms.checks import Checked, Problem, check_form, check_step, settle
from vikno.eforms.definition import EForm, Kind, Question, Step, is_empty
from vikno.eforms.reading import prefilled

SALT = "form_editor.trial"
# An invented resident: what a profile would fill in.
SAMPLE: Mapping[str, Any] = {
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
class TriedFile:
    """A file that was shown to the form and let go again."""

    name: str
    size: int
    uid: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Stands where an attachment would."""

    file: TriedFile


@dataclass(kw_only=True)
class Trial:
    """How far a trial has come."""

    form: EForm
    answers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, list[list[Any]]] = field(default_factory=dict)

    @classmethod
    def begun(cls, form: EForm) -> "Trial":
        return cls(form=form, answers=prefilled(form.questions, SAMPLE))

    @classmethod
    def carried(cls, form: EForm, token: str) -> "Trial":
        """Return the trial that a page carried; a new one where it cannot be read."""
        try:
            said = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return cls.begun(form)
        return cls(form=form, answers=said["answers"], files=said["files"])

    @property
    def token(self) -> str:
        return signing.dumps({"answers": self.answers, "files": self.files}, salt=SALT, compress=True)

    # The way.

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(question.key for question in self.form.asked(self.answers))

    @property
    def steps(self) -> list[Step]:
        asked = self.asked
        return [step for step in self.form.steps if any(question.key in asked for question in step.questions)]

    def number(self, step: Step) -> int:
        """Return which page a step is; a step that is passed over counts as the page after those before it."""
        keys = [one.key for one in self.form.steps]
        place = keys.index(step.key)
        return 1 + sum(1 for one in self.steps if keys.index(one.key) < place)

    def after(self, step: Step) -> Step | None:
        """Return the page after a step; None when the next is the check."""
        keys = [one.key for one in self.form.steps]
        place = keys.index(step.key)
        return next((one for one in self.steps if keys.index(one.key) > place), None)

    def before(self, step: Step | None) -> Step | None:
        keys = [one.key for one in self.form.steps]
        place = keys.index(step.key) if step else len(keys)
        return next((one for one in reversed(self.steps) if keys.index(one.key) < place), None)

    # The answers.

    def take(self, typed: Mapping[str, Any], *, today: datetime.date) -> None:
        """Take what was typed on a page, as a draft would."""
        for question in self.form.questions:
            if question.key in typed:
                self.answers[question.key] = settle(question, typed[question.key], today=today)

    def add_file(self, question: Question, name: str, size: int) -> None:
        given = self.files.setdefault(question.key, [])
        given.append([name, size, f"{question.key}-{len(given)}-{size}"])

    def drop_file(self, uid: str) -> None:
        self.files = {key: [one for one in given if one[2] != uid] for key, given in self.files.items()}

    @property
    def attachments(self) -> dict[str, list[Tried]]:
        return {
            key: [Tried(file=TriedFile(name=name, size=size, uid=uid)) for name, size, uid in given]
            for key, given in self.files.items()
        }

    @property
    def file_names(self) -> dict[str, list[str]]:
        return {key: [str(one[0]) for one in given] for key, given in self.files.items()}

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {key: len(given) for key, given in self.files.items()}

    def check_step(self, step: Step, *, today: datetime.date) -> Checked:
        return check_step(self.form, step, self.answers, files=self._counts, today=today)

    def check(self, *, today: datetime.date) -> list[Problem]:
        return check_form(self.form, self.answers, files=self._counts, today=today).problems

    def unseen(self, step: Step, shown: Iterable[str]) -> list[Question]:
        """Return the questions that an answer just brought up and the page did not show."""
        asked, seen = self.asked, set(shown)
        return [
            one
            for one in step.questions
            if one.key in asked
            and one.is_answerable
            and one.key not in seen
            and is_empty(self.answers.get(one.key))
            and not (one.kind == Kind.FILES and self.files.get(one.key))
        ]
