"""E-form questions as controls on a page: what each is called, what stands in it, what is said beside it."""

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

# More choices than this fold into a list.
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
    """A file given as an answer, by what is shown of it: an attachment of an application, or one in a trial."""

    @property
    def file(self) -> Any: ...


class ProblemLike(Protocol):
    """What is wrong with an answer; the checks of e-forms give these."""

    @property
    def at(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class InputAttributes:
    """How an answer is typed: the kind of input, the keyboard of a phone, how wide it stands."""

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

# How to write it: said where the question's own hint does not, and always for dates.
_EXAMPLES = {
    QuestionKind.DATE: gettext_lazy("For example, 27.03.1985."),
    QuestionKind.PHONE: gettext_lazy("For example, 067 123 45 67."),
    QuestionKind.RNOKPP: gettext_lazy("10 digits."),
    QuestionKind.EDRPOU: gettext_lazy("8 digits."),
    QuestionKind.UNZR: gettext_lazy("For example, 19900101-00018."),
    QuestionKind.DOCUMENT: gettext_lazy("9 digits of an ID card, or two letters and 6 digits of a passport."),
}

# What a browser may fill in by itself: only where the question is about the person who sits before it.
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
    """One answer to choose."""

    value: str
    label: str
    id: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class GroupRound:
    """One repetition of a group; `key` is what its «Remove» sends."""

    number: int
    key: str
    controls: list["QuestionControl"]
    can_be_removed: bool


@dataclass(frozen=True, kw_only=True)
class QuestionControl:
    """One question as a page shows it. `name` is the name and the id of its input.

    `asked_when` is what conditions.js needs to show and hide it: the condition, and the answers given on other pages that
    it looks at. A question that is not asked now is there, hidden and disabled, so that nothing of it is sent.
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
        """Return what stands before the key in the name: conditions look at questions of one scope."""
        return self.name.removesuffix(self.question.key)

    @property
    def lang(self) -> SafeString:
        """Return ` lang="uk"` for the words of the form, when the page speaks another language."""
        if not self.language or self.language == get_language():
            return mark_safe("")
        return format_html(' lang="{}"', self.language)

    # What stands beside the input.

    @property
    def example(self) -> str:
        """Say how to write it, in the words of the portal."""
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
        beside = (("hint", self.has_hint), ("remark", self.remark), ("error", self.errors))
        return " ".join(f"{self.name}-{what}" for what, there in beside if there)

    # What stands in the input.

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
        many = len(self.rounds) if self.question.kind == QuestionKind.GROUP else len(self.attachments)
        most = GROUP_MOST if self.question.kind == QuestionKind.GROUP else FILES_MOST
        return many < int(self.question.most or most)

    @property
    def accepted_extensions(self) -> str:
        """Return the endings of files that are taken."""
        taken = {FORM_FILE_TYPES[kind] for kind in self.question.types if kind in FORM_FILE_TYPES} or set(
            ATTACHMENT_EXTENSIONS
        )
        return ",".join(sorted(ending for media_type in taken for ending in ATTACHMENT_EXTENSIONS[media_type]))


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

    `answers` are those of the whole form as they were typed; `asked` and `editable` are keys, None means all of them;
    `language` is what the questions are written in, when it is not that of the page.
    """
    page = _ControlFactory(
        questions, answers=answers, problems=problems, asked=asked, editable=editable, language=language
    )
    return [
        page.control(
            question,
            answers.get(question.key),
            remark=(remarks or {}).get(question.key, ""),
            attachments=(attachments or {}).get(question.key, ()),
        )
        for question in questions
    ]


class _ControlFactory:
    """What all controls of a page are made from."""

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
        self._here = {question.key for question in questions if self._may_edit(question)}
        self._errors: dict[str, tuple[str, ...]] = {}
        for problem in problems:
            self._errors[problem.at] = (*self._errors.get(problem.at, ()), problem.message)

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
            asked_when=_for_script(question.asked_when, self._known(question.asked_when)),
            prefill_key=question.prefill,
            language=self._language,
            parts=self._parts(question, value, name),
            rounds=self._rounds(question, value, name),
            attachments=attachments,
        )

    def _known(self, condition: Condition | None) -> dict[str, Any]:
        """Return the answers that a condition looks at and this page has no input for."""
        keys = set(referenced_keys(condition)) - self._here if condition else set()
        return {
            key: self._answers[key]
            for key in keys
            if not is_empty(self._answers.get(key)) and (self._asked is None or key in self._asked)
        }

    def _parts(self, question: Question, value: Any, name: str) -> list[QuestionControl]:
        """Return the controls inside an address or a person."""
        if question.kind not in (QuestionKind.ADDRESS, QuestionKind.PERSON):
            return []
        given = value if isinstance(value, Mapping) else {}
        return [
            QuestionControl(
                question=part,
                name=f"{name}-{part.key}",
                value=given.get(part.key),
                errors=self._errors.get(f"{name}-{part.key}", ()),
                # Where nothing is obligatory the whole says so, not each part.
                is_marked_optional=question.required and _is_optional(part) and part.key != "patronymic",
                prefill_key=part.key if question.prefill else "",
            )
            for part in subquestions(question)
        ]

    def _rounds(self, group: Question, value: Any, name: str) -> list[GroupRound]:
        if group.kind != QuestionKind.GROUP:
            return []
        least = max(int(group.least or 0), 1 if group.required else 0)
        given = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
        given += [{}] * (least - len(given))
        return [
            GroupRound(
                number=number + 1,
                key=f"{name}-{number}",
                controls=self._inside(group, one, f"{name}-{number}-"),
                can_be_removed=len(given) > least,
            )
            for number, one in enumerate(given)
        ]

    def _inside(self, group: Question, given: Answers, scope: str) -> list[QuestionControl]:
        """Return the controls of one round. Its conditions look at the round's own answers only."""
        round_form = FormDefinition(title="", steps=(Step(key="round", title="", questions=group.questions),))
        asked = {question.key for question in round_form.applicable_questions(given)}
        return [
            QuestionControl(
                question=question,
                name=f"{scope}{question.key}",
                value=given.get(question.key),
                errors=self._errors.get(f"{scope}{question.key}", ()),
                is_asked=question.key in asked,
                is_marked_optional=_is_optional(question),
                asked_when=_for_script(question.asked_when, {}),
                language=self._language,
                parts=self._parts(question, given.get(question.key), f"{scope}{question.key}"),
            )
            for question in group.questions
        ]


def _is_optional(question: Question) -> bool:
    return not question.required and question.kind not in (QuestionKind.INFO, QuestionKind.GROUP)


_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def typed_text(question: Question, value: Any) -> str:
    """Return what stands in an input: a checked answer as people write it, anything else as it was typed."""
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


def _for_script(condition: Condition | None, known: Mapping[str, Any]) -> str:
    return json.dumps({"when": condition_to_json(condition), "known": known}, default=str) if condition else ""


def condition_to_json(condition: Condition) -> dict[str, Any]:
    """Return a condition as JSON values, for the script."""
    match condition:
        case AllOf():
            return {"all": [condition_to_json(part) for part in condition.all]}
        case AnyOf():
            return {"any": [condition_to_json(part) for part in condition.any]}
        case NoneOf():
            return {"none_of": [condition_to_json(part) for part in condition.none_of]}
    return {"question": condition.question, "op": condition.op, "value": condition.value, "other": condition.other}
