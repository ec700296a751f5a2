"""A trial of a form by its editor. Nothing is stored: the answers so far travel in the page itself, signed.

The pages are the real ones. A trial makes no application, no draft, no file and no event.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.core import signing

from vikno.eforms.definition import FormDefinition, Question
from vikno.eforms.form_walk import FormWalk
from vikno.eforms.posted_answers import prefill_answers
from vikno.eforms.validation import normalize_answer

SALT = "form_editor.trial"
# The profile of an invented resident, for prefilled answers.
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
    """The name and size of a file that was checked and not stored."""

    name: str
    size: int
    uid: str


@dataclass(frozen=True, kw_only=True)
class TrialAttachment:
    """A file of a trial, in the shape of an attachment."""

    file: TrialFile


@dataclass(kw_only=True)
class FormTrial:
    """The answers and files of one trial."""

    eform: FormDefinition
    answers: dict[str, Any] = field(default_factory=dict)
    # By question: name, bytes and identifier of each file.
    files: dict[str, list[list[Any]]] = field(default_factory=dict)

    @classmethod
    def begin(cls, form: FormDefinition) -> Self:
        return cls(eform=form, answers=prefill_answers(form.questions, SAMPLE_PROFILE))

    @classmethod
    def from_token(cls, form: FormDefinition, token: str) -> Self:
        """Return the trial that a page carried, or a new one where the token cannot be read."""
        try:
            state = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return cls.begin(form)
        return cls(eform=form, answers=state["answers"], files=state["files"])

    @property
    def token(self) -> str:
        return signing.dumps({"answers": self.answers, "files": self.files}, salt=SALT, compress=True)

    @property
    def walk(self) -> FormWalk:
        """Return the walk through the form for the answers and files as they are now."""
        return FormWalk(
            eform=self.eform,
            answers=self.answers,
            file_counts={key: len(files) for key, files in self.files.items()},
            editable_keys=frozenset(question.key for question in self.eform.questions),
        )

    def update_answers(self, typed: Mapping[str, Any], *, today: datetime.date) -> None:
        """Store the answers typed on a page, normalized as in a draft."""
        for question in self.eform.questions:
            if question.key in typed:
                self.answers[question.key] = normalize_answer(question, typed[question.key], today=today)

    def add_file(self, question: Question, name: str, size: int) -> None:
        files = self.files.setdefault(question.key, [])
        files.append([name, size, f"{question.key}-{len(files)}-{size}"])

    def drop_file(self, uid: str) -> None:
        self.files = {key: [file for file in files if file[2] != uid] for key, files in self.files.items()}

    @property
    def attachments(self) -> dict[str, list[TrialAttachment]]:
        return {
            key: [TrialAttachment(file=TrialFile(name=name, size=size, uid=uid)) for name, size, uid in files]
            for key, files in self.files.items()
        }

    @property
    def file_names(self) -> dict[str, list[str]]:
        return {key: [str(file[0]) for file in files] for key, files in self.files.items()}
