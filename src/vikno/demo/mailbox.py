"""The letters of the demo: Django's file backend writes them to a folder, and this module reads them back."""

import datetime
import email
import email.policy
import re
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vikno.notifications.models import Notification

# The backend writes this separator after each letter.
_END = b"\n" + b"-" * 79 + b"\n"
_LINK = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)]")


@dataclass(frozen=True, kw_only=True)
class DemoLetter:
    """A letter in the form that a person reads."""

    name: str
    message_id: str
    sent_at: datetime.datetime
    recipients: str
    sender: str
    subject: str
    text: str
    attachment_names: tuple[str, ...] = ()

    @property
    def linked_text(self) -> SafeString:
        """Return the text with its addresses as links; everything else stays text."""
        position, parts = 0, []
        for match in _LINK.finditer(self.text):
            parts.append(conditional_escape(self.text[position : match.start()]))
            parts.append(format_html('<a href="{0}" rel="noopener">{0}</a>', match.group()))
            position = match.end()
        parts.append(conditional_escape(self.text[position:]))
        return mark_safe("".join(parts))  # noqa: S308 - each part was escaped above


def letters() -> list[DemoLetter]:
    """Return all letters, the newest first.

    A letter about a case has the date of its message in the inbox, because the load of the demo writes all letters at once.
    """
    message_times = {str(uid): at for uid, at in Notification.objects.values_list("uid", "created_at")}
    dated_letters = []
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        messages = [content for content in path.read_bytes().split(_END) if content.strip()]
        for number, content in enumerate(messages, start=1):
            letter = _parse_letter(f"{path.stem}-{number}", content)
            dated_letters.append(replace(letter, sent_at=message_times.get(letter.message_id, letter.sent_at)))
    return sorted(dated_letters, key=lambda letter: (letter.sent_at, letter.name), reverse=True)


def find_letter(name: str) -> DemoLetter | None:
    """Return the letter with this name, or None; the name never becomes a path."""
    return next((letter for letter in letters() if letter.name == name), None)


def _parse_letter(name: str, content: bytes) -> DemoLetter:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain",))
    sent_at = parsedate_to_datetime(message["Date"])
    if sent_at.tzinfo is None:
        # Django writes «-0000», which means UTC, but Python parses it as no time zone.
        sent_at = sent_at.replace(tzinfo=datetime.UTC)
    return DemoLetter(
        name=name,
        message_id=str(message["Message-ID"] or "").strip("<>").partition("@")[0],
        sent_at=sent_at,
        recipients=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content().strip() if body else "",
        attachment_names=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
