"""Consumers of events for tests: named in settings by their dotted paths, as real ones are."""

import threading
from datetime import datetime

from vikno.outbox.models import Event

heard: list[tuple[str, datetime]] = []
_lock = threading.Lock()


class Unwell(Exception):
    """This consumer cannot take an event now."""


def listen(event: Event, *, at: datetime) -> None:
    with _lock:
        heard.append((event.name, at))


def fail(event: Event, *, at: datetime) -> None:
    listen(event, at=at)
    raise Unwell("olena@example.com was not reached")


def die(event: Event, *, at: datetime) -> None:
    """Go down with the worker: nothing in the house catches this."""
    listen(event, at=at)
    raise KeyboardInterrupt
