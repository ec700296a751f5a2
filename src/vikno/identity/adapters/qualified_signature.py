"""Identification by a qualified signature on a text created for one attempt, signed by any program and uploaded as a file.

It needs no vendor library and no password on the page: the key stays with its owner.
"""

import datetime
import secrets
from base64 import b64decode, b64encode

from django.utils.translation import gettext as _

from vikno.identity.adapters.base import AuthorizationCallback, AuthorizationRequest
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import Provider
from vikno.identity.signature_assertion import assertion_from_signature

CHALLENGE_FILE = "vikno-sign-in.txt"


class QualifiedSignatureAdapter:
    """The adapter of qualified electronic signatures."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        return AuthorizationRequest(secrets={"text": b64encode(build_challenge(callback, at=at)).decode()})

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        if not returned.file:
            raise IdentificationFailed(IdentityFailureReason.INCOMPLETE, detail="no file")
        return assertion_from_signature(
            provider, returned.file, text=decode_challenge(returned.secrets), name=CHALLENGE_FILE, at=returned.at
        )


def build_challenge(site: str, *, at: datetime.datetime) -> bytes:
    """Return the text to sign: site, purpose, time and a random number, with CRLF line ends."""
    lines = (
        _("I sign in to: %s") % site,
        _("This signature only says who I am. It confirms nothing else."),
        at.isoformat(timespec="seconds"),
        secrets.token_hex(16),
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def decode_challenge(stored: object) -> bytes:
    assert isinstance(stored, dict)
    return b64decode(stored["text"])
