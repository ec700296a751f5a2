"""A complete connector to a system that has only a shared folder: a start for your own.

To try it: copy this module to src/vikno/integration/connectors/folder.py and add `FolderConnector` to the line in `__init__.py`.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pydantic
from django.utils.functional import Promise

from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteDecision,
    RemoteFile,
    RemoteRegistration,
)
from vikno.kernel.errors import Rejected, Unreachable

CHUNK_BYTES = 64 * 1024


class FolderSettings(pydantic.BaseModel):
    """The settings of the connection, as the operator writes them into a file."""

    model_config = pydantic.ConfigDict(extra="forbid")

    # Each application is written here as a folder of its own.
    outbox: Path
    # The other side puts its messages here, `NAME.json`, and the files that they name: written under another name, then renamed.
    # Messages are read in the order of their names. Each needs a name of its own: a name that was used is the same message again.
    inbox: Path


class FolderMessage(pydantic.BaseModel):
    """A message of the other side. A field that it leaves out says nothing."""

    model_config = pydantic.ConfigDict(extra="forbid")

    number: str
    at: pydantic.AwareDatetime
    status: str = ""
    who: str = ""
    note: str = ""
    registered: RemoteRegistration | None = None
    decided: RemoteDecision | None = None
    files: list[str] = []


class FolderConnector:
    code: ClassVar[str] = "folder"
    title: ClassVar[str | Promise] = "A shared folder"
    Settings: ClassVar[type[pydantic.BaseModel]] = FolderSettings
    # The meaning of its statuses until the head of the centre edits the map.
    default_status_map: ClassVar[Mapping[str, str]] = {
        "У роботі": "in_work",
        "Задоволено": "granted",
        "Видано": "issued",
    }
    can_look: ClassVar[bool] = False

    def __init__(self, settings: FolderSettings, place: PortalIdentity) -> None:
        self.outbox, self.inbox = settings.outbox, settings.inbox

    @classmethod
    def wants(cls, kind: str) -> bool:
        # What is decided here follows from its own messages: it would only come back to it.
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Write the application, all of it or nothing: a folder that is there already was written before."""
        dossier = message.dossier
        target = self.outbox / f"{dossier.number}-{message.id}"
        try:
            if not target.exists():
                draft = self.outbox / f".{message.id}"
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                self._write(draft, message)
                draft.rename(target)
        except OSError as error:
            # Not the text of the operating system: a path may hold a person's name.
            raise Unreachable(f"The folder cannot be written: {type(error).__name__}") from None
        return DeliveryReceipt(remote=dossier.number)

    def _write(self, folder: Path, message: OutboundMessage) -> None:
        dossier = message.dossier
        header = {
            "kind": message.kind,
            "number": dossier.number,
            "service": dossier.service_code,
            "at": f"{message.at}",
        }
        (folder / "message.json").write_text(json.dumps(header, ensure_ascii=False))
        (folder / "application.json").write_bytes(dossier.data)
        (folder / "application.pdf").write_bytes(dossier.pdf)
        if (signed := dossier.container) is not None:
            (folder / "application.asice").write_bytes(signed)
        for number, enclosure in enumerate(dossier.enclosures, start=1):
            (folder / f"{number:02}-{Path(enclosure.name).name}").write_bytes(enclosure.read())

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        """Yield every message in the folder, by name. There is no cursor: `confirm` moves a stored message away."""
        try:
            for path in sorted(self.inbox.glob("*.json")):
                yield RawInboundMessage(id=path.name, kind="message", body=path.read_bytes()), ""
        except OSError as error:
            raise Unreachable(f"The folder cannot be read: {type(error).__name__}") from None

    def confirm(self, incoming: RawInboundMessage) -> None:
        done = self.inbox / "done"
        try:
            done.mkdir(exist_ok=True)
            (self.inbox / incoming.id).rename(done / incoming.id)
        except OSError as error:
            raise Unreachable(f"The message cannot be moved: {type(error).__name__}") from None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        try:
            message = FolderMessage.model_validate_json(incoming.body)
        except pydantic.ValidationError as error:
            raise Rejected(f"not a message of this system: {error.error_count()} errors") from None
        return [
            CaseUpdate(
                application=message.number,
                at=message.at,
                received=True,
                status=message.status,
                who=message.who,
                note=message.note,
                registered=message.registered,
                decided=message.decided,
                files=tuple(RemoteFile(key=name, name=name) for name in message.files),
            )
        ]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        if Path(file.key).name != file.key:
            raise Rejected("a file outside the folder")
        try:
            with (self.inbox / file.key).open("rb") as content:
                while chunk := content.read(CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            # It may still be on its way.
            raise Unreachable(f"The file is not here: {type(error).__name__}") from None

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        missing = [str(folder) for folder in (self.outbox, self.inbox) if not folder.is_dir()]
        return ConnectionCheck(
            is_ok=not missing, words=f"No such folder: {', '.join(missing)}" if missing else "Both folders are here."
        )
