"""A case as it stands in Mayan: asked once and kept as one JSON, and what that says to the portal.

The moves and the state are the workflow's. The incoming number and its date, the ground of a refusal and the day until which to
mend are what a clerk filled in with a move, or wrote on the document. Reasons are the comment of a move.

A file is a result when it is not ours and its comment begins with «Результат», or when somebody added it after the decision
without beginning its comment with «Службове».
"""

import dataclasses
import datetime
import json
from typing import Any

import pydantic

from vikno.integration.connectors.base import (
    CaseUpdate,
    RemoteCorrectionRequest,
    RemoteDecision,
    RemoteFile,
    RemoteRegistration,
)
from vikno.integration.connectors.mayan import schema
from vikno.integration.connectors.mayan.client import MayanClient, MayanObjectMissing, Row
from vikno.integration.connectors.mayan.outbound import OUR_COMMENT_PREFIX, load_metadata, workflow_instance_of
from vikno.kernel.errors import Rejected

RESULT, INTERNAL = "результат", "службове"
# Mayan stores a file after it has said yes to it: what is issued without one may have it in a moment.
FILES_COME_WITHIN = datetime.timedelta(minutes=2)
DECLINED_REASON = "Mayan: не прийнято"
# Keys of moves and events grow; of two things told, that of the later move is later, then that of the later event.
ORDER_STEP = 10**9


class MayanModel(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="ignore")


class WorkflowLogEntry(MayanModel):
    """A line of the history: which state it led to, when, by whom, what was said and filled in."""

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
    """A document as it stands. `event` is the running number of what made us read it."""

    document: int
    event: int = 0
    state: str
    marks: dict[str, str]
    moves: tuple[WorkflowLogEntry, ...]
    files: tuple[MayanFile, ...]

    @property
    def number(self) -> str:
        """Our number; empty while the document is being made."""
        return self.marks.get(schema.NUMBER.name, "")

    def value_of(self, mark: schema.MetadataType) -> str:
        """Return what stands on the document, or what was filled in last with a move."""
        said = [move.filled[mark.name] for move in self.moves if move.filled.get(mark.name)]
        return (self.marks.get(mark.name, "") or (said[-1] if said else "")).strip()

    def last_move_to(self, *states: str) -> WorkflowLogEntry | None:
        """Return the latest move to one of these states."""
        return next((move for move in reversed(self.moves) if move.to in states), None)


def load_case(client: MayanClient, document: int, *, event: int = 0) -> MayanCase | None:
    """Return the document as it stands, or None where it is gone or on no path. Raises `Unreachable`, `Rejected`.

    A clerk works on while we ask. The history comes first, so that what was there when a move was made is seen with it.
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
            # What the instance said of its state may be older than its history.
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
    return {str(name): str(said) for name, said in value.items()} if isinstance(value, dict) else {}


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


def updates_of(body: bytes) -> list[CaseUpdate]:
    """Return what a kept case says: each of its moves, oldest first, and how it stands. Raises `Rejected`.

    A move has the same place in the order each time, so that it is followed once; how it stands comes after the latest one.
    """
    try:
        case = MayanCase.model_validate_json(body)
    except pydantic.ValidationError as error:
        raise Rejected(f"not a case of Mayan: {error.error_count()} errors") from None
    return [*(move_update(case, move) for move in case.moves), current_update(case)]


def move_update(case: MayanCase, move: WorkflowLogEntry) -> CaseUpdate:
    """Return what a move tells."""
    is_ours = move.comment.startswith(OUR_COMMENT_PREFIX) or move.to == schema.WITHDRAWN.label
    return CaseUpdate(
        application=case.number,
        remote=str(case.document),
        order=move.id * ORDER_STEP,
        at=move.at,
        status=move.to,
        who=move.who if move.to == schema.IN_WORK.label else "",
        note="" if is_ours else move.comment,
        registered=registration_of(case),
        declined=(move.comment or DECLINED_REASON) if move.to == schema.DECLINED.label else "",
        decided=decision_of(case, move),
        asked=correction_request_of(case, move),
        files=results_of(case) if move.to == schema.ISSUED.label else (),
    )


def current_update(case: MayanCase) -> CaseUpdate:
    """Return what is not of one move: whether all was received, and the incoming number."""
    latest = case.moves[-1] if case.moves else None
    return CaseUpdate(
        application=case.number,
        remote=str(case.document),
        order=(latest.id if latest else 0) * ORDER_STEP + case.event,
        at=latest.at if latest else None,
        status=case.state,
        received=is_complete(case),
        registered=registration_of(case),
        settles_in=settling_time(case),
    )


def lookup_update(case: MayanCase) -> CaseUpdate:
    """Return how the case stands when asked out of turn: with the decision, the results, and which files of ours are there."""
    decision = case.last_move_to(schema.GRANTED.label, schema.REFUSED.label)
    return dataclasses.replace(
        current_update(case),
        order=None,
        decided=decision_of(case, decision) if decision else None,
        files=results_of(case),
        holds=tuple(remote_file_of(case, file) for file in case.files if file.is_ours),
    )


def registration_of(case: MayanCase) -> RemoteRegistration | None:
    number = case.value_of(schema.REGISTRATION_NUMBER)
    return RemoteRegistration(number=number, on=parse_day(case.value_of(schema.REGISTRATION_DATE))) if number else None


def decision_of(case: MayanCase, move: WorkflowLogEntry) -> RemoteDecision | None:
    if move.to == schema.GRANTED.label:
        return RemoteDecision(granted=True, reasons=move.comment)
    if move.to == schema.REFUSED.label:
        return RemoteDecision(granted=False, ground=case.value_of(schema.REFUSAL_GROUND), reasons=move.comment)
    return None


def correction_request_of(case: MayanCase, move: WorkflowLogEntry) -> RemoteCorrectionRequest | None:
    if move.to != schema.RETURNED.label:
        return None
    due = move.filled.get(schema.CORRECTION_DUE.name) or case.marks.get(schema.CORRECTION_DUE.name, "")
    return RemoteCorrectionRequest(reason=move.comment, due_on=parse_day(due))


def is_complete(case: MayanCase) -> bool:
    """Tell whether every file that we sent is there: Mayan stores them after it has said yes."""
    sent = case.marks.get(schema.FILES.name, "")
    return sent.isdecimal() and len({file.sha256 for file in case.files if file.is_ours}) >= int(sent)


def settling_time(case: MayanCase) -> datetime.timedelta:
    """Return how long a result may still be on its way."""
    is_waited_for = case.state == schema.ISSUED.label and not results_of(case)
    return FILES_COME_WITHIN if is_waited_for else datetime.timedelta(0)


def results_of(case: MayanCase) -> tuple[RemoteFile, ...]:
    """Return the results, once they are given out."""
    if case.state != schema.ISSUED.label:
        return ()
    return tuple(remote_file_of(case, file) for file in case.files if is_result(case, file))


def is_result(case: MayanCase, file: MayanFile) -> bool:
    words, decision = file.comment.strip().casefold(), case.last_move_to(schema.GRANTED.label, schema.REFUSED.label)
    if file.is_ours or words.startswith(INTERNAL):
        return False
    return words.startswith(RESULT) or (decision is not None and file.at >= decision.at)


def remote_file_of(case: MayanCase, file: MayanFile) -> RemoteFile:
    return RemoteFile(
        key=f"{case.document}/{file.id}",
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def parse_day(text: str) -> datetime.date | None:
    """Return the day that a clerk wrote: 2026-03-02 or 02.03.2026."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
