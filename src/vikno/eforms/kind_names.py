"""Names of the kinds of questions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.eforms.definition import QuestionKind

KIND_NAMES: dict[QuestionKind, str | Promise] = {
    QuestionKind.TEXT: _("Short text"),
    QuestionKind.LONG_TEXT: _("Long text"),
    QuestionKind.INTEGER: _("Whole number"),
    QuestionKind.DECIMAL: _("Number with a fraction"),
    QuestionKind.DATE: _("Date"),
    QuestionKind.YES_NO: _("Yes or no"),
    QuestionKind.ONE_OF: _("One answer of several"),
    QuestionKind.SEVERAL_OF: _("Several answers"),
    QuestionKind.FILES: _("Files"),
    QuestionKind.PHONE: _("Phone"),
    QuestionKind.EMAIL: _("E-mail"),
    QuestionKind.RNOKPP: _("Taxpayer number (РНОКПП)"),
    QuestionKind.EDRPOU: _("Code of an organisation (ЄДРПОУ)"),
    QuestionKind.UNZR: _("УНЗР number"),
    QuestionKind.DOCUMENT: _("Number of a passport or an ID card"),
    QuestionKind.ADDRESS: _("Address"),
    QuestionKind.PERSON: _("Person"),
    QuestionKind.GROUP: _("Group that repeats"),
    QuestionKind.INFO: _("Note: nothing is asked"),
}


def kind_name(kind: QuestionKind) -> str:
    return str(KIND_NAMES[kind])
