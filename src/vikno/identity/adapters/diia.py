"""Diia.Signature: a request to sign the digest of a text, a link that opens the application, an answer that comes by itself.

The answer carries no proof but the signature. Options of a provider: `branch`, `offer`, `algorithm` (DSTU or ECDSA), `digest`
(base64 or hex: sources differ). The client secret is the acquirer's token.
"""

import base64
import binascii
import datetime
import json
from typing import Any

from dstu import digests
from vikno.identity.adapters.asking import asked_openly, client_of
from vikno.identity.adapters.base import Begun, Returned
from vikno.identity.adapters.kep import FILE, challenge, text_of
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failing import Failed, Reason
from vikno.identity.models import Provider
from vikno.identity.signed import who_signed

DIGESTS = {"DSTU": "gost34311", "ECDSA": "sha256"}
MOST_ANSWER_BYTES = 512 * 1024


class DiiaSignature:
    """The adapter."""

    def begin(self, provider: Provider, *, state: str, callback: str, at: datetime.datetime) -> Begun:
        text = challenge(callback, at=at)
        link = deeplink(provider, request_id=state, files={FILE: text}, back=callback)
        return Begun(secrets={"text": base64.b64encode(text).decode(), "deeplink": link})

    def finish(self, provider: Provider, returned: Returned) -> IdentityAssertion:
        if not returned.file:
            raise Failed(Reason.INCOMPLETE, detail="no answer")
        return who_signed(provider, returned.file, text=text_of(returned.secrets), name=FILE, at=returned.at)


def deeplink(provider: Provider, *, request_id: str, files: dict[str, bytes], back: str) -> str:
    """Ask Diia for signatures on these files; return the link that opens the application. Raises `Failed`."""
    algorithm = provider.option("algorithm", "DSTU")
    asked = {
        "offerId": provider.option("offer"),
        "returnLink": back,
        "requestId": request_id,
        "signAlgo": algorithm,
        "data": {
            "hashedFilesSigning": {
                "hashedFiles": [
                    {"fileName": name, "fileHash": _digest(provider, algorithm, content)}
                    for name, content in files.items()
                ]
            }
        },
    }
    with client_of(provider, callback=back) as client:
        address = f"{provider.address}/api/v1/auth/acquirer/{provider.client_secret}"
        session = asked_openly(client, "GET", address).get("token")
        answer = asked_openly(
            client,
            "POST",
            f"{provider.address}/api/v2/acquirers/branch/{provider.option('branch')}/offer-request/dynamic",
            json=asked,
            headers={"Authorization": f"Bearer {session}"},
        )
    link = answer.get("deeplink")
    if not isinstance(link, str) or not link.startswith(("https://", "http://")):
        raise Failed(Reason.NONSENSE, detail="no deeplink")
    return link


def _digest(provider: Provider, algorithm: str, content: bytes) -> str:
    value = digests.digest(DIGESTS[algorithm], content)
    return value.hex() if provider.option("digest") == "hex" else base64.b64encode(value).decode()


def signatures_in(encoded: str) -> dict[str, bytes]:
    """Return the signatures of an answer by the names of their files. Raises `Failed`."""
    if len(encoded) > MOST_ANSWER_BYTES:
        raise Failed(Reason.NONSENSE, detail="too long")
    try:
        told: Any = json.loads(base64.b64decode(encoded, validate=True))
        items = told.get("signedItems", [told]) if isinstance(told, dict) else told
        return {str(one.get("name", FILE)): base64.b64decode(one["signature"], validate=True) for one in items}
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError):
        raise Failed(Reason.NONSENSE, detail="answer") from None
