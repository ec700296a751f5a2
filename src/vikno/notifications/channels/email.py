"""Sending notifications by e-mail, as plain text in the language of the reader."""

from email.headerregistry import Address
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from vikno.notifications import application_letters, enquiry_letters
from vikno.notifications.models import Notification, NotificationKind


def send(message: Notification) -> None:
    """Send a notification to its reader, if there is an address."""
    address = recipient_address(message)
    if not address:
        return
    EmailMessage(
        subject=message.subject,
        body=email_body(message),
        from_email=sender_address(message.centre.name),
        to=[address],
        reply_to=[message.centre.email] if message.centre.email else None,
        headers={
            # A repeat has the same id, so that a mailbox can recognise it.
            "Message-ID": f"<{message.uid}@{sender_domain()}>",
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    ).send()


def sender_address(centre: str) -> str:
    """Return the sender of letters: the address of the setting, under the name of the centre unless the setting has a name."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or centre, address))


def recipient_address(message: Notification) -> str:
    """Return the address of the reader: that of the account, or the one given at the desk or in the enquiry. It may be empty."""
    if message.enquiry is not None:
        return str(message.enquiry.email)
    if message.person is None:
        assert message.application is not None
        return message.application.applicant_email
    return (message.person.email or "") if message.person.is_active else ""


def email_body(message: Notification) -> str:
    """Return the whole letter: greeting, body, link to the page with more, contacts of the centre."""
    if message.enquiry is not None:
        page = enquiry_letters.page_url(message.enquiry)
    else:
        assert message.application is not None
        page = application_letters.page_url(NotificationKind(message.kind), message.application, message.language)
    with translation.override(message.language):
        facts = {
            "kind": message.kind,
            "body": message.body,
            "page": page,
            "at_desk": message.person is None,
            "is_enquiry": message.enquiry is not None,
            "centre": message.centre,
        }
        return render_to_string("notifications/email.txt", facts).strip() + "\n"


def sender_domain() -> str:
    """Return the domain of the address that letters are sent from."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(addr_spec=address).domain or "localhost"
