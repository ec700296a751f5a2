"""The exchange as it runs: every line served by a few threads, every partner asked for news, until told to stop."""

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
from vikno.integration.operations.inbound_messages import handle_due_messages, poll_connection
from vikno.outbox.models import Delivery
from vikno.outbox.operations import deliver_batch, lease_due

logger = logging.getLogger(__name__)

# How long a line rests when nothing is due (seconds): what a case waits at most before it goes out.
IDLE_SECONDS = 0.5


def run_exchange_once(*, at: datetime, most: int = 1000) -> int:
    """Deliver what is due, fetch and handle what has come, once and in turn; return how much was done."""
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
    """Threads that serve the lines of all connections until `stop` is set. A slow partner holds up nobody but itself."""

    def __init__(self, *, threads: int, stop: threading.Event) -> None:
        self.threads = threads
        self.stop = stop
        self.running: dict[int, threading.Thread] = {}

    def run(self) -> None:
        """Watch the connections: each new one gets its threads. Return when all have stopped."""
        while not self.stop.wait(IDLE_SECONDS):
            _safely(self._attend, None)
            close_old_connections()
        for thread in self.running.values():
            thread.join()
        connections.close_all()

    def _attend(self) -> None:
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
        # One at a time asks what is due: a line that is idle costs one look, however many serve it.
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
        """Return what is due, as soon as something is; nothing when there is no more to be done."""
        nothing: list[Delivery] = []
        with turn:
            while not self.stop.is_set() and _in_use(key):
                if batch := _safely(partial(_taken, line), nothing):
                    return batch
                self.stop.wait(IDLE_SECONDS)
        return nothing

    def _listen(self, key: int) -> None:
        while not self.stop.is_set() and (connection := _in_use(key)):
            if not connection.is_workspace:
                _safely(partial(_polled, connection), 0)
            done = _safely(partial(_handled, connection), 0)
            if not done:
                self.stop.wait(IDLE_SECONDS)
        connections.close_all()


def _in_use(key: int) -> Connection | None:
    return _safely(Connection.objects.filter(pk=key, is_enabled=True).first, None)


def _taken(line: str) -> list[Delivery]:
    return lease_due(consumer=line, at=timezone.now())


def _polled(connection: Connection) -> int:
    return poll_connection(connection=connection, at=timezone.now())


def _handled(connection: Connection) -> int:
    return handle_due_messages(connection=connection, at=timezone.now())


T = TypeVar("T")


def _safely(act: Callable[[], T], otherwise: T) -> T:
    """Do it; when the database is away, say so in the log and wait a moment: it is started again, and so is the work."""
    try:
        return act()
    except Exception:
        logger.exception("the exchange stumbled")
        connections.close_all()
        time.sleep(IDLE_SECONDS)
        return otherwise
