"""Issuers who are asked whether they revoked a certificate: they answer as they are told, and keep what they were asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.x509 import OCSPNonce
from cryptography.x509.ocsp import load_der_ocsp_request

from dstu.certificates import Certificate, KeyPair
from simulators import pki
from vikno.kernel.errors import Unreachable


def nonce_in(question: bytes) -> bytes:
    return load_der_ocsp_request(question).extensions.get_extension_for_class(OCSPNonce).value.nonce


@dataclass
class StubOcspResponder:
    """Answers about one certificate, at every address; `said` changes what is answered."""

    certificate: Certificate
    by: KeyPair
    at: datetime
    said: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    signs: KeyPair | None = None
    is_silent: bool = False

    def ask(self, address: str, question: bytes) -> bytes:
        self.asked.append(address)
        if self.is_silent:
            raise Unreachable(address)
        assert load_der_ocsp_request(question).serial_number == self.certificate.serial_number
        said = {"at": self.at, "nonce": nonce_in(question), "lasts": timedelta(hours=2), **self.said}
        return pki.make_ocsp(self.certificate, self.by.certificate, self.signs or self.by, **said)


Answering = Callable[[bytes], tuple[int, dict[str, str], bytes]]


class OcspServer(ThreadingHTTPServer):
    """A responder on the loopback; `answer` is called with what was posted."""

    answer: Answering
    asked: list[tuple[str, str, bytes]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ocsp"


class _Handler(BaseHTTPRequestHandler):
    server: OcspServer

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, self.headers["Content-Type"], question))
        status, headers, body = self.server.answer(question)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[OcspServer]:
    with OcspServer(("127.0.0.1", 0), _Handler) as server:
        server.answer, server.asked = lambda _question: (503, {}, b""), []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
