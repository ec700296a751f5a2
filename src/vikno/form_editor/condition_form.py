"""The form of one part of a condition: how the answer to an earlier question compares, and with what value."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vikno.eforms.definition import AnswerComparison, ComparisonOperator, Condition, NoneOf, Question, QuestionKind
from vikno.form_editor import fields

NUMBER_KINDS = (QuestionKind.INTEGER, QuestionKind.DECIMAL)
ORDERED_KINDS = (*NUMBER_KINDS, QuestionKind.DATE)
# Kinds with free text, which is compared as text.
TEXT_KINDS = (
    QuestionKind.TEXT,
    QuestionKind.PHONE,
    QuestionKind.EMAIL,
    QuestionKind.RNOKPP,
    QuestionKind.EDRPOU,
    QuestionKind.UNZR,
    QuestionKind.DOCUMENT,
)


class ConditionPartForm(forms.Form):
    """A form that completes a sentence: «ask this when the answer to … is …»."""

    def __init__(
        self, data: Any = None, *, question: Question, others: Sequence[Question] = (), has_parts: bool = False
    ) -> None:
        self._question = question
        self._others = [other for other in others if other.key != question.key and are_comparable(other, question)]
        super().__init__(data)
        self.fields["how"] = forms.ChoiceField(
            label=_("What must be true of the answer"),
            choices=self._comparison_options(),
            widget=forms.RadioSelect,
            initial=self._comparison_options()[0][0],
        )
        self.fields.update(self._value_fields())
        if has_parts:
            self.fields["join"] = forms.ChoiceField(
                label=_("Together with the conditions that are there"),
                choices=[("all", _("all of them must be true")), ("any", _("one of them is enough"))],
                widget=forms.RadioSelect,
                initial="all",
            )

    def _comparison_options(self) -> list[tuple[str, Any]]:
        kind = self._question.kind
        options = _value_options(kind)
        if self._others and kind == QuestionKind.DATE:
            options.append(("other_less", _("it is before the date in another question")))
            options.append(("other_more", _("it is after the date in another question")))
        elif self._others and kind in NUMBER_KINDS:
            options.append(("other_less", _("it is less than the number in another question")))
            options.append(("other_more", _("it is greater than the number in another question")))
        if self._others:
            options.append(("other_is", _("it is the same as the answer to another question")))
            options.append(("other_is_not", _("it is not the same as the answer to another question")))
        # A required question always has an answer when it is asked.
        if options and self._question.required and not self._question.asked_when:
            return options
        return [*options, ("answered", _("there is an answer")), ("empty", _("it was left empty"))]

    def _value_fields(self) -> dict[str, forms.Field]:
        value_fields: dict[str, forms.Field] = {}
        labels = [(choice.code, choice.label) for choice in self._question.choices]
        match self._question.kind:
            case QuestionKind.ONE_OF:
                value_fields["answers"] = forms.MultipleChoiceField(
                    label=_("Which answers"), choices=labels, required=False, widget=forms.CheckboxSelectMultiple
                )
            case QuestionKind.SEVERAL_OF:
                value_fields["answers"] = forms.ChoiceField(
                    label=_("Which answer"), choices=labels, required=False, widget=forms.RadioSelect
                )
            case QuestionKind.DATE:
                value_fields["value"] = _FixedDateField(label=_("Which date"), help_text=_("For example, 27.03.2026."))
            case QuestionKind.INTEGER | QuestionKind.DECIMAL:
                value_fields["value"] = fields.FractionField(label=_("Which number"))
            case kind if kind in TEXT_KINDS:
                value_fields["value"] = fields.text_field(_("Which words"), most=200, required=False)
        if self._others:
            choices = [("", _("Choose")), *((other.key, other.label) for other in self._others)]
            value_fields["other"] = forms.ChoiceField(label=_("Which other question"), choices=choices, required=False)
        return value_fields

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        how = cleaned.get("how", "")
        if how.startswith("other_") and not cleaned.get("other"):
            self.add_error("other", _("Choose the question to compare with."))
        if how in ("in", "not_in", "has", "has_not") and not cleaned.get("answers"):
            self.add_error("answers", _("Mark at least one answer."))
        if how in ("is", "is_not", "less", "more") and not self.errors and not cleaned.get("value"):
            self.add_error("value", _("Write what to compare the answer with."))
        return cleaned

    @property
    def any_is_enough(self) -> bool | None:
        """Return whether one part is enough, or None where the form did not ask."""
        return self.cleaned_data["join"] == "any" if "join" in self.fields else None

    def part(self) -> Condition:
        """Return the part of the condition that the form describes."""
        data, key = self.cleaned_data, self._question.key
        how = data["how"]
        if how in ("yes", "no"):
            return AnswerComparison(question=key, value=how == "yes")
        if how in ("answered", "empty"):
            return AnswerComparison(question=key, op=ComparisonOperator.ANSWERED, value=how == "answered")
        if how.startswith("other_"):
            return AnswerComparison(
                question=key, op=ComparisonOperator(how.removeprefix("other_")), other=data["other"]
            )
        if how in ("in", "not_in"):
            codes = list(data["answers"])
            if len(codes) == 1:
                op = ComparisonOperator.IS if how == "in" else ComparisonOperator.IS_NOT
                return AnswerComparison(question=key, op=op, value=codes[0])
            among = AnswerComparison(question=key, op=ComparisonOperator.IN, value=codes)
            return among if how == "in" else NoneOf(none_of=(among,))
        if how in ("has", "has_not"):
            has = AnswerComparison(question=key, op=ComparisonOperator.HAS, value=data["answers"])
            return has if how == "has" else NoneOf(none_of=(has,))
        # The answer to a question for a whole number is an int, so the value is one too.
        is_integer = self._question.kind == QuestionKind.INTEGER and data["value"].lstrip("-").isdigit()
        value = int(data["value"]) if is_integer else data["value"]
        return AnswerComparison(question=key, op=ComparisonOperator(how), value=value)


def are_comparable(question: Question, other: Question) -> bool:
    """Return whether the answers to two questions can be compared."""
    if question.kind in NUMBER_KINDS:
        return other.kind in NUMBER_KINDS
    return question.kind == other.kind and question.kind in (
        *ORDERED_KINDS,
        *TEXT_KINDS,
        QuestionKind.ADDRESS,
        QuestionKind.PERSON,
    )


def _value_options(kind: QuestionKind) -> list[tuple[str, Any]]:
    match kind:
        case QuestionKind.YES_NO:
            return [("yes", _("the answer is “Yes”")), ("no", _("the answer is “No”"))]
        case QuestionKind.ONE_OF:
            return [("in", _("one of the marked answers was chosen")), ("not_in", _("another answer was chosen"))]
        case QuestionKind.SEVERAL_OF:
            return [("has", _("this answer is marked")), ("has_not", _("this answer is not marked"))]
        case QuestionKind.DATE:
            return [
                ("less", _("the date is before")),
                ("more", _("the date is after")),
                ("is", _("the date is exactly")),
            ]
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return [
                ("less", _("the number is less than")),
                ("more", _("the number is greater than")),
                ("is", _("the number is exactly")),
            ]
        case kind if kind in TEXT_KINDS:
            return [("is", _("the answer is exactly")), ("is_not", _("the answer is anything else than"))]
    return []


class _FixedDateField(fields.DayField):
    """A day in the calendar. «Today» is refused, because it is another day for each application."""

    def clean(self, value: Any) -> str | None:
        day = super().clean(value)
        if day == fields.TODAY:
            raise forms.ValidationError(_("Write a date such as 27.03.2026."))
        return day
