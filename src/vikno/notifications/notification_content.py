"""The content of a notification, before it is stored and sent."""

from dataclasses import dataclass

from vikno.applications.models import Application
from vikno.enquiries.models import Enquiry
from vikno.notifications.models import NotificationKind
from vikno.people.models import Person


@dataclass(frozen=True, kw_only=True)
class NotificationContent:
    """A message in the language of its reader. `person` is None for somebody who applied at the desk or did not sign in."""

    kind: NotificationKind
    person: Person | None
    language: str
    subject: str
    body: str
    application: Application | None = None
    enquiry: Enquiry | None = None


def single_line(text: str) -> str:
    return " ".join(text.split())


def collapse_blank_lines(text: str) -> str:
    """Return the text with each run of empty lines made one: template tags leave empty lines behind."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1])
