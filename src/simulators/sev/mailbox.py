"""Messages that the bus holds until they are delivered, and the transfer sessions, in memory."""

import datetime
import hashlib
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from simulators import choice_page

MAX_PART_BYTES = 2_500_000
# The codes are ours: those of the real bus are published nowhere, except that 14 is a message that is not there.
UNKNOWN_SESSION, WRONG_HASH, TOO_MUCH, NO_MESSAGE = 4, 5, 6, 14


class BusError(Exception):
    """An error as the bus says it inside an answer."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass(kw_only=True)
class MailboxMessage:
    """A message on the bus."""

    id: str
    type: str
    from_org: str
    from_system: str
    to_org: str
    body: bytes
    at: datetime.datetime

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest().upper()


@dataclass(kw_only=True)
class TransferSession:
    """A message on its way. `told` is what was said of it before it went up."""

    id: int
    type: str
    message_id: str
    size: int
    message_info: dict[str, str] = field(default_factory=dict)
    hash: str = ""
    body: bytearray = field(default_factory=bytearray)
    status: str = "Opened"
    error: BusError | None = None

    @property
    def transferred_bytes(self) -> int:
        return len(self.body)


class BusMailbox:
    """The bus's post: `receive` is called with each message that has come up whole and as it was announced.

    One `lock` is for the bus and the office behind it: they call each other.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.receive: Callable[[MailboxMessage], None] = self.deposit
        self.clear()

    def clear(self) -> None:
        with self.lock:
            self._ids = itertools.count(1001)
            self._sessions: dict[int, TransferSession] = {}
            self._inboxes: dict[str, dict[str, MailboxMessage]] = {}
            self.uploaded: dict[str, TransferSession] = {}
            # Which system works for which organisation: learned from what it sends.
            self.systems: dict[str, str] = {}

    def deposit(self, letter: MailboxMessage) -> None:
        """Lay a letter into the inbox of whom it is for. What nobody collects lies there."""
        with self.lock:
            self._inboxes.setdefault(letter.to_org, {}).setdefault(letter.id, letter)

    def inbox(self, system: str) -> list[MailboxMessage]:
        with self.lock:
            mine = [org for org, whose in self.systems.items() if whose == system]
            return sorted((one for org in mine for one in self._inboxes.get(org, {}).values()), key=lambda one: one.at)

    def open_upload(self, system: str, told: dict[str, str], hash_: str) -> TransferSession:
        """Return the session of this message: the one that stopped half way or is done, if it was of the same bytes."""
        with self.lock:
            known = self.uploaded.get(told["MessageId"])
            if known and known.hash == hash_.upper() and known.status != "Failed":
                return known
            size, hash_ = int(told["Size"]), hash_.upper()
            session = self._new(type="Upload", message_id=told["MessageId"], size=size, told=told, hash=hash_)
            self.uploaded[session.message_id] = session
            self.systems[told["FromOrgId"]] = system
            return session

    def append_chunk(self, session_id: int, chunk: bytes) -> TransferSession:
        with self.lock:
            session = self.session(session_id)
            if session.status in ("Processed", "Failed") or session.transferred_bytes + len(chunk) > session.size:
                raise BusError(TOO_MUCH, "Розмір повідомлення перевищено")
            session.body += chunk
            session.status = "InProgress"
            if session.transferred_bytes == session.size:
                self._finish_upload(session)
            return session

    def _finish_upload(self, session: TransferSession) -> None:
        body = bytes(session.body)
        if hashlib.sha256(body).hexdigest().upper() != session.hash:
            session.status, session.error = "Failed", BusError(WRONG_HASH, "Контрольна сума не збігається")
            return
        session.status = "Processed"
        told = session.message_info
        letter = MailboxMessage(
            id=session.message_id,
            type=told["Type"],
            from_org=told["FromOrgId"],
            from_system=told["FromSysId"],
            to_org=told["ToOrgId"],
            body=body,
            at=choice_page.now(),
        )
        self.receive(letter)

    def open_download(self, system: str, message_id: str) -> TransferSession:
        with self.lock:
            letter = next((one for one in self.inbox(system) if one.id == message_id), None)
            if letter is None:
                raise BusError(NO_MESSAGE, "Повідомлення не знайдено")
            session = self._new(type="Download", message_id=message_id, size=len(letter.body), hash=letter.hash)
            session.body = bytearray(letter.body)
            return session

    def end_download(self, system: str, session_id: int, status: str) -> TransferSession:
        """Forget a message that is delivered."""
        with self.lock:
            session = self.session(session_id)
            session.status = status
            if status == "Delivered":
                for inbox in self._inboxes.values():
                    inbox.pop(session.message_id, None)
            return session

    def session(self, session_id: int) -> TransferSession:
        with self.lock:
            if session_id not in self._sessions:
                raise BusError(UNKNOWN_SESSION, "Сесію не знайдено")
            return self._sessions[session_id]

    def _new(
        self,
        *,
        type: str,  # noqa: A002 - the word of the protocol
        message_id: str,
        size: int,
        hash: str,  # noqa: A002 - the word of the protocol
        told: dict[str, str] | None = None,
    ) -> TransferSession:
        session = TransferSession(
            id=next(self._ids), type=type, message_id=message_id, size=size, hash=hash, message_info=told or {}
        )
        self._sessions[session.id] = session
        return session

    def letters_for(self, org: str) -> Iterator[MailboxMessage]:
        with self.lock:
            yield from list(self._inboxes.get(org, {}).values())


mailbox = BusMailbox()
