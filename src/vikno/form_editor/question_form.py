"""The settings of a question by its kind: text, limits, answers to choose from."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.eforms.changes import choices, limits
from vikno.eforms.definition import FILE_TYPES, AnswerChoice, Question, QuestionKind
from vikno.eforms.validation import FILES_MOST, GROUP_MOST, LONG_TEXT_MOST, TEXT_MOST
from vikno.form_editor import fields
from vikno.form_editor.question_kinds import KIND_OPTIONS, PREFILL_LABELS
from vikno.kernel.errors import Refused

TONES = [
    ("info", gettext_lazy("Calm: good to know")),
    ("ok", gettext_lazy("Green: nothing is needed")),
    ("warn", gettext_lazy("Yellow: be careful")),
]


class QuestionSettingsForm(forms.Form):
    label = fields.textarea_field(
        gettext_lazy("Question"),
        most=limits.LABEL,
        rows=2,
        help_text=gettext_lazy("Ask shortly and directly, for example: “When did you move in?”"),
    )
    hint = fields.textarea_field(
        gettext_lazy("Hint under the question"),
        most=limits.HINT,
        required=False,
        help_text=gettext_lazy("Where to find the answer, what it should look like. Not always needed."),
    )
    required = forms.BooleanField(
        label=gettext_lazy("An answer is obligatory"),
        required=False,
        help_text=gettext_lazy("Without a mark, “(optional)” stands beside the question."),
    )

    def __init__(self, data: Any = None, *, question: Question) -> None:
        self._question, option = question, KIND_OPTIONS[question.kind]
        initial = {
            "label": question.label,
            "hint": question.hint,
            "required": question.required,
            "choices": choices.format_lines(question.choices),
            "least": question.least,
            "most": question.most,
            "types": list(question.types or FILE_TYPES),
            "prefill": question.prefill,
            "tone": question.tone,
        }
        super().__init__(data, initial=initial)
        self.fields.update(_own_fields(question.kind, option.options))
        if option.prefill:
            labels = [(name, PREFILL_LABELS[name]) for name in option.prefill]
            self.fields["prefill"] = forms.ChoiceField(
                label=_("Fill in from the profile of the resident"),
                choices=[("", _("nothing: the resident writes it")), *labels],
                required=False,
                widget=forms.RadioSelect,
                help_text=_(
                    "The resident sees it filled in and may change it. Only for questions about the applicant."
                ),
            )
        if question.kind == QuestionKind.INFO:
            del self.fields["required"]
            self.fields["label"].label = _("Text of the note")
            self.fields["label"].help_text = _("The main thing in one sentence.")
            self.fields["hint"].label = _("More below it")
            self.fields["hint"].help_text = ""

    def clean_choices(self) -> tuple[AnswerChoice, ...]:
        try:
            parsed = choices.parse_lines(self.cleaned_data["choices"], self._question.choices)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if not parsed:
            raise forms.ValidationError(_("Write at least one answer, a line each."))
        return parsed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is None or most is None:
            return cleaned
        if self._question.kind == QuestionKind.DATE:
            is_reversed = fields.TODAY not in (least, most) and least > most
        else:
            is_reversed = float(least) > float(most)
        if is_reversed:
            self.add_error("most", _("This is less than the other limit. Nobody could answer."))
        return cleaned

    def question_attributes(self) -> dict[str, Any]:
        """Return the attributes of the question from the form."""
        data = dict(self.cleaned_data)
        data["label"] = data["label"].replace("\r\n", "\n").strip()
        data["hint"] = data["hint"].replace("\r\n", "\n").strip()
        if "types" in data:
            data["types"] = () if set(data["types"]) == set(FILE_TYPES) else tuple(data["types"])
        return data


def _own_fields(kind: QuestionKind, options: tuple[str, ...]) -> Mapping[str, forms.Field]:
    own_fields: dict[str, forms.Field] = {}
    if "choices" in options:
        own_fields["choices"] = fields.textarea_field(
            _("Answers, a line each"),
            most=60_000,
            rows=6,
            help_text=_(
                "Their order is the order on the page. Mending words keeps the conditions that look at an answer."
            ),
        )
    for name in ("least", "most"):
        if name in options:
            own_fields[name] = _limit(kind, name)
    if "types" in options:
        own_fields["types"] = forms.MultipleChoiceField(
            label=_("Which files are taken"),
            choices=[("pdf", "PDF"), ("jpg", _("JPG: photos")), ("png", _("PNG: pictures"))],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Mark at least one kind of files.")},
        )
    if "tone" in options:
        own_fields["tone"] = forms.ChoiceField(label=_("How it looks"), choices=TONES, widget=forms.RadioSelect)
    return own_fields


def _limit(kind: QuestionKind, name: str) -> forms.Field:
    """Return the field of the lower or the upper limit."""
    is_least = name == "least"
    no_limit = fields.NO_LIMIT_HELP
    match kind:
        case QuestionKind.TEXT | QuestionKind.LONG_TEXT:
            usual = TEXT_MOST if kind == QuestionKind.TEXT else LONG_TEXT_MOST
            label = _("At least so many characters") if is_least else _("At most so many characters")
            help_text = no_limit if is_least else _("Leave empty for %d.") % usual
            return fields.number_field(label, least=1, most=LONG_TEXT_MOST, help_text=help_text)
        case QuestionKind.DATE:
            label = _("Not before") if is_least else _("Not after")
            return fields.DayField(label=label, help_text=_("A date, or the word “today”. Leave empty for no limit."))
        case QuestionKind.DECIMAL:
            return fields.FractionField(
                label=_("Not less than") if is_least else _("Not more than"), help_text=no_limit
            )
        case QuestionKind.INTEGER:
            label = _("Not less than") if is_least else _("Not more than")
            return fields.number_field(label, least=-1_000_000_000, most=1_000_000_000_000, help_text=no_limit)
        case QuestionKind.FILES:
            return fields.number_field(
                _("At most so many files"), least=1, most=50, help_text=_("Leave empty for %d.") % FILES_MOST
            )
        case QuestionKind.GROUP:
            label = _("At least so many times") if is_least else _("At most so many times")
            usual_text = "" if is_least else _("Leave empty for %d.") % GROUP_MOST
            return fields.number_field(label, least=1, most=50, help_text=usual_text)
    return fields.number_field(_("At most so many answers"), least=1, most=limits.CHOICES, help_text=no_limit)
