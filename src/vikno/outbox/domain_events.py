"""Typed events: what a domain records in the outbox, and what consumers read from it.

Each domain defines its events in its own `events.py`, as frozen dataclasses. docs/events.md lists all of them.
"""

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter

from vikno.outbox.models import Event

EVENT_TYPES: dict[str, type["DomainEvent"]] = {}


class UnknownEvent(LookupError):
    """No event type has this name."""


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """A fact that a domain tells the rest of the portal.

    A subclass with a NAME is an event of its own; one without is a base that others share. The payload holds a key for each
    field: dates as ISO 8601, UUIDs as text. A field with a default is left out of the payload when it has that value, so a
    field that is added later needs a default: rows that were written before do not have it.
    VERSION goes up when an existing key changes its meaning. It is stored with each event.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "NAME" not in cls.__dict__:
            return
        if cls.NAME in EVENT_TYPES:
            raise TypeError(f"Two types of events are called {cls.NAME}.")
        EVENT_TYPES[cls.NAME] = cls

    def to_payload(self) -> dict[str, Any]:
        """Return the fields as plain JSON values."""
        payload: dict[str, Any] = _adapter(self.NAME).dump_python(
            self, mode="json", by_alias=True, exclude_defaults=True
        )
        return payload

    def own_payload(self) -> dict[str, Any]:
        """Return what only this event tells: its payload without the fields of its base and without ids of rows."""
        shared = {field.name for base in type(self).__bases__ if is_dataclass(base) for field in fields(base)}
        payload = self.to_payload()
        return {key: value for key, value in payload.items() if key not in shared and not key.endswith("_id")}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Return the event that a payload holds. Keys that this version does not know are ignored.

        Raises `pydantic.ValidationError` (a `ValueError`) where a key is missing or has another type.
        """
        event: Self = _adapter(cls.NAME).validate_python(payload)
        return event

    @classmethod
    def read(cls, row: Event) -> Self:
        """Return the event of a row, which must be of this type. Raises `TypeError`, `UnknownEvent`."""
        event = read_event(row)
        if not isinstance(event, cls):
            raise TypeError(f"{row.name} is no {cls.__name__}.")
        return event


def read_event(row: Event) -> DomainEvent:
    """Return the typed event of a row. Raises `UnknownEvent` for a name that no type has."""
    if row.name not in EVENT_TYPES:
        raise UnknownEvent(row.name)
    return EVENT_TYPES[row.name].from_payload(row.payload)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(EVENT_TYPES[name])
