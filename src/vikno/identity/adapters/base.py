"""What every method of identification is, seen from the pages."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from vikno.identity.assertion import IdentityAssertion
from vikno.identity.models import Provider


@dataclass(frozen=True, kw_only=True)
class AuthorizationRequest:
    """Where to send the browser, and what to remember until it is back. No address: the page itself asks what comes next."""

    authorization_url: str = ""
    secrets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AuthorizationCallback:
    """What came back: the query of the callback, or a file that was brought; what had been remembered; when."""

    query: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""
    secrets: Mapping[str, Any] = field(default_factory=dict)
    callback: str = ""
    at: datetime.datetime


class IdentityAdapter(Protocol):
    """One protocol. Both raise `Failed`, and nothing else for whatever the other side does."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest: ...

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion: ...
