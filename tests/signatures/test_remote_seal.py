"""Sealing by a remote service: a server on the loopback that seals, refuses, or returns something else."""

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.signatures import generated_signatures
from vikno.signatures import pades
from vikno.signatures.sealing import MAX_SEAL_BYTES, NotSealed, Pkcs12Sealer, RemoteSealer

TOKEN = "made for a test"


class SealServiceHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        pdf = self.rfile.read(int(self.headers["Content-Length"]))
        is_known = self.headers["Authorization"] == f"Bearer {TOKEN}"
        self.send_response(200 if is_known else 401)
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(self.server.answer(pdf) if is_known else b"")

    def log_message(self, *_message: object) -> None:
        return None


@pytest.fixture
def service(tmp_path):
    path = tmp_path / "seal.p12"
    path.write_bytes(generated_signatures.holder("Service").p12())
    server = HTTPServer(("127.0.0.1", 0), SealServiceHandler)
    server.answer = lambda pdf: Pkcs12Sealer(path=path, password=generated_signatures.PASSWORD).seal(
        pdf, reason="Centre"
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def seal(service, token: str = TOKEN) -> bytes:
    address = f"http://127.0.0.1:{service.server_port}/seal"
    return RemoteSealer(address=address, token=token).seal(generated_signatures.pdf(), reason="Centre")


def test_the_document_comes_back_sealed(service):
    (signature,) = pades.signatures_in(seal(service), where="result.pdf")

    assert signature.is_whole


@pytest.mark.parametrize("answer", [lambda pdf: pdf, lambda pdf: b"%PDF-1.7 another", lambda pdf: b""])
def test_what_is_not_the_document_with_a_seal_is_refused(service, answer):
    service.answer = answer

    with pytest.raises(NotSealed):
        seal(service)


def test_an_answer_without_end_is_not_read_to_its_end(service):
    service.answer = lambda pdf: pdf + b"%" * (2 * MAX_SEAL_BYTES)

    with pytest.raises(NotSealed, match="ResponseTooLong"):
        seal(service)


def test_a_service_that_does_not_know_us_seals_nothing(service):
    with pytest.raises(NotSealed):
        seal(service, token="another")
