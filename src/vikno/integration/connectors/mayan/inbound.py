"""What has changed in Mayan: its list of events, read from the newest back to where the last reading ended.

Keys of events grow, but an event may be seen after one with a greater key: keys that were left out among the latest are
remembered in the cursor and asked for again. A first reading, or one after a long silence, goes through all documents instead.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from vikno.integration.connectors.mayan.client import PAGE, MayanClient, Row, rows_of
from vikno.integration.connectors.mayan.installation import MayanSetup

# How far back an event that comes late is looked for; after how many pages of events all documents are gone through instead.
LATE, MOST_PAGES = 100, 50
# A reading takes so many cases; the rest is for the next one.
MOST_AT_ONCE = 100
# After so many events of others alone one case is told again, so that the next reading need not pass them.
MOST_FOREIGN_EVENTS = 3 * PAGE
METADATA_VERBS = {f"metadata.document_metadata_{done}" for done in ("added", "edited", "removed")}
FILE_CREATED_VERB = "documents.document_file_created"


@dataclass(frozen=True, kw_only=True)
class EventCursor:
    """How far was read. `documents` is the last one gone through while all are, and nothing otherwise."""

    last: int = 0
    gaps: tuple[int, ...] = ()
    documents: int | None = None

    @classmethod
    def parse(cls, text: str) -> "EventCursor":
        return cls(**{**json.loads(text), "gaps": tuple(json.loads(text)["gaps"])}) if text else cls(documents=0)

    def __str__(self) -> str:
        return json.dumps({"last": self.last, "gaps": self.gaps, "documents": self.documents})

    def is_new(self, event: int) -> bool:
        return event > self.last or event in self.gaps

    @property
    def lowest_pending(self) -> int:
        """Below this nothing is new."""
        return min(self.last, *self.gaps) if self.gaps else self.last

    def advance_to(self, event: int, seen: Iterable[int]) -> "EventCursor":
        """Return the cursor when everything up to this event was told. `seen` is which events there were."""
        last = max(self.last, event)
        known = {one for one in seen if one <= event}
        left = {*self.gaps, *range(max(self.last, last - LATE) + 1, last)} - known
        return EventCursor(last=last, gaps=tuple(sorted(one for one in left if one > last - LATE)))


@dataclass(frozen=True, kw_only=True)
class DocumentChange:
    """A document of ours that was changed: by which event, and when."""

    id: str
    document: int
    event: int
    at: datetime.datetime | None


def document_changes(
    client: MayanClient, setup: MayanSetup, cursor: EventCursor, *, me: int
) -> Iterator[tuple[DocumentChange, EventCursor]]:
    """Yield what was changed by others than this user, oldest first, each with the cursor after it. Raises `Unreachable`."""
    events = None if cursor.documents is not None else events_since(client, cursor)
    if events is None:
        yield from all_documents(client, setup, cursor)
        return
    times = {int(event["id"]): time_of(event) for event in events}
    latest = latest_changes(client, setup, events, me=me)
    for event, document in sorted((event, document) for document, event in latest.items())[:MOST_AT_ONCE]:
        change = DocumentChange(id=str(event), document=document, event=event, at=times[event])
        yield change, cursor.advance_to(event, times)


def events_since(client: MayanClient, cursor: EventCursor) -> list[Row] | None:
    """Return the events that are new, newest first, or None where there are too many."""
    found: dict[int, Row] = {}
    for number in range(1, MOST_PAGES + 1):
        page = client.get("events/", _ordering="-id", page=number, page_size=PAGE)
        rows = rows_of(page)
        found.update({int(row["id"]): row for row in rows if cursor.is_new(int(row["id"]))})
        if not page.get("next") or int(rows[-1]["id"]) <= cursor.lowest_pending:
            return list(found.values())
    return None


def latest_changes(client: MayanClient, setup: MayanSetup, events: list[Row], *, me: int) -> dict[int, int]:
    """Return, by document, the latest event that says of it what we want to know."""
    told: dict[int, int] = {}
    for document, event in [*metadata_changes(events, setup, me), *file_changes(client, setup, events)]:
        told[document] = max(told.get(document, 0), int(event["id"]))
    if not told and len(events) > MOST_FOREIGN_EVENTS:
        told.update((document, int(events[0]["id"])) for document in newest_document_ids(client, setup)[:1])
    return told


def metadata_changes(events: list[Row], setup: MayanSetup, me: int) -> Iterator[tuple[int, Row]]:
    """Yield the documents of our type on which somebody else wrote: a clerk, or Mayan itself when a case moved."""
    for event in events:
        target = event.get("target")
        if event["verb"]["id"] not in METADATA_VERBS or not isinstance(target, dict) or is_made_by(event, me):
            continue
        if target.get("document_type", {}).get("id") == setup.document_type:
            yield int(target["id"]), event


def is_made_by(event: Row, me: int) -> bool:
    return event["actor_content_type"]["model"] == "user" and str(event["actor_object_id"]) == str(me)


def file_changes(client: MayanClient, setup: MayanSetup, events: list[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the documents that got a file. The event names the file alone: its document is among those with the latest files."""
    by_file = {int(event["target_object_id"]): event for event in events if event["verb"]["id"] == FILE_CREATED_VERB}
    if not by_file:
        return
    for number in count(1):
        path = f"document_types/{setup.document_type}/documents/"
        page = client.get(
            path, _ordering="-file_latest__id", _fields_only="id,file_latest", page=number, page_size=PAGE
        )
        rows = [row for row in rows_of(page) if row["file_latest"]]
        yield from (
            (int(row["id"]), by_file[row["file_latest"]["id"]]) for row in rows if row["file_latest"]["id"] in by_file
        )
        if not page.get("next") or (rows and rows[-1]["file_latest"]["id"] < min(by_file)):
            return


def newest_document_ids(client: MayanClient, setup: MayanSetup) -> list[int]:
    path = f"document_types/{setup.document_type}/documents/"
    return [int(row["id"]) for row in client.get(path, _ordering="-id", page_size=1, _fields_only="id")["results"]]


def all_documents(
    client: MayanClient, setup: MayanSetup, cursor: EventCursor
) -> Iterator[tuple[DocumentChange, EventCursor]]:
    """Yield all documents of ours in the order in which they came, so many at once."""
    last = cursor.last if cursor.documents else last_event_id(client)
    cursor = EventCursor(last=last, documents=cursor.documents or 0)
    rows = client.all(f"document_types/{setup.document_type}/documents/", _ordering="id", _fields_only="id")
    left = [key for key in (int(row["id"]) for row in rows) if key > (cursor.documents or 0)]
    for key in left[:MOST_AT_ONCE]:
        is_last = key == left[-1]
        after = replace(cursor, documents=None if is_last else key)
        yield DocumentChange(id=f"{last}-{key}", document=key, event=last, at=None), after


def last_event_id(client: MayanClient) -> int:
    rows = client.get("events/", _ordering="-id", page_size=1)["results"]
    return int(rows[0]["id"]) if rows else 0


def time_of(event: Row) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(str(event["timestamp"]))
    except ValueError:
        return None
