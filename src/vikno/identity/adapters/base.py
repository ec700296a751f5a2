"""What every method of identification is, seen from the pages."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from vikno.identity.assertion import IdentityAssertion
from vikno.identity.models import Provider


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Where to send the browser, and what to remember until it is back. No address: the page itself asks what comes next."""

    address: str = ""
    secrets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What came back: the query of the callback, or a file that was brought; what had been remembered; when."""

    query: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""
    secrets: Mapping[str, Any] = field(default_factory=dict)
    callback: str = ""
    at: datetime.datetime


class Adapter(Protocol):
    """One protocol. Both raise `Failed`, and nothing else for whatever the other side does."""

    def begin(self, provider: Provider, *, state: str, callback: str, at: datetime.datetime) -> Begun: ...

    def finish(self, provider: Provider, returned: Returned) -> IdentityAssertion: ...
