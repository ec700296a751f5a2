"""Letters about an enquiry. The body of each kind is a template `templates/notifications/enquiry_*.txt`."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from vikno.enquiries.models import Enquiry
from vikno.kernel import dates, public_urls
from vikno.notifications.models import NotificationKind
from vikno.notifications.notification_content import NotificationContent, collapse_blank_lines, single_line


def compose(kind: NotificationKind, enquiry: Enquiry) -> NotificationContent:
    """Return the letter about what happened to an enquiry, in the language in which the enquiry was written."""
    with translation.override(enquiry.language):
        subject = {
            NotificationKind.ENQUIRY_RECEIVED: _("Your enquiry %(number)s: we have received it"),
            NotificationKind.ENQUIRY_ANSWERED: _("Your enquiry %(number)s: the answer"),
            NotificationKind.ENQUIRY_PASSED_ON: _("Your enquiry %(number)s: passed on"),
            NotificationKind.ENQUIRY_CLOSED: _("Your enquiry %(number)s: closed"),
        }[kind]
        facts = {"enquiry": enquiry, "due": dates.format_date(enquiry.due_on)}
        return NotificationContent(
            kind=kind,
            enquiry=enquiry,
            person=enquiry.person,
            language=enquiry.language,
            subject=single_line(subject % {"number": enquiry.number}),
            body=collapse_blank_lines(render_to_string(f"notifications/{kind}.txt", facts)),
        )


def page_url(enquiry: Enquiry) -> str:
    """Return the address of the page where the answer can be read too."""
    if enquiry.person is None:
        return public_urls.public_url("content:ask_status", language=enquiry.language)
    return public_urls.public_url("cabinet:enquiry", enquiry.uid, language=enquiry.language)
