"""A qualified signature on a text made for this try: signed by any program, brought back as a file.

No library of a vendor, no password on our page: the key stays where it is.
"""

import datetime
import secrets
from base64 import b64decode, b64encode

from django.utils.translation import gettext as _

from vikno.identity.adapters.base import Begun, Returned
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failing import Failed, Reason
from vikno.identity.models import Provider
from vikno.identity.signed import who_signed

FILE = "vikno-sign-in.txt"


class SignedChallenge:
    """The adapter."""

    def begin(self, provider: Provider, *, state: str, callback: str, at: datetime.datetime) -> Begun:
        return Begun(secrets={"text": b64encode(challenge(callback, at=at)).decode()})

    def finish(self, provider: Provider, returned: Returned) -> IdentityAssertion:
        if not returned.file:
            raise Failed(Reason.INCOMPLETE, detail="no file")
        return who_signed(provider, returned.file, text=text_of(returned.secrets), name=FILE, at=returned.at)


def challenge(site: str, *, at: datetime.datetime) -> bytes:
    """Return what is signed: where, what for, when, and a number that nobody can guess. Lines end as programs expect."""
    lines = (
        _("I sign in to: %s") % site,
        _("This signature only says who I am. It confirms nothing else."),
        at.isoformat(timespec="seconds"),
        secrets.token_hex(16),
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def text_of(kept: object) -> bytes:
    assert isinstance(kept, dict)
    return b64decode(kept["text"])
