"""Blocks of the checklist questions that an editor writes on a card; `checklist` turns them into plain values."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.snippets.blocks import SnippetChooserBlock

from vikno.centres.working_days import DayUnit

MAX_QUESTIONS = 8
MAX_ANSWERS = 8
SOURCES = [("applicant", gettext_lazy("from you")), ("register", gettext_lazy("from the register, not asked"))]
UNITS = [(DayUnit.CALENDAR.value, gettext_lazy("calendar days")), (DayUnit.WORKING.value, gettext_lazy("working days"))]


class ChecklistDocumentBlock(StructBlock):
    """A document that only people with this answer need."""

    name = CharBlock(label=gettext_lazy("Name"), max_length=300)
    source = ChoiceBlock(label=gettext_lazy("Who brings it"), choices=SOURCES, default="applicant")
    register = CharBlock(label=gettext_lazy("Name of the register"), required=False, max_length=200)
    detail = TextBlock(label=gettext_lazy("In which form, when"), required=False, rows=2)


class ChecklistAnswerBlock(StructBlock):
    """An answer to a checklist question, and its consequences."""

    text = CharBlock(label=gettext_lazy("Answer"), max_length=200)
    papers = ListBlock(ChecklistDocumentBlock(), label=gettext_lazy("Documents it adds"), default=[], collapsed=True)
    note = TextBlock(label=gettext_lazy("Note for who answers so"), required=False, rows=2)
    fee_amount = DecimalBlock(
        label=gettext_lazy("Fee, UAH"),
        help_text=gettext_lazy("Leave it empty where the answer does not change the fee; 0 is free."),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
    )
    fee_text = CharBlock(label=gettext_lazy("Fee in words"), required=False, max_length=300)
    term_days = IntegerBlock(
        label=gettext_lazy("Term, days"),
        help_text=gettext_lazy("Leave it empty where the answer does not change the term."),
        required=False,
        min_value=1,
        max_value=999,
    )
    term_unit = ChoiceBlock(label=gettext_lazy("Counted in"), choices=UNITS, default=DayUnit.CALENDAR.value)
    is_not_for_you = BooleanBlock(label=gettext_lazy("Who answers so does not need this service"), required=False)
    elsewhere = SnippetChooserBlock(
        "catalogue.Service", label=gettext_lazy("The service they need instead"), required=False
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["elsewhere"] and not cleaned["is_not_for_you"]:
            raise ValidationError(_("Tick that this service is not needed, or take the other service away."))
        return cleaned


class ChecklistQuestionBlock(StructBlock):
    text = CharBlock(label=gettext_lazy("Question"), max_length=200)
    help = CharBlock(label=gettext_lazy("Help"), required=False, max_length=300)
    answers = ListBlock(ChecklistAnswerBlock(), label=gettext_lazy("Answers"), min_num=2, max_num=MAX_ANSWERS)


class ChecklistQuestionsBlock(StreamBlock):
    question = ChecklistQuestionBlock(label=gettext_lazy("Question"), icon="help")

    class Meta:
        max_num = MAX_QUESTIONS
        required = False
