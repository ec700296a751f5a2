"""A partner system for tests: it keeps what it is given, says what it is told to say, and fails as it is told to fail."""

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
    """The other side. `got` is every message that reached it, `cases` what it made of them: one case for one application."""

    got: list[tuple[str, str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    cases: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    outgoing: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    standing: dict[str, CaseUpdate] = field(default_factory=dict)
    # Called before it does anything with a message, and after it has done it and before it answers.
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
        return [kind for one, kind, _id in self.got if one == number]

    def say(self, key: str, **said: Any) -> None:
        """Put a message into what the portal will fetch."""
        self.outgoing.append((key, said))


DESK = ScriptedPartner()


def down(message: OutboundMessage) -> None:
    raise Unreachable("The other side is away.")


def refuse(message: OutboundMessage) -> None:
    raise Rejected("The other side will not have it.")


def die(message: OutboundMessage) -> None:
    """Take the worker down: what no `except Exception` stops."""
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
        for number, (key, said) in enumerate(DESK.outgoing[int(cursor or 0) :], start=int(cursor or 0) + 1):
            yield RawInboundMessage(id=key, kind="said", body=json.dumps(said, default=str).encode()), str(number)

    def confirm(self, incoming: RawInboundMessage) -> None:
        DESK.confirmed.append(incoming.id)

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        try:
            said = json.loads(incoming.body)
        except ValueError:
            raise Rejected("It is no JSON.") from None
        return [update(**said)]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        if file.key not in DESK.files:
            raise Unreachable("The file is not there yet.")
        yield DESK.files[file.key]

    def look(self, remote: str) -> CaseUpdate | None:
        return DESK.standing.get(remote)

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words="well")


def update(**said: Any) -> CaseUpdate:
    """Return an update from plain values."""
    made = dict(said)
    for name, kind in (
        ("registered", RemoteRegistration),
        ("decided", RemoteDecision),
        ("asked", RemoteCorrectionRequest),
    ):
        if name in made:
            made[name] = kind(**made[name])
    if "at" in made:
        made["at"] = datetime.fromisoformat(made["at"])
    made["settles_in"] = timedelta(seconds=made.get("settles_in", 0))
    made["files"] = tuple(RemoteFile(**one) for one in made.get("files", ()))
    return CaseUpdate(**made)


def result(key: str = "result.png", content: bytes | None = None) -> dict[str, str]:
    """Put a result file at the other side; return how a message names it."""
    from tests import factories

    DESK.files[key] = content or factories.png().content
    return {"key": key, "name": key, "sha256": hashlib.sha256(DESK.files[key]).hexdigest()}
