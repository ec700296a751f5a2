"""What is said to who wrote to the centre: the words are in `templates/notifications/enquiry_*.txt`."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from vikno.enquiries.models import Enquiry
from vikno.kernel import addresses, dates
from vikno.notifications.letters import Letter, one_line, tidy
from vikno.notifications.models import Kind

KINDS = (Kind.ENQUIRY_RECEIVED, Kind.ENQUIRY_ANSWERED, Kind.ENQUIRY_PASSED_ON, Kind.ENQUIRY_CLOSED)


def compose(kind: Kind, enquiry: Enquiry) -> Letter:
    """Put into words what happened to an enquiry, in the language in which it was written."""
    with translation.override(enquiry.language):
        facts = {"enquiry": enquiry, "due": dates.day(enquiry.due_on)}
        return Letter(
            kind=kind,
            enquiry=enquiry,
            person=enquiry.person,
            language=enquiry.language,
            subject=one_line(_subject(kind, enquiry)),
            body=tidy(render_to_string(f"notifications/{kind}.txt", facts)),
        )


def page_of(enquiry: Enquiry) -> str:
    """Return the address where the answer can be read too."""
    if enquiry.person is None:
        return addresses.public("content:ask_status", language=enquiry.language)
    return addresses.public("cabinet:enquiry", enquiry.uid, language=enquiry.language)


def _subject(kind: Kind, enquiry: Enquiry) -> str:
    number = {"number": enquiry.number}
    return {
        Kind.ENQUIRY_RECEIVED: _("Your enquiry %(number)s: we have received it"),
        Kind.ENQUIRY_ANSWERED: _("Your enquiry %(number)s: the answer"),
        Kind.ENQUIRY_PASSED_ON: _("Your enquiry %(number)s: passed on"),
        Kind.ENQUIRY_CLOSED: _("Your enquiry %(number)s: closed"),
    }[kind] % number
