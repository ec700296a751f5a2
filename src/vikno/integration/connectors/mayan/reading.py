"""A case as it stands in Mayan: asked once and kept as one JSON, and what that says to the portal.

The moves and the state are the workflow's. The incoming number and its date, the ground of a refusal and the day until which to
mend are what a clerk filled in with a move, or wrote on the document. Reasons are the comment of a move.

A file is a result when it is not ours and its comment begins with «Результат», or when somebody added it after the decision
without beginning its comment with «Службове».
"""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pydantic

from vikno.integration.connectors.base import Asked, Decided, Registered, RemoteFile, Update
from vikno.integration.connectors.mayan import plan
from vikno.integration.connectors.mayan.client import Client, NotThere, Row
from vikno.integration.connectors.mayan.delivering import OURS, instance_of, written
from vikno.kernel.errors import Rejected

RESULT, INTERNAL = "результат", "службове"
DECLINED = "Mayan: не прийнято"


class Plain(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="ignore")


class Move(Plain):
    """A line of the history: which state it led to, when, by whom, what was said and filled in."""

    id: int
    at: datetime.datetime
    to: str
    who: str = ""
    comment: str = ""
    filled: dict[str, str] = {}


class Stored(Plain):
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
        return self.comment.startswith(OURS)


class Case(Plain):
    """A document as it stands. `event` is the running number under which that was read, `since` the time of what is new."""

    document: int
    event: int | None = None
    since: datetime.datetime | None = None
    state: str
    marks: dict[str, str]
    moves: tuple[Move, ...]
    files: tuple[Stored, ...]

    def filled(self, mark: plan.Mark) -> str:
        """Return what stands on the document, or what was filled in last with a move."""
        said = [move.filled[mark.name] for move in self.moves if move.filled.get(mark.name)]
        return (self.marks.get(mark.name, "") or (said[-1] if said else "")).strip()

    def last(self, *states: str) -> Move | None:
        """Return the latest move to one of these states."""
        return next((move for move in reversed(self.moves) if move.to in states), None)


def ask(
    client: Client, document: int, *, event: int | None = None, since: datetime.datetime | None = None
) -> Case | None:
    """Return the document as it stands, or None where it is not there any more. Raises `Unreachable`, `Rejected`."""
    try:
        marks = {name: value for name, (_key, value) in written(client, document).items()}
        instance = instance_of(client, document)
        moves = client.all(f"documents/{document}/workflow_instances/{instance['id']}/log_entries/")
        files = client.all(f"documents/{document}/files/")
        return Case(
            document=document,
            event=event,
            since=since,
            state=str(instance["current_state"]["label"]),
            marks=marks,
            moves=tuple(move_of(row) for row in moves if row["transition"]),
            files=tuple(file_of(row) for row in files),
        )
    except NotThere:
        return None


def move_of(row: Row) -> Move:
    user = row.get("user") or {}
    name = f"{user.get('first_name', '')} {user.get('last_name', '')}".strip()
    return Move(
        id=row["id"],
        at=row["datetime"],
        to=row["transition"]["destination_state"]["label"],
        who=name or user.get("username", ""),
        comment=row["comment"] or "",
        filled=filled_of(row.get("extra_data")),
    )


def filled_of(text: Any) -> dict[str, str]:
    try:
        value = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return {str(name): str(said) for name, said in value.items()} if isinstance(value, dict) else {}


def file_of(row: Row) -> Stored:
    return Stored(
        id=row["id"],
        name=row["filename"] or f"file-{row['id']}",
        media_type=row["mimetype"] or "",
        size=row["size"],
        sha256=row["checksum"] or "",
        comment=row["comment"] or "",
        at=row["timestamp"],
    )


def read(body: bytes) -> list[Update]:
    """Return what a kept case says: its new moves, oldest first, and how it stands. Raises `Rejected`."""
    try:
        case = Case.model_validate_json(body)
    except pydantic.ValidationError as error:
        raise Rejected(f"not a case of Mayan: {error.error_count()} errors") from None
    return [*passed(case), standing(case)]


def passed(case: Case) -> Iterator[Update]:
    """Yield the moves before the latest one that are new."""
    for place, move in enumerate(case.moves[:-1]):
        if case.since is None or move.at >= case.since:
            yield Update(**identity(case, place), at=move.at, status=move.to, **said(case, move))


def standing(case: Case) -> Update:
    """Return the case as it stands."""
    latest = case.moves[-1] if case.moves else None
    update: dict[str, Any] = {"at": latest.at if latest else None, **(said(case, latest) if latest else {})}
    files = results(case) if case.state in plan.WITH_RESULT else ()
    return Update(
        **identity(case, len(case.moves)),
        received=is_whole(case),
        status=case.state,
        files=files,
        **update,
    )


def identity(case: Case, place: int) -> dict[str, Any]:
    """Return whose update this is, and its place among all that Mayan has told."""
    order = None if case.event is None else case.event * 1000 + place
    return {"application": case.marks.get(plan.NUMBER.name, ""), "remote": str(case.document), "order": order}


def said(case: Case, move: Move) -> dict[str, Any]:
    """Return what a move tells beside the state."""
    told: dict[str, Any] = {"note": move.comment, "registered": registered(case)}
    if move.to == plan.IN_WORK.label:
        told["who"] = move.who
    if move.to == plan.RETURNED.label:
        told["asked"] = Asked(reason=move.comment, due_on=day(case.filled(plan.CORRECTION_DUE)))
    if move.to == plan.DECLINED.label:
        told["declined"] = move.comment or DECLINED
    decision = case.last(plan.GRANTED.label, plan.REFUSED.label)
    if decision and move.at >= decision.at:
        told["decided"] = decided(case, decision)
    return told


def registered(case: Case) -> Registered | None:
    number = case.filled(plan.REGISTRATION_NUMBER)
    return Registered(number=number, on=day(case.filled(plan.REGISTRATION_DATE))) if number else None


def decided(case: Case, move: Move) -> Decided:
    if move.to == plan.GRANTED.label:
        return Decided(granted=True, reasons=move.comment)
    return Decided(granted=False, ground=case.filled(plan.REFUSAL_GROUND), reasons=move.comment)


def is_whole(case: Case) -> bool:
    """Tell whether every file that we sent is there: Mayan stores them after it has said yes."""
    sent = case.marks.get(plan.FILES.name, "")
    return sent.isdecimal() and len({file.sha256 for file in case.files if file.is_ours}) >= int(sent)


def results(case: Case) -> tuple[RemoteFile, ...]:
    return tuple(remote(case, file) for file in case.files if is_result(case, file))


def is_result(case: Case, file: Stored) -> bool:
    words, decision = file.comment.strip().casefold(), case.last(plan.GRANTED.label, plan.REFUSED.label)
    if file.is_ours or words.startswith(INTERNAL):
        return False
    return words.startswith(RESULT) or (decision is not None and file.at >= decision.at)


def remote(case: Case, file: Stored) -> RemoteFile:
    return RemoteFile(
        key=f"{case.document}/{file.id}",
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def day(text: str) -> datetime.date | None:
    """Return the day that a clerk wrote: 2026-03-02 or 02.03.2026."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
