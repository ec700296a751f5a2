"""Asking a provider: with a limit on time and on size, never led elsewhere, every trouble told as `Failed`."""

import functools
import json
import ssl
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.integrations.base_client import OAuthError
from django.conf import settings

from vikno.identity.failing import Failed, Reason
from vikno.identity.models import Provider
from vikno.kernel.bounds import BoundedTransport, Deadline, TooLong, TooSlow

with warnings.catch_warnings():
    # Authlib asks for httpx2, which is in no registry yet; whoever runs the portal need not read that at each start.
    warnings.filterwarnings("ignore", category=AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client

# Until somebody is there, and from asking until all of one answer has come.
CONNECT_SECONDS, WHOLE_SECONDS = 5, 20
MOST_BYTES = 8 * 1024 * 1024


@functools.cache
def _authorities() -> ssl.SSLContext:
    """Return whom we believe on the way. Reading them takes longer than many an answer: once in the life of a process."""
    return httpx.create_ssl_context(trust_env=False)


@contextmanager
def client_of(provider: Provider, *, callback: str, **more: Any) -> Iterator[OAuth2Client]:
    """Give the OAuth client of this provider; what happens to it inside comes out as `Failed`."""
    limits = httpx.Timeout(settings.IDENTITY_PATIENCE, connect=CONNECT_SECONDS)
    deadline = Deadline(WHOLE_SECONDS)
    client = OAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        redirect_uri=callback,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a method
        timeout=limits,
        follow_redirects=False,
        transport=BoundedTransport(deadline, verify=_authorities(), most=MOST_BYTES),
        event_hooks={"request": [lambda _request: deadline.renew()]},
        trust_env=False,
        **more,
    )
    with client, told_as_failed():
        yield client


@contextmanager
def told_as_failed() -> Iterator[None]:
    """Tell every trouble with the other side in our words. The log gets codes: texts of others may hold anything."""
    try:
        yield
    except OAuthError as error:
        raise Failed(Reason.CODE_REFUSED, detail=_code(error.error)) from None
    except (httpx.HTTPError, TooLong, TooSlow) as error:
        raise Failed(Reason.UNREACHABLE, detail=type(error).__name__) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Failed(Reason.NONSENSE, detail="not JSON") from None
    except httpx.InvalidURL:
        raise Failed(Reason.NONSENSE, detail="address") from None


def _code(word: object) -> str:
    """Return an error code if it looks like one."""
    text = str(word)[:40]
    return text if text.replace("_", "").isalnum() else "unnamed"


def take_token(client: OAuth2Client, address: str, **asked: str) -> dict[str, Any]:
    """Change the code for a token, which the client uses from then on. Raises `Failed`."""
    try:
        token = client.fetch_token(address, grant_type="authorization_code", **asked)
    except (ValueError, TypeError) as error:
        # The library trips over what is no object, or has a word where a number of seconds belongs.
        raise Failed(Reason.NONSENSE, detail=f"token {type(error).__name__}") from None
    return dict(token)


def asked_openly(client: OAuth2Client, method: str, address: str, **more: Any) -> dict[str, Any]:
    """Ask without the token: before there is one, or what is not for it. Raises `Failed`."""
    return answer_of(client.request(method, address, withhold_token=True, **more))


def answer_of(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of an answer. A page of HTML with the status 200 is none. Raises `Failed`."""
    if response.status_code != httpx.codes.OK:
        reason = (
            Reason.UNREACHABLE if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR else Reason.CODE_REFUSED
        )
        raise Failed(reason, detail=f"status {response.status_code}")
    try:
        answer = response.json()
    except (ValueError, UnicodeDecodeError):
        raise Failed(Reason.NONSENSE, detail="not JSON") from None
    if not isinstance(answer, dict):
        raise Failed(Reason.NONSENSE, detail="not an object")
    return answer


def code_of(query: Mapping[str, str]) -> str:
    """Return the code that the browser brought back. Raises `Failed` for a refusal or an error of the provider."""
    if error := query.get("error", ""):
        reason = Reason.DENIED if error == "access_denied" else Reason.PROVIDER_ERROR
        raise Failed(reason, detail=_code(error))
    if not query.get("code"):
        raise Failed(Reason.NONSENSE, detail="no code")
    return query["code"]
