"""A small server with answers that the test sets."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from vikno.identity.adapters import ADAPTERS
from vikno.identity.adapters.base import AuthorizationCallback

BACK = "http://localhost:8000/identify/x/callback/"


class CannedRequestHandler(BaseHTTPRequestHandler):
    """Answers by the path alone, whatever the method."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, headers, body = self.server.answers[self.path.partition("?")[0]]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - http.server names it so

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), CannedRequestHandler) as server:
        server.answers = {}
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        server.address = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()


def came_back(openid, noon):
    returned = AuthorizationCallback(
        query={"code": "1"}, secrets={"verifier": "v" * 43, "nonce": "n"}, callback=BACK, at=noon
    )
    return ADAPTERS["oidc"].handle_callback(openid, returned)
