"""The link from the outbox to the app that knows partner systems: a class of that app, named in the setting OUTBOX_LINES."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vikno.outbox.models import Event


class Carrier(Protocol):
    """Carries events to one receiver."""

    def carry(self, event: Event, *, at: datetime) -> str:
        """Hand one event over and return the receipt, which may be empty.

        It is called outside any transaction and at least once: the receiver knows a repeat by the event. Raises `Unreachable`
        where a later attempt may help, `Rejected` where a person must look; anything else counts as a fault of ours.
        """
        ...


class LineDirectory(Protocol):
    """The lines to partner systems. A line is named `FAMILY:KEY`."""

    def lines_for(self, event: Event) -> list[str]:
        """Return the lines on which an event goes out, in the transaction that records it."""
        ...

    def events_in_use(self, events: Sequence[Event], *, at: datetime) -> set[int]:
        """Return the keys of those of the events that a partner may still need to be sent: they are not deleted yet."""
        ...

    def carrier_for(self, line: str, events: Sequence[Event]) -> Carrier:
        """Return the carrier of these events, which are due on this line."""
        ...


def line_directory() -> LineDirectory:
    directory: LineDirectory = import_string(settings.OUTBOX_LINES)()
    return directory
