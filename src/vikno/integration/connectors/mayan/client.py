"""REST of Mayan EDMS 4.12 over HTTP: pages of lists, waiting when told to, every trouble told as one of the two errors.

The shapes are those of `/api/v4/schema.json` of Mayan 4.12.2.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from vikno.integration.connectors.transport import DIRECT, PartnerTransport
from vikno.kernel import bounded_http
from vikno.kernel.bounded_http import ResponseDeadline, ResponseTooLong, ResponseTooSlow
from vikno.kernel.errors import Rejected, Unreachable

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 30, 180
MOST_BYTES, MOST_FILE_BYTES = 8 * 1024 * 1024, 200 * 1024 * 1024
PAGE, MOST_PAGES = 100, 200
# Mayan lets 20 requests a second in and then says «in one second»: that is waited for here. Longer waits are for the outbox.
SHORT_WAIT_SECONDS, MOST_WAITS = 2, 20

Row = dict[str, Any]
UploadFile = tuple[str, bytes, str]


class MayanObjectMissing(Rejected):
    """Mayan has no such thing, or does not show it to this user."""


class MayanClient:
    """One use of Mayan by one user, about the application with the number `issue` where it is about one.

    A silence of Mayan may last `read` seconds, and everything asked together `whole` seconds.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        transport: PartnerTransport = DIRECT,
        issue: str = "",
        read: float = READ_SECONDS,
        whole: float = WHOLE_SECONDS,
    ) -> None:
        self._deadline = ResponseDeadline(whole)
        self._http = transport.open_client(
            deadline=self._deadline,
            issue=issue,
            base_url=f"{transport.address(address).rstrip('/')}/api/v4/",
            # Without it Mayan answers in HTML, and stumbles over its own styles.
            headers={"Accept": "application/json", "Authorization": f"Token {token}"},
            timeout=httpx.Timeout(read, connect=CONNECT_SECONDS),
        )
        self._waits = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        if isinstance(error, (LookupError, TypeError, ValueError)):
            raise Rejected(f"an answer of another shape than that of Mayan 4.12: {type(error).__name__}") from error

    def get(self, path: str, **query: Any) -> Row:
        return self._asked("GET", path, params=query)

    def all(self, path: str, **query: Any) -> Iterator[Row]:
        """Yield the rows of a list, page by page."""
        for number in range(1, MOST_PAGES + 1):
            page = self.get(path, **query, page=number, page_size=PAGE)
            yield from rows_of(page)
            if not page.get("next"):
                return
        raise Rejected(f"{path}: more than {MOST_PAGES * PAGE} rows")

    def post(self, path: str, values: Mapping[str, Any]) -> Row:
        return self._asked("POST", path, json=dict(values))

    def patch(self, path: str, values: Mapping[str, Any]) -> Row:
        return self._asked("PATCH", path, json=dict(values))

    def upload(self, path: str, values: Mapping[str, str], *, name: str, file: UploadFile) -> Row:
        """Send a file: its name, bytes and type, in the field that is called so."""
        return self._asked("POST", path, data=dict(values), files={name: file})

    def download(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        with translate_errors(), self._answered("GET", path) as response:
            try:
                yield from bounded_http.iter_chunks(
                    response.iter_bytes(), most=MOST_FILE_BYTES, deadline=self._deadline
                )
            except ResponseTooLong:
                raise Rejected(f"{path}: longer than {MOST_FILE_BYTES} bytes") from None

    def _asked(self, method: str, path: str, **more: Any) -> Row:
        with translate_errors(), self._answered(method, path, **more) as response:
            return parse_object(self._whole(response), path)

    @contextmanager
    def _answered(self, method: str, path: str, **more: Any) -> Iterator[httpx.Response]:
        """Give a good answer, its body not read yet. Waits when Mayan says so, if that is short."""
        while True:
            self._deadline.seconds_left()
            with self._http.stream(method, path, **more) as response:
                if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                    self._refuse(response, path)
                    yield response
                    return
                told = retry_after_seconds(response)
            wait = 1.0 if told is None else told
            self._waits += 1
            if wait > SHORT_WAIT_SECONDS or self._waits > MOST_WAITS:
                raise Unreachable("too many requests", after=wait)
            time.sleep(wait)

    def _refuse(self, response: httpx.Response, path: str) -> None:
        """Raise what a bad status means. Of the body only names of fields are told: values may be anybody's."""
        status = response.status_code
        if status < HTTPStatus.MULTIPLE_CHOICES:
            return
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unreachable(f"{path}: status {status}", after=retry_after_seconds(response))
        if status == HTTPStatus.NOT_FOUND:
            raise MayanObjectMissing(f"{path}: not there")
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Rejected(f"{path}: status {status}, the token is not accepted or may not do this")
        raise Rejected(f"{path}: status {status} {refused_fields(self._whole(response))}".strip())

    def _whole(self, response: httpx.Response) -> bytes:
        return bounded_http.read_body(response.iter_bytes(), most=MOST_BYTES, deadline=self._deadline)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Tell every trouble on the way as `Unreachable`: the name of the error, never the address or what was sent."""
    try:
        yield
    except httpx.InvalidURL:
        raise Rejected("the address of Mayan cannot be understood") from None
    except httpx.HTTPError as error:
        raise Unreachable(type(error).__name__) from None
    except ResponseTooLong:
        raise Unreachable("an answer that is too long") from None
    except ResponseTooSlow:
        raise Unreachable("not done in time") from None


def parse_object(body: bytes, path: str) -> Row:
    """Return the object of an answer; an empty answer is an empty one. A page of HTML is none."""
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise Unreachable(f"{path}: not JSON") from None
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise Unreachable(f"{path}: not an object")
    return value


def rows_of(page: Row) -> list[Row]:
    rows = page.get("results")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreachable("a list without rows")
    return rows


def refused_fields(body: bytes) -> str:
    """Return the names of the fields that were refused."""
    try:
        value = json.loads(body)
    except ValueError:
        return ""
    return ", ".join(sorted(map(str, value)))[:200] if isinstance(value, dict) else ""


def retry_after_seconds(response: httpx.Response) -> float | None:
    """Return how many seconds `Retry-After` says to wait; a minute where it gives a date."""
    header = response.headers.get("Retry-After", "")
    if not header:
        return None
    return float(header) if header.isdecimal() else 60.0
