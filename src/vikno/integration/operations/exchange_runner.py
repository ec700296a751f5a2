"""The running exchange: a few threads for every line, polls of every partner, until it is stopped."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import close_old_connections, connections
from django.utils import timezone

from vikno.integration.models import Connection
from vikno.integration.operations.inbound_messages import handle_due_messages
from vikno.integration.operations.polls import poll_connection
from vikno.outbox.models import Delivery
from vikno.outbox.operations import deliver_batch, lease_due

logger = logging.getLogger(__name__)

# The pause of a line when nothing is due, in seconds: a case waits so long at most before it goes out.
IDLE_SECONDS = 0.5


def run_exchange_once(*, at: datetime, most: int = 1000) -> int:
    """Deliver what is due, poll and handle messages, once and in turn; return how much was done."""
    done = 0
    for connection in Connection.objects.filter(is_enabled=True):
        for line in connection.lines:
            while done < most and (batch := lease_due(consumer=line, at=at)):
                done += deliver_batch(batch, clock=lambda: at)
        if not connection.is_workspace:
            done += poll_connection(connection=connection, at=at)
        done += handle_due_messages(connection=connection, at=at)
    return done


class ExchangeRunner:
    """Threads that serve the lines of all connections until `stop` is set. A slow partner delays itself only."""

    def __init__(self, *, threads: int, stop: threading.Event) -> None:
        self.threads = threads
        self.stop = stop
        self.running: dict[int, threading.Thread] = {}

    def run(self) -> None:
        """Start threads for each connection, also for later ones; return when all have stopped."""
        while not self.stop.wait(IDLE_SECONDS):
            _safely(self._start_threads, None)
            close_old_connections()
        for thread in self.running.values():
            thread.join()
        connections.close_all()

    def _start_threads(self) -> None:
        for connection in Connection.objects.filter(is_enabled=True):
            known = self.running.get(connection.pk)
            if known is None or not known.is_alive():
                thread = threading.Thread(target=self._serve, args=[connection.pk], name=connection.code)
                self.running[connection.pk] = thread
                thread.start()

    def _serve(self, key: int) -> None:
        connection = _in_use(key)
        others = connection.lines[1:] if connection else []
        beside = [threading.Thread(target=self._listen, args=[key], name=f"listen-{key}")]
        beside += [threading.Thread(target=self._serve_line, args=[key, line], name=line) for line in others]
        for thread in beside:
            thread.start()
        if connection:
            self._serve_line(key, connection.line)
        for thread in beside:
            thread.join()
        connections.close_all()

    def _serve_line(self, key: int, line: str) -> None:
        # One thread at a time looks for what is due: an idle line costs one query, however many threads serve it.
        turn = threading.Lock()
        serving = [
            threading.Thread(target=self._keep_serving, args=[key, line, turn], name=f"line-{line}-{number}")
            for number in range(self.threads)
        ]
        for thread in serving:
            thread.start()
        for thread in serving:
            thread.join()

    def _keep_serving(self, key: int, line: str, turn: threading.Lock) -> None:
        while batch := self._next(key, line, turn):
            _safely(partial(deliver_batch, batch, clock=timezone.now), 0)
            close_old_connections()
        connections.close_all()

    def _next(self, key: int, line: str, turn: threading.Lock) -> list[Delivery]:
        """Return what is due, as soon as something is; nothing when the connection or the exchange is stopped."""
        nothing: list[Delivery] = []
        with turn:
            while not self.stop.is_set() and _in_use(key):
                if batch := _safely(lambda: lease_due(consumer=line, at=timezone.now()), nothing):
                    return batch
                self.stop.wait(IDLE_SECONDS)
        return nothing

    def _listen(self, key: int) -> None:
        while not self.stop.is_set() and (connection := _in_use(key)):
            if not connection.is_workspace:
                _safely(partial(poll_connection, connection=connection, at=timezone.now()), 0)
            done = _safely(partial(handle_due_messages, connection=connection, at=timezone.now()), 0)
            if not done:
                self.stop.wait(IDLE_SECONDS)
        connections.close_all()


def _in_use(key: int) -> Connection | None:
    return _safely(Connection.objects.filter(pk=key, is_enabled=True).first, None)


T = TypeVar("T")


def _safely(act: Callable[[], T], otherwise: T) -> T:
    """Call `act`; after an error, such as a database that is away, log it, wait a moment and return `otherwise`."""
    try:
        return act()
    except Exception:
        logger.exception("the exchange stumbled")
        connections.close_all()
        time.sleep(IDLE_SECONDS)
        return otherwise
