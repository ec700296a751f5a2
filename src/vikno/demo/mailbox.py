"""The letters that the demo has «sent»: Django's file backend writes them into a folder, here they are read back."""

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

# What the backend writes after each letter.
_END = b"\n" + b"-" * 79 + b"\n"
_LINK = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)]")


@dataclass(frozen=True, kw_only=True)
class DemoLetter:
    """One letter, as a person reads it."""

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
        """Return the text with its addresses as links; everything else in it stays text."""
        done, parts = 0, []
        for match in _LINK.finditer(self.text):
            parts.append(conditional_escape(self.text[done : match.start()]))
            parts.append(format_html('<a href="{0}" rel="noopener">{0}</a>', match.group()))
            done = match.end()
        parts.append(conditional_escape(self.text[done:]))
        return mark_safe("".join(parts))  # noqa: S308 - each part was escaped above


def letters() -> list[DemoLetter]:
    """Return all letters, the newest first.

    Letters about cases that were loaded with the demo are dated by the message in the inbox: they were written all at once.
    """
    told = {f"{uid}": at for uid, at in Notification.objects.values_list("uid", "created_at")}
    written = [letter for path in _folder().glob("*.log") for letter in _letters_in(path)]
    found = [replace(letter, sent_at=told.get(letter.message_id, letter.sent_at)) for letter in written]
    return sorted(found, key=lambda letter: (letter.sent_at, letter.name), reverse=True)


def find_letter(name: str) -> DemoLetter | None:
    """Return the letter of this name, if there is one; the name never becomes a path."""
    return next((letter for letter in letters() if letter.name == name), None)


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _letters_in(path: Path) -> list[DemoLetter]:
    written = [part for part in path.read_bytes().split(_END) if part.strip()]
    return [_read(f"{path.stem}-{number}", part) for number, part in enumerate(written, start=1)]


def _read(name: str, written: bytes) -> DemoLetter:
    message = email.message_from_bytes(written, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain",))
    return DemoLetter(
        name=name,
        message_id=str(message["Message-ID"] or "").strip("<>").partition("@")[0],
        sent_at=_sent_at(message),
        recipients=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content().strip() if body else "",
        attachment_names=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _sent_at(message: EmailMessage) -> datetime.datetime:
    at = parsedate_to_datetime(message["Date"])
    # Django writes «-0000», which means UTC and reads as no zone at all.
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
