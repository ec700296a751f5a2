"""An e-form question as a control on a page: name, value, errors and hints of its input."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import phonenumbers
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vikno.eforms.answer_display import answer_text
from vikno.eforms.definition import NO_RNOKPP, Question, QuestionKind
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
        choices = [(choice.code, choice.label) for choice in self.question.choices]
        if self.question.kind == QuestionKind.YES_NO:
            choices = [("yes", _("Yes")), ("no", _("No"))]
        chosen = self.value if isinstance(self.value, list) else [self.value]
        if isinstance(self.value, bool):
            chosen = ["yes" if self.value else "no"]
        return [
            ChoiceOption(
                value=value,
                label=label,
                id=self.name if number == 1 else f"{self.name}-option-{number}",
                is_chosen=value in chosen,
            )
            for number, (value, label) in enumerate(choices, start=1)
        ]

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
            with suppress(phonenumbers.NumberParseException):
                number = phonenumbers.parse(text, None)
                return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    return text
