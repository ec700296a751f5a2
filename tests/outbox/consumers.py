"""Consumers of events for tests: named in settings by their dotted paths, as real ones are."""

import threading
from dataclasses import dataclass
from datetime import datetime

from vikno.outbox.domain_events import DomainEvent
from vikno.outbox.models import Event


@dataclass(frozen=True, kw_only=True)
class ThingHappened(DomainEvent):
    """An event for tests."""

    NAME = "thing.happened"

    n: int = 0


@dataclass(frozen=True, kw_only=True)
class ThingEnded(DomainEvent):
    """Another event for tests."""

    NAME = "thing.ended"


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
