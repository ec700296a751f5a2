"""OCSP responders for tests. Each test sets their responses, and they record the requests."""

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


def nonce_in(ocsp_request: bytes) -> bytes:
    return load_der_ocsp_request(ocsp_request).extensions.get_extension_for_class(OCSPNonce).value.nonce


@dataclass
class StubOcspResponder:
    """A responder about one certificate, at every address. `response_fields` change its response."""

    certificate: Certificate
    by: KeyPair
    at: datetime
    response_fields: dict[str, Any] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    signer: KeyPair | None = None
    is_silent: bool = False

    def ask(self, address: str, ocsp_request: bytes) -> bytes:
        self.addresses.append(address)
        if self.is_silent:
            raise Unreachable(address)
        assert load_der_ocsp_request(ocsp_request).serial_number == self.certificate.serial_number
        fields = {"at": self.at, "nonce": nonce_in(ocsp_request), "lasts": timedelta(hours=2), **self.response_fields}
        return pki.make_ocsp(self.certificate, self.by.certificate, self.signer or self.by, **fields)


AnswerFunction = Callable[[bytes], tuple[int, dict[str, str], bytes]]


class OcspServer(ThreadingHTTPServer):
    """A responder on the loopback. It calls `answer` with the body of each request."""

    answer: AnswerFunction
    requests: list[tuple[str, str, bytes]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ocsp"


class _Handler(BaseHTTPRequestHandler):
    server: OcspServer

    def do_POST(self) -> None:
        ocsp_request = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.path, self.headers["Content-Type"], ocsp_request))
        status, headers, body = self.server.answer(ocsp_request)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: object) -> None:
        """Keep the output of tests clean."""


@contextmanager
def serving() -> Iterator[OcspServer]:
    with OcspServer(("127.0.0.1", 0), _Handler) as server:
        server.answer, server.requests = lambda _ocsp_request: (503, {}, b""), []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
