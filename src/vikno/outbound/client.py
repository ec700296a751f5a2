"""The HTTP client with which everything in Vikno calls other systems.

It follows no redirects, knows nothing of the machine's proxies and lets no request outlast its deadline. What differs between
callers is an `OutboundSettings`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from vikno.outbound.address_guard import AddressGuard
from vikno.outbound.bounds import ResponseDeadline, iter_chunks
from vikno.outbound.network import BoundedNetwork
from vikno.outbound.tls import NO_CREDENTIALS, TlsCredentials, tls_context

RequestHook = Callable[[httpx.Request], None]
ResponseHook = Callable[[httpx.Response], None]


@dataclass(frozen=True, kw_only=True)
class OutboundSettings:
    """The limits and credentials of one caller.

    `total_seconds` is for everything that one client asks, or for each request where `deadline_per_request` is set;
    `silence_seconds` for each wait on the network; `connect_seconds`, where it is given, for each connection.
    `max_body_bytes` limits each body on the wire; without it the caller reads bodies by `read_body` with its own limit.
    """

    total_seconds: float
    silence_seconds: float
    connect_seconds: float | None = None
    deadline_per_request: bool = False
    max_body_bytes: int | None = None
    credentials: TlsCredentials = NO_CREDENTIALS
    guard: AddressGuard | None = None


def open_client(
    settings: OutboundSettings,
    *,
    deadline: ResponseDeadline | None = None,
    on_request: RequestHook | None = None,
    on_response: ResponseHook | None = None,
    **options: Any,
) -> httpx.Client:
    """Return an HTTP client that keeps these settings; `options` go to `httpx.Client`.

    A caller that reads bodies itself passes the deadline, of `settings.total_seconds`. Requests raise `ResponseTooSlow` and
    `ResponseTooLong` beside the errors of httpx. Raises `Rejected` where a certificate cannot be read.
    """
    deadline = deadline or ResponseDeadline(settings.total_seconds)
    bounds = client_options(settings, deadline, on_request=on_request, on_response=on_response)
    return httpx.Client(**bounds, **options)


def client_options(
    settings: OutboundSettings,
    deadline: ResponseDeadline,
    *,
    on_request: RequestHook | None = None,
    on_response: ResponseHook | None = None,
) -> dict[str, Any]:
    """Return the arguments that make a subclass of `httpx.Client` keep these settings."""
    renew: list[RequestHook] = [lambda _request: deadline.renew()] if settings.deadline_per_request else []
    return {
        "transport": BoundedTransport(settings, deadline),
        "timeout": httpx.Timeout(
            settings.silence_seconds, connect=settings.connect_seconds or settings.silence_seconds
        ),
        "follow_redirects": False,
        "trust_env": False,
        "event_hooks": {
            "request": [*renew, *([on_request] if on_request else [])],
            "response": [on_response] if on_response else [],
        },
    }


class BoundedTransport(httpx.HTTPTransport):
    """The transport of httpx, straight to the server, with the bounds and the guard of the settings."""

    def __init__(self, settings: OutboundSettings, deadline: ResponseDeadline) -> None:
        context = tls_context(settings.credentials)
        super().__init__(verify=context)
        # httpcore accepts the network it reads from («Network backends»); httpx does not hand that on.
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=BoundedNetwork(deadline))
        self._settings, self._deadline = settings, deadline

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._settings.guard is not None:
            self._settings.guard.pin(request)
        response = super().handle_request(request)
        if self._settings.max_body_bytes is not None:
            assert isinstance(response.stream, httpx.SyncByteStream)
            response.stream = BoundedBody(response.stream, self._settings.max_body_bytes, self._deadline)
        return response


class BoundedBody(httpx.SyncByteStream):
    """A body that raises where it is too long or comes too late."""

    def __init__(self, stream: httpx.SyncByteStream, max_bytes: int, deadline: ResponseDeadline) -> None:
        self._stream, self._max_bytes, self._deadline = stream, max_bytes, deadline

    def __iter__(self) -> Iterator[bytes]:
        return iter_chunks(self._stream, max_bytes=self._max_bytes, deadline=self._deadline)

    def close(self) -> None:
        self._stream.close()
