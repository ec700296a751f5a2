"""The portal behind a port of its own, for programs that ask it over HTTP."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections


class ThreadedPortalServer(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = False

    def process_request_thread(self, *args) -> None:
        super().process_request_thread(*args)
        connections.close_all()


class SilentRequestHandler(WSGIRequestHandler):
    def log_message(self, *args) -> None: ...


@contextmanager
def listening() -> Iterator[str]:
    """Give the address of the portal; its threads see only what is committed."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), ThreadedPortalServer, SilentRequestHandler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
