"""Messages that wait on the bus for their delivery, and the transfer sessions, in memory."""

import datetime
import hashlib
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from simulators import choice_page

MAX_PART_BYTES = 2_500_000
# The codes are our own, because the real bus publishes none except 14, a missing message.
UNKNOWN_SESSION, WRONG_HASH, TOO_MUCH, NO_MESSAGE = 4, 5, 6, 14


class BusError(Exception):
    """An error that the bus returns inside an answer."""

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
    """A transfer of a message. `message_info` holds the announcement before the upload."""

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
    """The messages on the bus. It calls `receive` with each complete upload that matches its announced size and hash.

    The bus and the office behind it share one `lock`, because they call each other.
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
            # System by organisation, learned from the messages that it sends.
            self.systems: dict[str, str] = {}

    def deposit(self, letter: MailboxMessage) -> None:
        """Put a letter into the inbox of its addressee, where it stays until its delivery."""
        with self.lock:
            self._inboxes.setdefault(letter.to_org, {}).setdefault(letter.id, letter)

    def inbox(self, system: str) -> list[MailboxMessage]:
        with self.lock:
            orgs = [org for org, org_system in self.systems.items() if org_system == system]
            letters = (letter for org in orgs for letter in self._inboxes.get(org, {}).values())
            return sorted(letters, key=lambda letter: letter.at)

    def open_upload(self, system: str, message_info: dict[str, str], hash_: str) -> TransferSession:
        """Return the session of this message: an interrupted or finished session with the same hash, otherwise a new one."""
        with self.lock:
            message_id, hash_ = message_info["MessageId"], hash_.upper()
            session = self.uploaded.get(message_id)
            if session and session.hash == hash_ and session.status != "Failed":
                return session
            size = int(message_info["Size"])
            session = self._new(type="Upload", message_id=message_id, size=size, message_info=message_info, hash=hash_)
            self.uploaded[message_id] = session
            self.systems[message_info["FromOrgId"]] = system
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
        info = session.message_info
        letter = MailboxMessage(
            id=session.message_id,
            type=info["Type"],
            from_org=info["FromOrgId"],
            from_system=info["FromSysId"],
            to_org=info["ToOrgId"],
            body=body,
            at=choice_page.now(),
        )
        self.receive(letter)

    def open_download(self, system: str, message_id: str) -> TransferSession:
        with self.lock:
            letter = next((message for message in self.inbox(system) if message.id == message_id), None)
            if letter is None:
                raise BusError(NO_MESSAGE, "Повідомлення не знайдено")
            session = self._new(type="Download", message_id=message_id, size=len(letter.body), hash=letter.hash)
            session.body = bytearray(letter.body)
            return session

    def end_download(self, system: str, session_id: int, status: str) -> TransferSession:
        """Set the status of the session; delete the message when the status is Delivered."""
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
        type: str,  # noqa: A002 - the name in the protocol
        message_id: str,
        size: int,
        hash: str,  # noqa: A002 - the name in the protocol
        message_info: dict[str, str] | None = None,
    ) -> TransferSession:
        session = TransferSession(
            id=next(self._ids), type=type, message_id=message_id, size=size, hash=hash, message_info=message_info or {}
        )
        self._sessions[session.id] = session
        return session

    def letters_for(self, org: str) -> Iterator[MailboxMessage]:
        with self.lock:
            yield from list(self._inboxes.get(org, {}).values())


mailbox = BusMailbox()
