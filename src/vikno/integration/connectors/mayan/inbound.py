"""Changes in Mayan, and the cases behind them.

Mayan's list of events is read from the newest back to where the last poll ended. Keys of events grow, but an event may appear
after one with a greater key: keys that are missing among the latest are remembered in the cursor and asked for again. A first
poll, or one after a long silence, goes through all documents instead. A changed case is loaded and stored as one JSON.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pydantic

from vikno.integration.connectors.mayan import schema
from vikno.integration.connectors.mayan.client import PAGE_SIZE, MayanClient, MayanObjectMissing, Row, rows_of
from vikno.integration.connectors.mayan.installation import MayanSetup
from vikno.integration.connectors.mayan.outbound import OUR_COMMENT_PREFIX, load_metadata, workflow_instance_of

# How far back an event that comes late is looked for; after how many pages of events all documents are gone through instead.
LATE_EVENT_WINDOW, MAX_PAGES = 100, 50
# The most cases of one poll; the next poll takes the rest.
MAX_CASES_PER_POLL = 100
# After more events than this that concern no case, a case is reported again, so that the next poll need not pass them.
MAX_FOREIGN_EVENTS = 3 * PAGE_SIZE
METADATA_VERBS = {f"metadata.document_metadata_{change}" for change in ("added", "edited", "removed")}
FILE_CREATED_VERB = "documents.document_file_created"


@dataclass(frozen=True, kw_only=True)
class EventCursor:
    """The end of the last poll. `documents` is the last document of a pass through all of them, None outside such a pass."""

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
        """The key of an event below which nothing is new."""
        return min(self.last, *self.gaps) if self.gaps else self.last

    def advance_to(self, event: int, seen: Iterable[int]) -> "EventCursor":
        """Return the cursor after everything up to this event was reported. `seen` holds the keys of the events that exist."""
        last = max(self.last, event)
        known = {key for key in seen if key <= event}
        missing = {*self.gaps, *range(max(self.last, last - LATE_EVENT_WINDOW) + 1, last)} - known
        return EventCursor(last=last, gaps=tuple(sorted(key for key in missing if key > last - LATE_EVENT_WINDOW)))


@dataclass(frozen=True, kw_only=True)
class DocumentChange:
    """A change of one of our documents: the event, and when it happened."""

    id: str
    document: int
    event: int
    at: datetime.datetime | None


def document_changes(
    client: MayanClient, setup: MayanSetup, cursor: EventCursor, *, me: int
) -> Iterator[tuple[DocumentChange, EventCursor]]:
    """Yield the changes by others than this user, oldest first, each with the cursor after it. Raises `Unreachable`."""
    events = None if cursor.documents is not None else events_since(client, cursor)
    if events is None:
        yield from all_documents(client, setup, cursor)
        return
    times = {int(event["id"]): time_of(event) for event in events}
    latest = latest_changes(client, setup, events, me=me)
    for event, document in sorted((event, document) for document, event in latest.items())[:MAX_CASES_PER_POLL]:
        change = DocumentChange(id=str(event), document=document, event=event, at=times[event])
        yield change, cursor.advance_to(event, times)


def events_since(client: MayanClient, cursor: EventCursor) -> list[Row] | None:
    """Return the events that are new, newest first, or None where there are too many."""
    new_events: dict[int, Row] = {}
    for number in range(1, MAX_PAGES + 1):
        page = client.get("events/", _ordering="-id", page=number, page_size=PAGE_SIZE)
        rows = rows_of(page)
        new_events.update({int(row["id"]): row for row in rows if cursor.is_new(int(row["id"]))})
        if not page.get("next") or int(rows[-1]["id"]) <= cursor.lowest_pending:
            return list(new_events.values())
    return None


def latest_changes(client: MayanClient, setup: MayanSetup, events: list[Row], *, me: int) -> dict[int, int]:
    """Return the latest relevant event of each document."""
    latest: dict[int, int] = {}
    for document, event in [*metadata_changes(events, setup, me), *file_changes(client, setup, events)]:
        latest[document] = max(latest.get(document, 0), int(event["id"]))
    if not latest and len(events) > MAX_FOREIGN_EVENTS:
        latest.update((document, int(events[0]["id"])) for document in newest_document_ids(client, setup)[:1])
    return latest


def metadata_changes(events: list[Row], setup: MayanSetup, me: int) -> Iterator[tuple[int, Row]]:
    """Yield the documents of our type whose metadata somebody else wrote: a clerk, or Mayan itself when a case moved."""
    for event in events:
        target = event.get("target")
        if event["verb"]["id"] not in METADATA_VERBS or not isinstance(target, dict) or is_made_by(event, me):
            continue
        if target.get("document_type", {}).get("id") == setup.document_type:
            yield int(target["id"]), event


def is_made_by(event: Row, me: int) -> bool:
    return event["actor_content_type"]["model"] == "user" and str(event["actor_object_id"]) == str(me)


def file_changes(client: MayanClient, setup: MayanSetup, events: list[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the documents that got a file. The event names only the file: its document is among those with the latest files."""
    by_file = {int(event["target_object_id"]): event for event in events if event["verb"]["id"] == FILE_CREATED_VERB}
    if not by_file:
        return
    for number in count(1):
        path = f"document_types/{setup.document_type}/documents/"
        page = client.get(
            path, _ordering="-file_latest__id", _fields_only="id,file_latest", page=number, page_size=PAGE_SIZE
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
    """Yield the next part of all our documents, oldest first."""
    last = cursor.last if cursor.documents else last_event_id(client)
    cursor = EventCursor(last=last, documents=cursor.documents or 0)
    rows = client.all(f"document_types/{setup.document_type}/documents/", _ordering="id", _fields_only="id")
    remaining = [key for key in (int(row["id"]) for row in rows) if key > (cursor.documents or 0)]
    for key in remaining[:MAX_CASES_PER_POLL]:
        is_last = key == remaining[-1]
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


class MayanModel(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="ignore")


class WorkflowLogEntry(MayanModel):
    """A transition in the history: the state it led to, when, by whom, with which comment and fields."""

    id: int
    at: datetime.datetime
    to: str
    who: str = ""
    comment: str = ""
    filled: dict[str, str] = {}


class MayanFile(MayanModel):
    """A file of the document."""

    id: int
    name: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""
    comment: str = ""
    at: datetime.datetime

    @property
    def is_ours(self) -> bool:
        return self.comment.startswith(OUR_COMMENT_PREFIX)


class MayanCase(MayanModel):
    """A document as it stands. `event` is the key of the event for which it was loaded."""

    document: int
    event: int = 0
    state: str
    marks: dict[str, str]
    moves: tuple[WorkflowLogEntry, ...]
    files: tuple[MayanFile, ...]

    @property
    def number(self) -> str:
        """Our number; empty while the document is being created."""
        return self.marks.get(schema.NUMBER.name, "")

    def value_of(self, mark: schema.MetadataType) -> str:
        """Return the value on the document, or the last one that was filled in with a transition."""
        values = [move.filled[mark.name] for move in self.moves if move.filled.get(mark.name)]
        return (self.marks.get(mark.name, "") or (values[-1] if values else "")).strip()

    def last_move_to(self, *states: str) -> WorkflowLogEntry | None:
        """Return the latest transition to one of these states."""
        return next((move for move in reversed(self.moves) if move.to in states), None)


def load_case(client: MayanClient, document: int, *, event: int = 0) -> MayanCase | None:
    """Return the document as it stands, or None where it is gone or has no workflow. Raises `Unreachable`, `Rejected`.

    A clerk may work on it meanwhile. The history is loaded first, so that everything before a transition is seen with it.
    """
    try:
        instance = workflow_instance_of(client, document)
        if instance is None:
            return None
        history = client.all(f"documents/{document}/workflow_instances/{instance['id']}/log_entries/")
        moves = tuple(move_of(row) for row in history if row["transition"])
        return MayanCase(
            document=document,
            event=event,
            # The state of the instance may be older than its history.
            state=moves[-1].to if moves else str(instance["current_state"]["label"]),
            marks={name: value for name, (_key, value) in load_metadata(client, document).items()},
            moves=moves,
            files=tuple(file_of(row) for row in client.all(f"documents/{document}/files/")),
        )
    except MayanObjectMissing:
        return None


def move_of(row: Row) -> WorkflowLogEntry:
    user = row.get("user") or {}
    name = f"{user.get('first_name', '')} {user.get('last_name', '')}".strip()
    return WorkflowLogEntry(
        id=row["id"],
        at=row["datetime"],
        to=row["transition"]["destination_state"]["label"],
        who=name or user.get("username", ""),
        comment=row["comment"] or "",
        filled=filled_values_of(row.get("extra_data")),
    )


def filled_values_of(text: Any) -> dict[str, str]:
    try:
        value = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return {str(name): str(entry) for name, entry in value.items()} if isinstance(value, dict) else {}


def file_of(row: Row) -> MayanFile:
    return MayanFile(
        id=row["id"],
        name=row["filename"] or f"file-{row['id']}",
        media_type=row["mimetype"] or "",
        size=row["size"],
        sha256=row["checksum"] or "",
        comment=row["comment"] or "",
        at=row["timestamp"],
    )
