"""Bounds on what an outside server may cost: so many bytes of an answer, and so many seconds for all of it.

A limit on each silence, which is what httpx has, is not enough: whoever sends a byte now and then is never silent.
"""

import functools
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import httpcore
import httpx

from vikno.kernel.errors import Unreachable

T = TypeVar("T")


class ResponseTooLong(Unreachable):
    """An answer has more bytes than are taken."""

    def __init__(self) -> None:
        super().__init__("the answer is too long")


class ResponseTooSlow(Unreachable):
    """The time for an answer is over, and not all of it has come."""

    def __init__(self) -> None:
        super().__init__("the answer is too slow")


class ResponseDeadline:
    """The moment when all must have come: so many seconds from now, and again from each `renew`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.renew()

    def renew(self) -> None:
        self._until = time.monotonic() + self._seconds

    def seconds_left(self) -> float:
        """Return how many seconds are left. Raises `TooSlow` when none are."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise ResponseTooSlow
        return left


def iter_chunks(coming: Iterable[bytes], *, most: int, deadline: ResponseDeadline) -> Iterator[bytes]:
    """Yield a body as it comes, `most` bytes of it. Raises `TooLong`, `TooSlow`."""
    size = 0
    for piece in coming:
        size += len(piece)
        if size > most:
            raise ResponseTooLong
        deadline.seconds_left()
        yield piece


def read_body(coming: Iterable[bytes], *, most: int, deadline: ResponseDeadline) -> bytes:
    """Return a body of at most `most` bytes. Raises `TooLong`, `TooSlow`."""
    return b"".join(iter_chunks(coming, most=most, deadline=deadline))


class BoundedTransport(httpx.HTTPTransport):
    """The transport of httpx, straight to the server, on which nothing goes on past the deadline: headers neither.

    `most` is how many bytes a body may have on the way, where that is not left to `pieces`. Raises `TooLong`, `TooSlow`.
    """

    def __init__(self, deadline: ResponseDeadline, *, verify: ssl.SSLContext, most: int | None = None) -> None:
        super().__init__(verify=verify)
        # httpcore can be given the network it reads from («Network backends»); httpx does not hand that on.
        self._pool = httpcore.ConnectionPool(ssl_context=verify, network_backend=_BoundedNetwork(deadline))
        self._deadline, self._most = deadline, most

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if self._most is not None:
            assert isinstance(response.stream, httpx.SyncByteStream)
            response.stream = _BoundedBody(response.stream, self._most, self._deadline)
        return response


def bounded_client(deadline: ResponseDeadline, **more: Any) -> httpx.Client:
    """Return a client that follows nothing and keeps the deadline.

    Where the environment speaks of proxies (HTTP_PROXY, NO_PROXY), that is heeded: there, headers have no limit but that of
    each silence.
    """
    verify = _authorities()
    return httpx.Client(
        verify=verify,
        follow_redirects=False,
        # A mount, because a transport would put the environment's proxies out of use: their own mounts go before this one.
        mounts={"all://": BoundedTransport(deadline, verify=verify)},
        **more,
    )


@functools.cache
def _authorities() -> ssl.SSLContext:
    """Return whom we believe on the way. Reading them takes longer than many an answer: once in the life of a process."""
    return httpx.create_ssl_context()


class _BoundedBody(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, most: int, deadline: ResponseDeadline) -> None:
        self._stream, self._most, self._deadline = stream, most, deadline

    def __iter__(self) -> Iterator[bytes]:
        return iter_chunks(self._stream, most=self._most, deadline=self._deadline)

    def close(self) -> None:
        self._stream.close()


class _BoundedNetwork(httpcore.NetworkBackend):
    """The usual network, which waits for nothing any longer than is left."""

    def __init__(self, deadline: ResponseDeadline) -> None:
        self._usual, self._deadline = httpcore.SyncBackend(), deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = _in_time(
            lambda left: self._usual.connect_tcp(host, port, left, local_address, socket_options),
            timeout,
            self._deadline,
        )
        return _BoundedStream(stream, self._deadline)


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: ResponseDeadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return _in_time(lambda left: self._stream.read(max_bytes, left), timeout, self._deadline)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        _in_time(lambda left: self._stream.write(buffer, left), timeout, self._deadline)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = _in_time(
            lambda left: self._stream.start_tls(ssl_context, server_hostname, left), timeout, self._deadline
        )
        return _BoundedStream(stream, self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _in_time(act: Callable[[float], T], timeout: float | None, deadline: ResponseDeadline) -> T:
    """Do one thing on the network, within its own timeout and what is left of all time, in seconds."""
    left = deadline.seconds_left()
    try:
        return act(left if timeout is None else min(timeout, left))
    except httpcore.TimeoutException:
        deadline.seconds_left()
        raise
