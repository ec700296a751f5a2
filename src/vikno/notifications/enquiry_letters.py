"""What is said to who wrote to the centre: the words are in `templates/notifications/enquiry_*.txt`."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from vikno.enquiries.models import Enquiry
from vikno.kernel import dates, public_urls
from vikno.notifications.application_letters import NotificationContent, collapse_blank_lines, single_line
from vikno.notifications.models import NotificationKind

ENQUIRY_KINDS = (
    NotificationKind.ENQUIRY_RECEIVED,
    NotificationKind.ENQUIRY_ANSWERED,
    NotificationKind.ENQUIRY_PASSED_ON,
    NotificationKind.ENQUIRY_CLOSED,
)


def compose(kind: NotificationKind, enquiry: Enquiry) -> NotificationContent:
    """Put into words what happened to an enquiry, in the language in which it was written."""
    with translation.override(enquiry.language):
        facts = {"enquiry": enquiry, "due": dates.format_date(enquiry.due_on)}
        return NotificationContent(
            kind=kind,
            enquiry=enquiry,
            person=enquiry.person,
            language=enquiry.language,
            subject=single_line(_subject(kind, enquiry)),
            body=collapse_blank_lines(render_to_string(f"notifications/{kind}.txt", facts)),
        )


def page_url(enquiry: Enquiry) -> str:
    """Return the address where the answer can be read too."""
    if enquiry.person is None:
        return public_urls.public_url("content:ask_status", language=enquiry.language)
    return public_urls.public_url("cabinet:enquiry", enquiry.uid, language=enquiry.language)


def _subject(kind: NotificationKind, enquiry: Enquiry) -> str:
    number = {"number": enquiry.number}
    return {
        NotificationKind.ENQUIRY_RECEIVED: _("Your enquiry %(number)s: we have received it"),
        NotificationKind.ENQUIRY_ANSWERED: _("Your enquiry %(number)s: the answer"),
        NotificationKind.ENQUIRY_PASSED_ON: _("Your enquiry %(number)s: passed on"),
        NotificationKind.ENQUIRY_CLOSED: _("Your enquiry %(number)s: closed"),
    }[kind] % number
