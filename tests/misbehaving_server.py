"""A server that says what a test gives it, at the pace that the test gives it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def saying(*parts: bytes, pause: float = 0.0, hangs_up: bool = False) -> Iterator[str]:
    """Say this to whoever asks, with a pause in seconds before each part, and then nothing more; yield the address."""
    is_over = threading.Event()

    def serve() -> None:
        connection, _address = server.accept()
        with connection:
            for one in parts:
                if is_over.wait(pause):
                    return
                try:
                    connection.sendall(one)
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
            thread.join()
