"""What each sort of question is called, in words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.eforms.definition import Kind

NAMES: dict[Kind, str | Promise] = {
    Kind.TEXT: _("Short text"),
    Kind.LONG_TEXT: _("Long text"),
    Kind.INTEGER: _("Whole number"),
    Kind.DECIMAL: _("Number with a fraction"),
    Kind.DATE: _("Date"),
    Kind.YES_NO: _("Yes or no"),
    Kind.ONE_OF: _("One answer of several"),
    Kind.SEVERAL_OF: _("Several answers"),
    Kind.FILES: _("Files"),
    Kind.PHONE: _("Phone"),
    Kind.EMAIL: _("E-mail"),
    Kind.RNOKPP: _("Taxpayer number (РНОКПП)"),
    Kind.EDRPOU: _("Code of an organisation (ЄДРПОУ)"),
    Kind.UNZR: _("УНЗР number"),
    Kind.DOCUMENT: _("Number of a passport or an ID card"),
    Kind.ADDRESS: _("Address"),
    Kind.PERSON: _("Person"),
    Kind.GROUP: _("Group that repeats"),
    Kind.INFO: _("Note: nothing is asked"),
}


def kind_name(kind: Kind) -> str:
    return str(NAMES[kind])
