"""A client for the REST API of Mayan EDMS 4.12: pages of lists, rate limits, and every failure as one of the two errors.

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
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbound.bounds import ResponseDeadline, ResponseTooLong, ResponseTooSlow, iter_chunks, read_body
from vikno.outbound.client import OutboundSettings

CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 5, 30, 180
MAX_BYTES, MAX_FILE_BYTES = 8 * 1024 * 1024, 200 * 1024 * 1024
PAGE_SIZE, MAX_PAGES = 100, 200
# Mayan accepts 20 requests a second and then answers «in one second»: the client waits that long. The outbox does longer waits.
SHORT_WAIT_SECONDS, MAX_WAITS = 2, 20

Row = dict[str, Any]
UploadFile = tuple[str, bytes, str]


class MayanObjectMissing(Rejected):
    """Mayan has no such object, or does not show it to this user."""


class MayanClient:
    """One use of Mayan by one user; `issue` is the number of the application that it is about, if it is about one.

    Mayan may be silent for `read` seconds; all requests together may take `whole` seconds.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        transport: PartnerTransport = DIRECT,
        issue: str = "",
        read: float = READ_SECONDS,
        whole: float = TOTAL_SECONDS,
    ) -> None:
        self._deadline = ResponseDeadline(whole)
        self._http = transport.open_client(
            OutboundSettings(total_seconds=whole, silence_seconds=read, connect_seconds=CONNECT_SECONDS),
            deadline=self._deadline,
            issue=issue,
            base_url=f"{transport.address(address).rstrip('/')}/api/v4/",
            # Without `Accept` Mayan renders HTML, and fails on its own styles.
            headers={"Accept": "application/json", "Authorization": f"Token {token}"},
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
        return self._request("GET", path, params=query)

    def all(self, path: str, **query: Any) -> Iterator[Row]:
        """Yield the rows of a list, page by page."""
        for number in range(1, MAX_PAGES + 1):
            page = self.get(path, **query, page=number, page_size=PAGE_SIZE)
            yield from rows_of(page)
            if not page.get("next"):
                return
        raise Rejected(f"{path}: more than {MAX_PAGES * PAGE_SIZE} rows")

    def post(self, path: str, values: Mapping[str, Any]) -> Row:
        return self._request("POST", path, json=dict(values))

    def patch(self, path: str, values: Mapping[str, Any]) -> Row:
        return self._request("PATCH", path, json=dict(values))

    def upload(self, path: str, values: Mapping[str, str], *, name: str, file: UploadFile) -> Row:
        """Send a file (its name, bytes and type) in the form field `name`."""
        return self._request("POST", path, data=dict(values), files={name: file})

    def download(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        with translate_errors(), self._response("GET", path) as response:
            try:
                yield from iter_chunks(response.iter_bytes(), max_bytes=MAX_FILE_BYTES, deadline=self._deadline)
            except ResponseTooLong:
                raise Rejected(f"{path}: longer than {MAX_FILE_BYTES} bytes") from None

    def _request(self, method: str, path: str, **more: Any) -> Row:
        with translate_errors(), self._response(method, path, **more) as response:
            return parse_object(self._read_body(response), path)

    @contextmanager
    def _response(self, method: str, path: str, **more: Any) -> Iterator[httpx.Response]:
        """Yield a successful response before its body is read. Waits when Mayan asks for a short wait."""
        while True:
            self._deadline.seconds_left()
            with self._http.stream(method, path, **more) as response:
                if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                    self._refuse_status(response, path)
                    yield response
                    return
                retry_after = retry_after_seconds(response)
            wait = 1.0 if retry_after is None else retry_after
            self._waits += 1
            if wait > SHORT_WAIT_SECONDS or self._waits > MAX_WAITS:
                raise Unreachable("too many requests", after=wait)
            time.sleep(wait)

    def _refuse_status(self, response: httpx.Response, path: str) -> None:
        """Raise the error that a status means. It names fields of the body only: values may be personal data."""
        status = response.status_code
        if status < HTTPStatus.MULTIPLE_CHOICES:
            return
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unreachable(f"{path}: status {status}", after=retry_after_seconds(response))
        if status == HTTPStatus.NOT_FOUND:
            raise MayanObjectMissing(f"{path}: not there")
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Rejected(f"{path}: status {status}, the token is not accepted or may not do this")
        raise Rejected(f"{path}: status {status} {refused_fields(self._read_body(response))}".strip())

    def _read_body(self, response: httpx.Response) -> bytes:
        return read_body(response.iter_bytes(), max_bytes=MAX_BYTES, deadline=self._deadline)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise every failure on the way as `Unreachable`, with the name of the error and never the address or what was sent."""
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
    """Return the JSON object of a response; an empty response is an empty object. Raises `Unreachable` for anything else."""
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
    """Return the names of the fields that Mayan refused."""
    try:
        value = json.loads(body)
    except ValueError:
        return ""
    return ", ".join(sorted(map(str, value)))[:200] if isinstance(value, dict) else ""


def retry_after_seconds(response: httpx.Response) -> float | None:
    """Return the seconds of `Retry-After`, a minute where it holds a date, None where it is missing."""
    header = response.headers.get("Retry-After", "")
    if not header:
        return None
    return float(header) if header.isdecimal() else 60.0
