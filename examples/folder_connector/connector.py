"""A connector to a system that knows nothing but a shared folder: the whole of what one has to write, to begin from.

To try it: copy this module to src/vikno/integration/connectors/folder.py and add `Folder` to the line in its `__init__.py`.
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
    """What the operator writes into the file of settings."""

    model_config = pydantic.ConfigDict(extra="forbid")

    # Each application is put here as a folder of its own.
    outbox: Path
    # Here the other side puts its words, `NAME.json`, and the files that they name; written under another name, then renamed.
    # Words are read in the order of their names, and each needs a name of its own: one that was used is the same word again.
    inbox: Path


class FolderMessage(pydantic.BaseModel):
    """A word of the other side. What it leaves out was not told."""

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
    # What its words mean until the head of the centre says otherwise.
    default_status_map: ClassVar[Mapping[str, str]] = {"У роботі": "in_work", "Задоволено": "granted", "Видано": "issued"}
    can_look: ClassVar[bool] = False

    def __init__(self, settings: FolderSettings, place: PortalIdentity) -> None:
        self.outbox, self.inbox = settings.outbox, settings.inbox

    @classmethod
    def wants(cls, kind: str) -> bool:
        # What we decide ourselves after it has told us would only come back to it.
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Put the application down, all of it or nothing: a folder that is there already was put down before."""
        dossier = message.dossier
        target = self.outbox / f"{dossier.number}-{message.id}"
        try:
            if not target.exists():
                making = self.outbox / f".{message.id}"
                shutil.rmtree(making, ignore_errors=True)
                making.mkdir()
                self._write(making, message)
                making.rename(target)
        except OSError as error:
            # Not the words of the system: a path may have a name in it.
            raise Unreachable(f"The folder cannot be written: {type(error).__name__}") from None
        return DeliveryReceipt(remote=dossier.number)

    def _write(self, folder: Path, message: OutboundMessage) -> None:
        dossier = message.dossier
        about = {"kind": message.kind, "number": dossier.number, "service": dossier.service_code, "at": f"{message.at}"}
        (folder / "message.json").write_text(json.dumps(about, ensure_ascii=False))
        (folder / "application.json").write_bytes(dossier.data)
        (folder / "application.pdf").write_bytes(dossier.pdf)
        if (signed := dossier.container) is not None:
            (folder / "application.asice").write_bytes(signed)
        for place, enclosure in enumerate(dossier.enclosures, start=1):
            (folder / f"{place:02}-{Path(enclosure.name).name}").write_bytes(enclosure.read())

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        """Yield every word that lies here, by name. There is no cursor: what was taken is put away by `confirm`."""
        try:
            for path in sorted(self.inbox.glob("*.json")):
                yield RawInboundMessage(id=path.name, kind="word", body=path.read_bytes()), ""
        except OSError as error:
            raise Unreachable(f"The folder cannot be read: {type(error).__name__}") from None

    def confirm(self, incoming: RawInboundMessage) -> None:
        done = self.inbox / "done"
        try:
            done.mkdir(exist_ok=True)
            (self.inbox / incoming.id).rename(done / incoming.id)
        except OSError as error:
            raise Unreachable(f"The word cannot be put away: {type(error).__name__}") from None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        try:
            word = FolderMessage.model_validate_json(incoming.body)
        except pydantic.ValidationError as error:
            raise Rejected(f"not a word of this system: {error.error_count()} errors") from None
        return [
            CaseUpdate(
                application=word.number,
                at=word.at,
                received=True,
                status=word.status,
                who=word.who,
                note=word.note,
                registered=word.registered,
                decided=word.decided,
                files=tuple(RemoteFile(key=name, name=name) for name in word.files),
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
        missing = [str(one) for one in (self.outbox, self.inbox) if not one.is_dir()]
        return ConnectionCheck(
            is_ok=not missing, words=f"No such folder: {', '.join(missing)}" if missing else "Both folders are here."
        )
