"""A server on the loopback that answers as Mayan 4.12.2 was recorded to, and keeps what it was asked."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class CannedResponse:
    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def rows(*found: dict[str, Any]) -> CannedResponse:
    """Return a list that has one page."""
    return CannedResponse({"count": len(found), "next": None, "previous": None, "results": list(found)})


class CannedResponses:
    """What is answered at each path, one after another; the last answer stays."""

    def __init__(self) -> None:
        self.by_path: dict[str, list[CannedResponse]] = {}
        self.asked: list[tuple[str, str, dict[str, list[str]]]] = []
        self.headers: list[Mapping[str, str]] = []
        self.address = ""

    def at(self, path: str, *answers: CannedResponse) -> None:
        self.by_path[path] = list(answers)

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> CannedResponse:
        parts = urlsplit(target)
        path = parts.path.removeprefix("/api/v4/")
        self.asked.append((method, path, parse_qs(parts.query)))
        self.headers.append(headers)
        left = self.by_path.get(path, [CannedResponse({"detail": "Not found."}, status=404)])
        return left.pop(0) if len(left) > 1 else left[0]


class ResponseSource(Protocol):
    address: str

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> CannedResponse: ...


T = TypeVar("T", bound=ResponseSource)


@contextmanager
def answering(answers: T, *, tls: ssl.SSLContext | None = None) -> Iterator[T]:
    """Let something answer on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = answers.answer(self.command, self.path, self.headers, body)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_PATCH = do_GET  # noqa: N815 - names of the library

        def log_message(self, *_about: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        answers.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield answers
        finally:
            server.shutdown()
            thread.join()
