"""Forms of the editor: settings of a form, steps, rules, import of JSON."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.eforms.changes import limits
from vikno.eforms.definition import (
    AnswerComparison,
    ComparisonOperator,
    Condition,
    FormDefinition,
    Question,
    QuestionKind,
)
from vikno.eforms.references import shorten
from vikno.form_editor import fields
from vikno.form_editor.condition_form import ORDERED_KINDS, TEXT_KINDS, are_comparable
from vikno.identity.levels import LEVEL_CHOICES as LEVELS

LANGUAGES = [("uk", gettext_lazy("Ukrainian")), ("cs", gettext_lazy("Czech")), ("en", gettext_lazy("English"))]


class FormSettingsForm(forms.Form):
    title = fields.text_field(
        gettext_lazy("Title of the form"),
        most=limits.TITLE,
        help_text=gettext_lazy("What the resident applies for, for example: “Registration of a residence”."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes it takes"),
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("Told before the first question. Try the form yourself and look at the clock."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the questions"), choices=LANGUAGES)

    def __init__(self, data: Any = None, *, eform: FormDefinition) -> None:
        super().__init__(data, initial={"title": eform.title, "minutes": eform.minutes, "language": eform.language})


class StepForm(forms.Form):
    title = fields.text_field(
        gettext_lazy("Title of the step"),
        most=limits.TITLE,
        help_text=gettext_lazy("One topic, for example: “Where you live now”."),
    )
    lead = fields.textarea_field(
        gettext_lazy("Text under the title"),
        most=limits.HINT,
        required=False,
        help_text=gettext_lazy("A sentence or two before the questions. Not always needed."),
    )

    level = forms.ChoiceField(
        label=gettext_lazy("How surely it must be known who answers"),
        choices=[("", gettext_lazy("As the service needs")), *LEVELS[1:]],
        required=False,
    )

    def step_attributes(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"title": data["title"].strip(), "lead": data["lead"].strip(), "level": data["level"]}


def _question_choices(questions: Sequence[Question]) -> list[tuple[str, str]]:
    return [("", _("Choose")), *((question.key, shorten(question.label)) for question in questions)]


class ComparisonRuleForm(forms.Form):
    """A new rule that compares two answers, as a sentence to complete."""

    WAYS = (
        ("less", gettext_lazy("the first must not be less or earlier than the second")),
        ("more", gettext_lazy("the first must not be greater or later than the second")),
        ("is", gettext_lazy("they must not be the same")),
        ("is_not", gettext_lazy("they must be the same")),
    )
    question = forms.ChoiceField(label=gettext_lazy("The first answer: to the question"))
    way = forms.ChoiceField(
        label=gettext_lazy("How they must fit"), choices=WAYS, widget=forms.RadioSelect, initial="less"
    )
    other = forms.ChoiceField(label=gettext_lazy("The second answer: to the question"))
    message = fields.textarea_field(
        gettext_lazy("What we say to the resident otherwise"),
        most=limits.MESSAGE,
        rows=2,
        help_text=gettext_lazy(
            "Say what is wrong and how to mend it: “The end is before the beginning. Check both dates.”"
        ),
    )

    def __init__(self, data: Any = None, *, eform: FormDefinition) -> None:
        super().__init__(data)
        self._questions = {question.key: question for question in comparable_questions(eform)}
        for name in ("question", "other"):
            self.fields[name].choices = _question_choices(list(self._questions.values()))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        question, other = (self._questions.get(cleaned.get(name, "")) for name in ("question", "other"))
        if question is None or other is None:
            return cleaned
        if question is other:
            self.add_error("other", _("This is the same question. Choose another one."))
        elif not are_comparable(question, other):
            self.add_error("other", _("These answers are of different sorts, so they cannot be compared."))
        elif cleaned.get("way") in ("less", "more") and question.kind not in ORDERED_KINDS:
            self.add_error("way", _("Only dates and numbers can be less or greater."))
        return cleaned

    def rule(self) -> dict[str, Any]:
        """Return the arguments of `rules.add`."""
        data = self.cleaned_data
        test = AnswerComparison(question=data["question"], op=ComparisonOperator(data["way"]), other=data["other"])
        return {"refused_when": test, "at": data["question"], "message": data["message"].strip()}


def comparable_questions(eform: FormDefinition) -> list[Question]:
    """Return the questions whose answers can be compared with one another."""
    return [
        question
        for question in eform.questions
        if question.kind in (*ORDERED_KINDS, *TEXT_KINDS, QuestionKind.ADDRESS, QuestionKind.PERSON)
    ]


class RuleForm(forms.Form):
    """The message of a rule and the question at which it is shown."""

    message = fields.textarea_field(gettext_lazy("What we say to the resident"), most=limits.MESSAGE, rows=2)
    at = forms.ChoiceField(
        label=gettext_lazy("At which question it is shown"),
        help_text=gettext_lazy("The rule is silent as long as this question has no answer."),
    )

    def __init__(self, data: Any = None, *, eform: FormDefinition, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["at"].choices = _question_choices(eform.questions_with_answers)  # type: ignore[attr-defined]

    def rule_attributes(self) -> dict[str, Any]:
        return {"message": self.cleaned_data["message"].strip(), "at": self.cleaned_data["at"]}


class ConditionRuleForm(RuleForm):
    """A new rule with a condition that another form describes."""

    def rule(self, condition: Condition) -> dict[str, Any]:
        return {"refused_when": condition, **self.rule_attributes()}


class FormCreationForm(forms.Form):
    """A new form: empty, or a copy."""

    title = fields.text_field(gettext_lazy("Title of the form"), most=limits.TITLE)
    source = forms.CharField(required=False)
    other = forms.CharField(required=False)


class JsonImportForm(forms.Form):
    """A form as JSON: a file, or pasted text."""

    MOST_BYTES = 1024 * 1024

    file = forms.FileField(label=gettext_lazy("File"), required=False, help_text=gettext_lazy("JSON, up to 1 MB."))
    text = forms.CharField(
        label=gettext_lazy("Or paste the text here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > self.MOST_BYTES:
            self.add_error("file", _("This file is larger than 1 MB: it is no form."))
        elif file is None and not cleaned.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        return cleaned

    def content(self) -> str | bytes:
        file = self.cleaned_data.get("file")
        content: str | bytes = file.read() if file is not None else self.cleaned_data["text"]
        return content
