"""What has changed in Mayan: its list of events, read from the newest back to where the last reading ended.

Keys of events grow, but an event may be seen after one with a greater key: keys that were left out among the latest are
remembered in the cursor and asked for again. A first reading, or one after a long silence, goes through all documents instead.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from vikno.integration.connectors.mayan.client import PAGE, Client, Row, rows_of
from vikno.integration.connectors.mayan.setting_up import SetUp

# How far back an event that comes late is looked for; after how many pages of events all documents are gone through instead.
LATE, MOST_PAGES = 100, 50
# A reading takes so many cases; the rest is for the next one.
MOST_AT_ONCE = 100
# After so many events of others alone one case is told again, so that the next reading need not pass them.
OTHERS = 3 * PAGE
MARKED = {f"metadata.document_metadata_{done}" for done in ("added", "edited", "removed")}
FILED = "documents.document_file_created"


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """How far was read. `documents` is the last one gone through while all are, and nothing otherwise."""

    last: int = 0
    gaps: tuple[int, ...] = ()
    documents: int | None = None

    @classmethod
    def of(cls, text: str) -> "Cursor":
        return cls(**{**json.loads(text), "gaps": tuple(json.loads(text)["gaps"])}) if text else cls(documents=0)

    def __str__(self) -> str:
        return json.dumps({"last": self.last, "gaps": self.gaps, "documents": self.documents})

    def is_new(self, event: int) -> bool:
        return event > self.last or event in self.gaps

    @property
    def bottom(self) -> int:
        """Below this nothing is new."""
        return min(self.last, *self.gaps) if self.gaps else self.last

    def after(self, event: int, seen: Iterable[int]) -> "Cursor":
        """Return the cursor when everything up to this event was told. `seen` is which events there were."""
        last = max(self.last, event)
        known = {one for one in seen if one <= event}
        left = {*self.gaps, *range(max(self.last, last - LATE) + 1, last)} - known
        return Cursor(last=last, gaps=tuple(sorted(one for one in left if one > last - LATE)))


@dataclass(frozen=True, kw_only=True)
class Change:
    """A document of ours that was changed: by which event, and when."""

    id: str
    document: int
    event: int
    at: datetime.datetime | None


def changes(client: Client, setup: SetUp, cursor: Cursor, *, me: int) -> Iterator[tuple[Change, Cursor]]:
    """Yield what was changed by others than this user, oldest first, each with the cursor after it. Raises `Unreachable`."""
    events = None if cursor.documents is not None else events_since(client, cursor)
    if events is None:
        yield from everything(client, setup, cursor)
        return
    times = {int(event["id"]): time_of(event) for event in events}
    latest = changed(client, setup, events, me=me)
    for event, document in sorted((event, document) for document, event in latest.items())[:MOST_AT_ONCE]:
        change = Change(id=str(event), document=document, event=event, at=times[event])
        yield change, cursor.after(event, times)


def events_since(client: Client, cursor: Cursor) -> list[Row] | None:
    """Return the events that are new, newest first, or None where there are too many."""
    found: dict[int, Row] = {}
    for number in range(1, MOST_PAGES + 1):
        page = client.get("events/", _ordering="-id", page=number, page_size=PAGE)
        rows = rows_of(page)
        found.update({int(row["id"]): row for row in rows if cursor.is_new(int(row["id"]))})
        if not page.get("next") or int(rows[-1]["id"]) <= cursor.bottom:
            return list(found.values())
    return None


def changed(client: Client, setup: SetUp, events: list[Row], *, me: int) -> dict[int, int]:
    """Return, by document, the latest event that says of it what we want to know."""
    told: dict[int, int] = {}
    for document, event in [*marked(events, setup, me), *filed(client, setup, events)]:
        told[document] = max(told.get(document, 0), int(event["id"]))
    if not told and len(events) > OTHERS:
        told.update((document, int(events[0]["id"])) for document in newest(client, setup)[:1])
    return told


def marked(events: list[Row], setup: SetUp, me: int) -> Iterator[tuple[int, Row]]:
    """Yield the documents of our type on which somebody else wrote: a clerk, or Mayan itself when a case moved."""
    for event in events:
        target = event.get("target")
        if event["verb"]["id"] not in MARKED or not isinstance(target, dict) or is_by(event, me):
            continue
        if target.get("document_type", {}).get("id") == setup.document_type:
            yield int(target["id"]), event


def is_by(event: Row, me: int) -> bool:
    return event["actor_content_type"]["model"] == "user" and str(event["actor_object_id"]) == str(me)


def filed(client: Client, setup: SetUp, events: list[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the documents that got a file. The event names the file alone: its document is among those with the latest files."""
    by_file = {int(event["target_object_id"]): event for event in events if event["verb"]["id"] == FILED}
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


def newest(client: Client, setup: SetUp) -> list[int]:
    path = f"document_types/{setup.document_type}/documents/"
    return [int(row["id"]) for row in client.get(path, _ordering="-id", page_size=1, _fields_only="id")["results"]]


def everything(client: Client, setup: SetUp, cursor: Cursor) -> Iterator[tuple[Change, Cursor]]:
    """Yield all documents of ours in the order in which they came, so many at once."""
    last = cursor.last if cursor.documents else last_event(client)
    cursor = Cursor(last=last, documents=cursor.documents or 0)
    rows = client.all(f"document_types/{setup.document_type}/documents/", _ordering="id", _fields_only="id")
    left = [key for key in (int(row["id"]) for row in rows) if key > (cursor.documents or 0)]
    for key in left[:MOST_AT_ONCE]:
        is_last = key == left[-1]
        after = replace(cursor, documents=None if is_last else key)
        yield Change(id=f"{last}-{key}", document=key, event=last, at=None), after


def last_event(client: Client) -> int:
    rows = client.get("events/", _ordering="-id", page_size=1)["results"]
    return int(rows[0]["id"]) if rows else 0


def time_of(event: Row) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(str(event["timestamp"]))
    except ValueError:
        return None
