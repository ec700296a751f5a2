"""The OAuth client for identity providers; every failure of the other side comes out as `IdentificationFailed`."""

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.integrations.base_client import OAuthError
from django.conf import settings

from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import Provider
from vikno.outbound.bounds import ResponseDeadline, ResponseTooLong, ResponseTooSlow
from vikno.outbound.client import OutboundSettings, client_options

with warnings.catch_warnings():
    # Authlib recommends httpx2, which is in no registry yet; the warning would appear at each start.
    warnings.filterwarnings("ignore", category=AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client

# Limits of each request: for the connection, and for the whole response.
CONNECT_SECONDS = 5
TOTAL_SECONDS = 20
MAX_RESPONSE_BYTES = 8 * 1024 * 1024


@contextmanager
def open_client(provider: Provider, *, callback: str, **options: Any) -> Iterator[OAuth2Client]:
    """Yield the OAuth client of this provider; `options` go to Authlib's client. Raises `IdentificationFailed`."""
    limits = OutboundSettings(
        total_seconds=TOTAL_SECONDS,
        deadline_per_request=True,
        silence_seconds=settings.IDENTITY_PATIENCE,
        connect_seconds=CONNECT_SECONDS,
        max_body_bytes=MAX_RESPONSE_BYTES,
    )
    client = OAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        redirect_uri=callback,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a method
        **client_options(limits, ResponseDeadline(TOTAL_SECONDS)),
        **options,
    )
    with client, translate_errors():
        yield client


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn every error of the other side into `IdentificationFailed`. Only codes are logged: foreign texts may hold anything."""
    try:
        yield
    except OAuthError as error:
        raise IdentificationFailed(IdentityFailureReason.CODE_REFUSED, detail=_code(error.error)) from None
    except (httpx.HTTPError, ResponseTooLong, ResponseTooSlow) as error:
        raise IdentificationFailed(IdentityFailureReason.UNREACHABLE, detail=type(error).__name__) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="not JSON") from None
    except httpx.InvalidURL:
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="address") from None


def _code(word: object) -> str:
    """Return an error code if it looks like one."""
    text = str(word)[:40]
    return text if text.replace("_", "").isalnum() else "unnamed"


def exchange_code(client: OAuth2Client, address: str, **parameters: str) -> dict[str, Any]:
    """Exchange the code for a token, which the client uses from then on. Raises `IdentificationFailed`."""
    try:
        token = client.fetch_token(address, grant_type="authorization_code", **parameters)
    except (ValueError, TypeError) as error:
        # The library raises these for a token that is no object, or has a text in place of a number of seconds.
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail=f"token {type(error).__name__}") from None
    return dict(token)


def request_without_token(client: OAuth2Client, method: str, address: str, **options: Any) -> dict[str, Any]:
    """Send a request without the token and return its JSON object. Raises `IdentificationFailed`."""
    return parse_json_response(client.request(method, address, withhold_token=True, **options))


def parse_json_response(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of a response. Raises `IdentificationFailed`, also for an HTML page with status 200."""
    if response.status_code != httpx.codes.OK:
        reason = (
            IdentityFailureReason.UNREACHABLE
            if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
            else IdentityFailureReason.CODE_REFUSED
        )
        raise IdentificationFailed(reason, detail=f"status {response.status_code}")
    try:
        content = response.json()
    except (ValueError, UnicodeDecodeError):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="not JSON") from None
    if not isinstance(content, dict):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="not an object")
    return content


def authorization_code(query: Mapping[str, str]) -> str:
    """Return the code in the callback. Raises `IdentificationFailed` for a refusal or an error of the provider."""
    if error := query.get("error", ""):
        reason = IdentityFailureReason.DENIED if error == "access_denied" else IdentityFailureReason.PROVIDER_ERROR
        raise IdentificationFailed(reason, detail=_code(error))
    if not query.get("code"):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="no code")
    return query["code"]
