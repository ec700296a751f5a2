"""Bounds on a response: its number of bytes, and the seconds until all of it has come.

The read timeout of httpx limits each silence only: a server that sends a byte now and then never reaches it.
"""

import time
from collections.abc import Iterable, Iterator

from vikno.kernel.errors import Unreachable


class ResponseTooLong(Unreachable):
    """A response has more bytes than are accepted."""

    def __init__(self) -> None:
        super().__init__("the answer is too long")


class ResponseTooSlow(Unreachable):
    """The time for a response is over, and not all of it has come."""

    def __init__(self) -> None:
        super().__init__("the answer is too slow")


class ResponseDeadline:
    """The moment when everything must have come: so many seconds from now, and again from each `renew`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.renew()

    def renew(self) -> None:
        self._until = time.monotonic() + self._seconds

    def seconds_left(self) -> float:
        """Return how many seconds are left. Raises `ResponseTooSlow` when none are."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise ResponseTooSlow
        return left


def iter_chunks(chunks: Iterable[bytes], *, max_bytes: int, deadline: ResponseDeadline) -> Iterator[bytes]:
    """Yield the chunks of a body of at most `max_bytes`. Raises `ResponseTooLong`, `ResponseTooSlow`."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise ResponseTooLong
        deadline.seconds_left()
        yield chunk


def read_body(chunks: Iterable[bytes], *, max_bytes: int, deadline: ResponseDeadline) -> bytes:
    """Return a body of at most `max_bytes`. Raises `ResponseTooLong`, `ResponseTooSlow`."""
    return b"".join(iter_chunks(chunks, max_bytes=max_bytes, deadline=deadline))
