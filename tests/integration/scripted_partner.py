"""A partner system for tests: it stores the messages that reach it, and answers and fails as a test sets it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pydantic

from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteCorrectionRequest,
    RemoteDecision,
    RemoteFile,
    RemoteRegistration,
)
from vikno.kernel.errors import Rejected, Unreachable


@dataclass
class ScriptedPartner:
    """The other side. `got` holds the messages that reached it, `cases` the names of its cases: one for each application."""

    got: list[tuple[str, str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    cases: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    outgoing: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    standing: dict[str, CaseUpdate] = field(default_factory=dict)
    # Called before a message is taken, and after it is taken and before the answer.
    before: Callable[[OutboundMessage], None] = lambda message: None
    after: Callable[[OutboundMessage], None] = lambda message: None
    acknowledges: bool = False

    def take(self, message: OutboundMessage) -> DeliveryReceipt:
        self.before(message)
        if message.id not in self.seen:
            self.seen.add(message.id)
            self.got.append((message.dossier.number, message.kind, message.id))
        remote = self.cases.setdefault(message.dossier.number, f"R-{len(self.cases) + 1}")
        self.after(message)
        return DeliveryReceipt(remote=remote, words="taken", received=self.acknowledges)

    def kinds(self, number: str) -> list[str]:
        return [kind for case_number, kind, _id in self.got if case_number == number]

    def say(self, key: str, **values: Any) -> None:
        """Add a message to those that the portal will fetch."""
        self.outgoing.append((key, values))


DESK = ScriptedPartner()


def down(message: OutboundMessage) -> None:
    raise Unreachable("The other side is away.")


def refuse(message: OutboundMessage) -> None:
    raise Rejected("The other side will not have it.")


def die(message: OutboundMessage) -> None:
    """Stop the worker by an exception that no `except Exception` catches."""
    raise KeyboardInterrupt


class ScriptedSettings(pydantic.BaseModel):
    password: str = ""


class ScriptedConnector:
    code: ClassVar[str] = "trial"
    title: ClassVar[str] = "Trial"
    Settings: ClassVar[type[pydantic.BaseModel]] = ScriptedSettings
    default_status_map: ClassVar[dict[str, str]] = {
        "У роботі": "in_work",
        "Повернуто": "returned",
        "Надано": "granted",
        "Відмовлено": "refused",
        "Видано": "issued",
    }
    can_look: ClassVar[bool] = True

    def __init__(self, settings: ScriptedSettings, place: PortalIdentity) -> None:
        self.place = place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        return DESK.take(message)

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        for number, (key, values) in enumerate(DESK.outgoing[int(cursor or 0) :], start=int(cursor or 0) + 1):
            yield RawInboundMessage(id=key, kind="said", body=json.dumps(values, default=str).encode()), str(number)

    def confirm(self, incoming: RawInboundMessage) -> None:
        DESK.confirmed.append(incoming.id)

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        try:
            values = json.loads(incoming.body)
        except ValueError:
            raise Rejected("It is no JSON.") from None
        return [update(**values)]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        if file.key not in DESK.files:
            raise Unreachable("The file is not there yet.")
        yield DESK.files[file.key]

    def look(self, remote: str) -> CaseUpdate | None:
        return DESK.standing.get(remote)

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words="well")


def update(**values: Any) -> CaseUpdate:
    """Return an update from plain values."""
    fields = dict(values)
    for name, kind in (
        ("registered", RemoteRegistration),
        ("decided", RemoteDecision),
        ("asked", RemoteCorrectionRequest),
    ):
        if name in fields:
            fields[name] = kind(**fields[name])
    if "at" in fields:
        fields["at"] = datetime.fromisoformat(fields["at"])
    fields["settles_in"] = timedelta(seconds=fields.get("settles_in", 0))
    fields["files"] = tuple(RemoteFile(**file) for file in fields.get("files", ()))
    return CaseUpdate(**fields)


def result(key: str = "result.png", content: bytes | None = None) -> dict[str, str]:
    """Add a result file to the other side; return the values by which a message names it."""
    from tests import factories

    DESK.files[key] = content or factories.png().content
    return {"key": key, "name": key, "sha256": hashlib.sha256(DESK.files[key]).hexdigest()}
