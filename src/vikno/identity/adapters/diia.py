"""Diia.Signature: a request to sign the digest of a text, a link that opens the application, and a pushed response.

The only proof in the response is the signature. Options of a provider: `branch`, `offer`, `algorithm` (DSTU or ECDSA), `digest`
(base64 or hex: sources differ). The client secret is the acquirer's token.
"""

import base64
import binascii
import datetime
import json
from typing import Any

from dstu import digests
from vikno.identity.adapters.base import AuthorizationCallback, AuthorizationRequest
from vikno.identity.adapters.oauth_client import open_client, request_without_token
from vikno.identity.adapters.qualified_signature import CHALLENGE_FILE, build_challenge, decode_challenge
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import Provider
from vikno.identity.signature_assertion import assertion_from_signature

DIGEST_ALGORITHMS = {"DSTU": "gost34311", "ECDSA": "sha256"}
MAX_CALLBACK_BYTES = 512 * 1024


class DiiaSignatureAdapter:
    """The adapter of Diia.Signature."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        text = build_challenge(callback, at=at)
        link = request_signing_deeplink(provider, request_id=state, files={CHALLENGE_FILE: text}, back=callback)
        return AuthorizationRequest(secrets={"text": base64.b64encode(text).decode(), "deeplink": link})

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        if not returned.file:
            raise IdentificationFailed(IdentityFailureReason.INCOMPLETE, detail="no answer")
        return assertion_from_signature(
            provider, returned.file, text=decode_challenge(returned.secrets), name=CHALLENGE_FILE, at=returned.at
        )


def request_signing_deeplink(provider: Provider, *, request_id: str, files: dict[str, bytes], back: str) -> str:
    """Request signatures on these files from Diia, and return the link to its application. Raises `IdentificationFailed`."""
    algorithm = provider.option("algorithm", "DSTU")
    digest_by_name = {name: digests.digest(DIGEST_ALGORITHMS[algorithm], content) for name, content in files.items()}
    is_hex = provider.option("digest") == "hex"
    signing_request = {
        "offerId": provider.option("offer"),
        "returnLink": back,
        "requestId": request_id,
        "signAlgo": algorithm,
        "data": {
            "hashedFilesSigning": {
                "hashedFiles": [
                    {"fileName": name, "fileHash": digest.hex() if is_hex else base64.b64encode(digest).decode()}
                    for name, digest in digest_by_name.items()
                ]
            }
        },
    }
    with open_client(provider, callback=back) as client:
        address = f"{provider.address}/api/v1/auth/acquirer/{provider.client_secret}"
        session = request_without_token(client, "GET", address).get("token")
        response = request_without_token(
            client,
            "POST",
            f"{provider.address}/api/v2/acquirers/branch/{provider.option('branch')}/offer-request/dynamic",
            json=signing_request,
            headers={"Authorization": f"Bearer {session}"},
        )
    link = response.get("deeplink")
    if not isinstance(link, str) or not link.startswith(("https://", "http://")):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="no deeplink")
    return link


def parse_callback_signatures(encoded: str) -> dict[str, bytes]:
    """Return the signatures of a response by file name. Raises `IdentificationFailed`."""
    if len(encoded) > MAX_CALLBACK_BYTES:
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="too long")
    try:
        decoded: Any = json.loads(base64.b64decode(encoded, validate=True))
        items = decoded.get("signedItems", [decoded]) if isinstance(decoded, dict) else decoded
        return {
            str(item.get("name", CHALLENGE_FILE)): base64.b64decode(item["signature"], validate=True) for item in items
        }
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="answer") from None
