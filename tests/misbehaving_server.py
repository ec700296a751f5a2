"""A server that sends the bytes of a test at the pace of the test."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def saying(*parts: bytes, pause: float = 0.0, hangs_up: bool = False) -> Iterator[str]:
    """Send these parts to the first client, with a pause in seconds before each, and then nothing; yield the address."""
    is_over = threading.Event()

    def serve() -> None:
        try:
            connection, _address = server.accept()
        except OSError:
            # Nobody connected before the test was over.
            return
        with connection:
            for part in parts:
                if is_over.wait(pause):
                    return
                try:
                    connection.sendall(part)
                except OSError:
                    return
            if not hangs_up:
                is_over.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            is_over.set()
            # Wakes a thread that still waits for somebody to connect; one that does not would hang the suite.
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join()
