"""E-form questions as controls on a page: names, values, errors and hints of their inputs."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Protocol

import phonenumbers
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vikno.eforms.answer_display import answer_text
from vikno.eforms.composites import subquestions
from vikno.eforms.definition import (
    NO_RNOKPP,
    AllOf,
    Answers,
    AnyOf,
    Condition,
    FormDefinition,
    NoneOf,
    Question,
    QuestionKind,
    Step,
    is_empty,
    referenced_keys,
)
from vikno.eforms.validation import FILES_MOST, GROUP_MOST
from vikno.files.operations import ATTACHMENT_EXTENSIONS, FORM_FILE_TYPES
from vikno.web.templatetags.vikno import filesize

# More choices than this become a select.
MAX_RADIO_CHOICES = 12
NARROW_TEXT_LENGTH = 20

_TEMPLATES = {
    QuestionKind.LONG_TEXT: "long_text",
    QuestionKind.SEVERAL_OF: "checkboxes",
    QuestionKind.YES_NO: "radios",
    QuestionKind.ONE_OF: "radios",
    QuestionKind.FILES: "files",
    QuestionKind.RNOKPP: "rnokpp",
    QuestionKind.ADDRESS: "address",
    QuestionKind.PERSON: "person",
    QuestionKind.GROUP: "group",
    QuestionKind.INFO: "info",
}


class AnswerAttachment(Protocol):
    """A file given as an answer: an attachment of an application, or of a trial of a form."""

    @property
    def file(self) -> Any: ...


class ProblemLike(Protocol):
    """A problem of an answer, such as `eforms.validation.AnswerProblem`."""

    @property
    def input_id(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class InputAttributes:
    """Attributes of an input: its type, the keyboard of a phone (`mode`), its width in characters."""

    type: str = "text"
    mode: str = ""
    width: str = ""
    is_code: bool = False


_ENTRIES = {
    QuestionKind.INTEGER: InputAttributes(mode="numeric", width="10"),
    QuestionKind.DECIMAL: InputAttributes(mode="decimal", width="10"),
    QuestionKind.DATE: InputAttributes(mode="numeric", width="10"),
    QuestionKind.PHONE: InputAttributes(type="tel", width="20"),
    QuestionKind.EMAIL: InputAttributes(type="email"),
    QuestionKind.RNOKPP: InputAttributes(mode="numeric", width="10", is_code=True),
    QuestionKind.EDRPOU: InputAttributes(mode="numeric", width="10", is_code=True),
    QuestionKind.UNZR: InputAttributes(mode="numeric", width="20", is_code=True),
    QuestionKind.DOCUMENT: InputAttributes(width="10", is_code=True),
}

# Examples of the format: shown where the question has no hint, and always for dates.
_EXAMPLES = {
    QuestionKind.DATE: gettext_lazy("For example, 27.03.1985."),
    QuestionKind.PHONE: gettext_lazy("For example, 067 123 45 67."),
    QuestionKind.RNOKPP: gettext_lazy("10 digits."),
    QuestionKind.EDRPOU: gettext_lazy("8 digits."),
    QuestionKind.UNZR: gettext_lazy("For example, 19900101-00018."),
    QuestionKind.DOCUMENT: gettext_lazy("9 digits of an ID card, or two letters and 6 digits of a passport."),
}

# Autocomplete tokens, only for questions about the applicant.
_AUTOCOMPLETE = {
    "full_name": "name",
    "family_name": "family-name",
    "given_name": "given-name",
    "patronymic": "additional-name",
    "born_on": "bday",
    "phone": "tel",
    "email": "email",
    "settlement": "address-level2",
    "street": "address-line1",
    "postcode": "postal-code",
}


@dataclass(frozen=True, kw_only=True)
class ChoiceOption:
    """An answer to choose."""

    value: str
    label: str
    id: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class GroupRound:
    """One repetition of a group; `key` is the value of its «Remove» button."""

    number: int
    key: str
    controls: list["QuestionControl"]
    can_be_removed: bool


@dataclass(frozen=True, kw_only=True)
class QuestionControl:
    """A question on a page. `name` is the name and the id of its input.

    `asked_when` is JSON for conditions.js, which shows and hides the question: the condition, and the answers of other pages
    that it looks at. A question that is not asked now is in the page, hidden and disabled, so that it is not sent.
    """

    question: Question
    name: str
    value: Any = None
    errors: tuple[str, ...] = ()
    remark: str = ""
    is_asked: bool = True
    is_editable: bool = True
    is_marked_optional: bool = False
    asked_when: str = ""
    prefill_key: str = ""
    language: str = ""
    parts: list["QuestionControl"] = field(default_factory=list)
    rounds: list[GroupRound] = field(default_factory=list)
    attachments: Sequence[AnswerAttachment] = ()

    @property
    def template(self) -> str:
        if not self.is_editable and self.question.is_answerable:
            return "web/questions/answer.html"
        kind = self.question.kind
        if kind == QuestionKind.ONE_OF and len(self.question.choices) > MAX_RADIO_CHOICES:
            return "web/questions/select.html"
        return f"web/questions/{_TEMPLATES.get(kind, 'text')}.html"

    @property
    def scope(self) -> str:
        """Return the part of the name before the key: conditions look at questions of the same scope."""
        return self.name.removesuffix(self.question.key)

    @property
    def lang(self) -> SafeString:
        """Return ` lang="uk"` for the text of the form where the page has another language."""
        if not self.language or self.language == get_language():
            return mark_safe("")
        return format_html(' lang="{}"', self.language)

    # Beside the input.

    @property
    def example(self) -> str:
        """Return an example of the format, or an empty text."""
        kind = self.question.kind
        if kind == QuestionKind.FILES:
            size = filesize(settings.UPLOAD_LIMIT_BYTES)
            if self.question.types:
                kinds = ", ".join(self.question.types).upper()
                return _("%(kinds)s, up to %(size)s each.") % {"kinds": kinds, "size": size}
            return _("PDF, JPG or PNG, up to %(size)s each.") % {"size": size}
        if self.question.hint and kind != QuestionKind.DATE:
            return ""
        return str(_EXAMPLES.get(kind, ""))

    @property
    def has_hint(self) -> bool:
        return bool(self.question.hint or self.example)

    @property
    def described_by(self) -> str:
        notes = (("hint", self.has_hint), ("remark", self.remark), ("error", self.errors))
        return " ".join(f"{self.name}-{note}" for note, is_present in notes if is_present)

    # The input.

    @property
    def input_attributes(self) -> InputAttributes:
        most = self.question.most
        if self.question.kind == QuestionKind.TEXT and isinstance(most, int) and most <= NARROW_TEXT_LENGTH:
            return InputAttributes(width="10")
        return _ENTRIES.get(self.question.kind, InputAttributes())

    @property
    def autocomplete(self) -> str:
        return _AUTOCOMPLETE.get(self.prefill_key, "off")

    @property
    def text(self) -> str:
        return typed_text(self.question, self.value)

    @property
    def has_no_number(self) -> bool:
        return bool(self.value == NO_RNOKPP)

    @property
    def options(self) -> list[ChoiceOption]:
        return [
            ChoiceOption(
                value=value,
                label=label,
                id=self.name if number == 1 else f"{self.name}-option-{number}",
                is_chosen=value in self._chosen,
            )
            for number, (value, label) in enumerate(self._choices, start=1)
        ]

    @property
    def _choices(self) -> list[tuple[str, str]]:
        if self.question.kind == QuestionKind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        return [(choice.code, choice.label) for choice in self.question.choices]

    @property
    def _chosen(self) -> Sequence[Any]:
        if isinstance(self.value, bool):
            return ("yes",) if self.value else ("no",)
        return self.value if isinstance(self.value, list) else (self.value,)

    @property
    def answer(self) -> str:
        """Return the answer in words, for a question that may not be changed now."""
        if self.question.kind == QuestionKind.FILES:
            return "\n".join(attachment.file.name for attachment in self.attachments)
        return answer_text(self.question, self.value)

    # Files and groups.

    @property
    def takes_several(self) -> bool:
        return int(self.question.most or FILES_MOST) > 1

    @property
    def can_take_more(self) -> bool:
        is_group = self.question.kind == QuestionKind.GROUP
        count = len(self.rounds if is_group else self.attachments)
        return count < int(self.question.most or (GROUP_MOST if is_group else FILES_MOST))

    @property
    def accepted_extensions(self) -> str:
        """Return the accepted file name extensions, for the `accept` attribute."""
        chosen_types = {FORM_FILE_TYPES[kind] for kind in self.question.types if kind in FORM_FILE_TYPES}
        media_types = chosen_types or set(ATTACHMENT_EXTENSIONS)
        return ",".join(sorted(suffix for media_type in media_types for suffix in ATTACHMENT_EXTENSIONS[media_type]))


def controls(
    questions: Sequence[Question],
    *,
    answers: Answers,
    problems: Iterable[ProblemLike] = (),
    asked: AbstractSet[str] | None = None,
    attachments: Mapping[str, Sequence[AnswerAttachment]] | None = None,
    editable: AbstractSet[str] | None = None,
    remarks: Mapping[str, str] | None = None,
    language: str = "",
) -> list[QuestionControl]:
    """Return the questions of a page as controls.

    `answers` are those of the whole form as typed; `asked` and `editable` are keys of questions, None means all;
    `language` is the language of the questions.
    """
    factory = _ControlFactory(
        questions, answers=answers, problems=problems, asked=asked, editable=editable, language=language
    )
    return [
        factory.control(
            question,
            answers.get(question.key),
            remark=(remarks or {}).get(question.key, ""),
            attachments=(attachments or {}).get(question.key, ()),
        )
        for question in questions
    ]


class _ControlFactory:
    """The common state of the controls of a page, and the making of each."""

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        answers: Answers,
        problems: Iterable[ProblemLike],
        asked: AbstractSet[str] | None,
        editable: AbstractSet[str] | None,
        language: str,
    ) -> None:
        self._answers, self._asked, self._editable, self._language = answers, asked, editable, language
        self._keys_on_page = {question.key for question in questions if self._may_edit(question)}
        self._errors: dict[str, tuple[str, ...]] = {}
        for problem in problems:
            self._errors[problem.input_id] = (*self._errors.get(problem.input_id, ()), problem.message)

    def _may_edit(self, question: Question) -> bool:
        return self._editable is None or question.key in self._editable

    def control(
        self, question: Question, value: Any, *, remark: str = "", attachments: Sequence[AnswerAttachment] = ()
    ) -> QuestionControl:
        name = question.key
        return QuestionControl(
            question=question,
            name=name,
            value=value,
            errors=self._errors.get(name, ()),
            remark=remark,
            is_asked=self._asked is None or question.key in self._asked,
            is_editable=self._may_edit(question),
            is_marked_optional=_is_optional(question),
            asked_when=_condition_data(question.asked_when, self._answers_elsewhere(question.asked_when)),
            prefill_key=question.prefill,
            language=self._language,
            parts=self._parts(question, value, name),
            rounds=self._rounds(question, value, name),
            attachments=attachments,
        )

    def _answers_elsewhere(self, condition: Condition | None) -> dict[str, Any]:
        """Return the answers that a condition looks at and that have no input on this page."""
        keys = set(referenced_keys(condition)) - self._keys_on_page if condition else set()
        return {
            key: self._answers[key]
            for key in keys
            if not is_empty(self._answers.get(key)) and (self._asked is None or key in self._asked)
        }

    def _parts(self, question: Question, value: Any, name: str) -> list[QuestionControl]:
        """Return the controls of an address or a person, one for each part."""
        if question.kind not in (QuestionKind.ADDRESS, QuestionKind.PERSON):
            return []
        part_values = value if isinstance(value, Mapping) else {}
        return [
            QuestionControl(
                question=part,
                name=f"{name}-{part.key}",
                value=part_values.get(part.key),
                errors=self._errors.get(f"{name}-{part.key}", ()),
                # An optional question is marked as a whole, not in each part.
                is_marked_optional=question.required and _is_optional(part) and part.key != "patronymic",
                prefill_key=part.key if question.prefill else "",
            )
            for part in subquestions(question)
        ]

    def _rounds(self, group: Question, value: Any, name: str) -> list[GroupRound]:
        if group.kind != QuestionKind.GROUP:
            return []
        least = max(int(group.least or 0), 1 if group.required else 0)
        rounds = [answers for answers in value if isinstance(answers, Mapping)] if isinstance(value, list) else []
        rounds += [{}] * (least - len(rounds))
        return [
            GroupRound(
                number=number + 1,
                key=f"{name}-{number}",
                controls=self._round_controls(group, answers, f"{name}-{number}-"),
                can_be_removed=len(rounds) > least,
            )
            for number, answers in enumerate(rounds)
        ]

    def _round_controls(self, group: Question, answers: Answers, scope: str) -> list[QuestionControl]:
        """Return the controls of one round. Its conditions look only at answers of the same round."""
        round_form = FormDefinition(title="", steps=(Step(key="round", title="", questions=group.questions),))
        asked = {question.key for question in round_form.applicable_questions(answers)}
        return [
            QuestionControl(
                question=question,
                name=f"{scope}{question.key}",
                value=answers.get(question.key),
                errors=self._errors.get(f"{scope}{question.key}", ()),
                is_asked=question.key in asked,
                is_marked_optional=_is_optional(question),
                asked_when=_condition_data(question.asked_when, {}),
                language=self._language,
                parts=self._parts(question, answers.get(question.key), f"{scope}{question.key}"),
            )
            for question in group.questions
        ]


def _is_optional(question: Question) -> bool:
    return not question.required and question.kind not in (QuestionKind.INFO, QuestionKind.GROUP)


_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def typed_text(question: Question, value: Any) -> str:
    """Return the text of an input: a valid answer as people write it, anything else as typed."""
    text = "" if value is None or value == NO_RNOKPP else str(value)
    match question.kind:
        case QuestionKind.DATE:
            return _ISO_DATE.sub(r"\3.\2.\1", text) if _ISO_DATE.fullmatch(text) else text
        case QuestionKind.DECIMAL if get_language() != "en":
            return text.replace(".", ",")
        case QuestionKind.PHONE if re.fullmatch(r"\+\d{8,15}", text):
            return _phone(text)
    return text


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return text
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _condition_data(condition: Condition | None, known: Mapping[str, Any]) -> str:
    return json.dumps({"when": condition_to_json(condition), "known": known}, default=str) if condition else ""


def condition_to_json(condition: Condition) -> dict[str, Any]:
    """Return a condition as JSON values, for conditions.js."""
    match condition:
        case AllOf():
            return {"all": [condition_to_json(part) for part in condition.all]}
        case AnyOf():
            return {"any": [condition_to_json(part) for part in condition.any]}
        case NoneOf():
            return {"none_of": [condition_to_json(part) for part in condition.none_of]}
    return {"question": condition.question, "op": condition.op, "value": condition.value, "other": condition.other}
