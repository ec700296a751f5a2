"""The interface of identification protocols."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from vikno.identity.assertion import IdentityAssertion
from vikno.identity.models import Provider


@dataclass(frozen=True, kw_only=True)
class AuthorizationRequest:
    """The address for the browser, and the data to store until it returns. An empty address: the page itself continues."""

    authorization_url: str = ""
    secrets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AuthorizationCallback:
    """The returned data: the query of the callback or an uploaded file, the stored data, and the time."""

    query: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""
    secrets: Mapping[str, Any] = field(default_factory=dict)
    callback: str = ""
    at: datetime.datetime


class IdentityAdapter(Protocol):
    """One protocol. Both methods raise only `IdentificationFailed`, whatever the other side does."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest: ...

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion: ...
