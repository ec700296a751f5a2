"""The network below the HTTP client: no operation on it goes on past the deadline, reading headers and TLS included."""

import ssl
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import httpcore

from vikno.outbound.bounds import ResponseDeadline

T = TypeVar("T")


class BoundedNetwork(httpcore.NetworkBackend):
    """The network of httpcore, with the deadline on each operation."""

    def __init__(self, deadline: ResponseDeadline) -> None:
        self._backend, self._deadline = httpcore.SyncBackend(), deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = call_in_time(
            lambda seconds: self._backend.connect_tcp(host, port, seconds, local_address, socket_options),
            timeout,
            self._deadline,
        )
        return BoundedStream(stream, self._deadline)


class BoundedStream(httpcore.NetworkStream):
    """A connection, with the deadline on each operation."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: ResponseDeadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return call_in_time(lambda seconds: self._stream.read(max_bytes, seconds), timeout, self._deadline)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        call_in_time(lambda seconds: self._stream.write(buffer, seconds), timeout, self._deadline)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = call_in_time(
            lambda seconds: self._stream.start_tls(ssl_context, server_hostname, seconds), timeout, self._deadline
        )
        return BoundedStream(stream, self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def call_in_time(operation: Callable[[float], T], timeout: float | None, deadline: ResponseDeadline) -> T:
    """Run one network operation within its own timeout and what is left until the deadline, in seconds.

    Raises `ResponseTooSlow` when the deadline has passed, and the timeout of httpcore otherwise.
    """
    left = deadline.seconds_left()
    try:
        return operation(left if timeout is None else min(timeout, left))
    except httpcore.TimeoutException:
        deadline.seconds_left()
        raise
