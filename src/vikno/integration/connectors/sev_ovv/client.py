"""The bus of СЕВ ОВВ 2.0: its eight operations as what we do with them.

A message goes up and comes down in sessions, in chunks, with its SHA-256; whoever takes it says so at the end, and only then does
the bus forget it.
"""

import datetime
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Self

from django.utils.translation import gettext as _

from vikno.integration.connectors.sev_ovv.soap import CALL_SECONDS, SILENCE_SECONDS, SoapClient
from vikno.kernel.errors import Rejected, Unreachable

MOST_CHUNK_BYTES = 2_500_000
TRIES = 3
# The one code of the bus's errors that its public clients know.
NO_MESSAGE_CODE = 14
# As it stands in the bus's own description: the first letter is Cyrillic.
COUNT_ARGUMENT = "сount"


class BusMessageDamaged(Unreachable):
    """A message came otherwise than it was sent."""


@dataclass(frozen=True, kw_only=True)
class BusEndpoint:
    """Where the bus is, and who we are to it."""

    address: str
    system_id: str
    password: str
    # How long it may be silent, and how long a call may take with its whole answer (seconds).
    silence_seconds: float = SILENCE_SECONDS
    call_seconds: float = CALL_SECONDS
    # Codes of the bus's errors that mean «later» and «I have it already»: they are published nowhere.
    busy_codes: frozenset[int] = frozenset()
    repeat_codes: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class BusMessageInfo:
    """What is told of a message before it goes up."""

    message_id: str
    type: str
    from_org: str
    to_org: str
    to_system: str
    at: datetime.datetime
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class BusInboxMessage:
    """A message in our inbox."""

    id: str
    type: str
    size: int
    at: datetime.datetime | None


class BusClient:
    """A conversation with the bus: `with Bus(account) as bus`."""

    def __init__(self, account: BusEndpoint) -> None:
        self.account = account
        self._wire = SoapClient(account.address, silence=account.silence_seconds, call=account.call_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._wire.close()

    def list_inbox(self, count: int) -> list[BusInboxMessage]:
        """Return what lies in our inbox, oldest first."""
        listed = self._call("GetInputMessages", **{COUNT_ARGUMENT: count})
        # zeep gives what holds nothing but a list as that list.
        found = [_waiting(one) for one in listed or () if one is not None and one.MessageId]
        never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
        return sorted({one.id: one for one in found}.values(), key=lambda one: one.at or never)

    def upload(self, file: BinaryIO, parcel: BusMessageInfo) -> None:
        """Bring a message up: from where an interrupted session stopped. What the bus has already is not sent again."""
        session = self._opened(parcel)
        if session is None:
            return
        self._send_rest(file, parcel, session)
        self._check_digest(session.SessionId, parcel.sha256)

    def _opened(self, parcel: BusMessageInfo) -> Any | None:
        try:
            return self._call("OpenUploadingSession", messageInfo=self._info(parcel), hash=parcel.sha256, signature=b"")
        except BusMessageRepeated:
            return None

    def _info(self, parcel: BusMessageInfo) -> dict[str, Any]:
        return {
            "CreationDate": parcel.at,
            "Creator": "Sed",
            "Format": "Plain",
            "FromOrgId": parcel.from_org,
            "FromSysId": self.account.system_id,
            "MessageId": parcel.message_id,
            "SessionId": 0,
            "Size": parcel.size,
            "ToOrgId": parcel.to_org,
            "ToSysId": parcel.to_system,
            "Type": parcel.type,
        }

    def _send_rest(self, file: BinaryIO, parcel: BusMessageInfo, session: Any) -> None:
        """Send until the bus has everything. Where a chunk's answer is lost, the bus says how far it came."""
        at, idle = _count(session), 0
        while at < parcel.size:
            with suppress(Unreachable):
                self._send_from(file, at, session)
            reached = _count(self._call("GetSessionInfo", sessionId=session.SessionId))
            at, idle = reached, 0 if reached > at else idle + 1
            if idle == TRIES:
                raise Unreachable(_("The bus does not take the message any further."))

    def _send_from(self, file: BinaryIO, at: int, session: Any) -> None:
        file.seek(at)
        part = _part(session)
        while piece := file.read(part):
            at += len(piece)
            taken = self._call("UploadMessageChunk", sessionId=session.SessionId, messageChunk=piece)
            # It took less than the whole piece: what follows would stand in the wrong place.
            if _count(taken) != at:
                return

    def _check_digest(self, session_id: int, sha256: str) -> None:
        told = self._call("GetMessageValidationInfo", sessionId=session_id)
        if told is not None and told.Hash and told.Hash.upper() != sha256:
            raise BusMessageDamaged(_("The bus received another message than was sent."))

    def download(self, waiting: BusInboxMessage, file: BinaryIO, *, most: int) -> Any:
        """Bring a message down into the file, compare its digest and return its session."""
        session = self._call("OpenDownloadingSession", messageId=waiting.id)
        size, at, digest = session.MessageSize or waiting.size, 0, hashlib.sha256()
        while at < size:
            piece = self._piece(session, at, min(_part(session), size - at))
            at += len(piece)
            if at > min(size, most):
                raise BusMessageDamaged(_("The bus sends more than the message has."))
            digest.update(piece)
            file.write(piece)
        told = self._call("GetMessageValidationInfo", sessionId=session.SessionId)
        if told is None or (told.Hash or "").upper() != digest.hexdigest().upper():
            raise BusMessageDamaged(_("A message on the bus is not as it was sent: its digest differs."))
        return session

    def _piece(self, session: Any, at: int, count: int) -> bytes:
        answer = self._call("DownloadMessageChunk", sessionId=session.SessionId, fromPosition=at, count=count)
        piece = answer.MessageChunk if answer is not None else None
        if not piece:
            raise BusMessageDamaged(_("A message on the bus is shorter than the bus says."))
        return bytes(piece)

    def finish(self, message_id: str) -> None:
        """Tell the bus that a message is kept here: it leaves the inbox. One that has left it already is no trouble."""
        with suppress(BusMessageGone):
            self._finish(message_id)

    def _finish(self, message_id: str) -> None:
        session = self._call("OpenDownloadingSession", messageId=message_id)
        info = {
            "MaxPartSize": MOST_CHUNK_BYTES,
            "MessageId": message_id,
            "MessageSize": session.MessageSize,
            "SessionId": session.SessionId,
            "Status": "Delivered",
            "TransferredBytesCount": session.MessageSize,
            "Type": "Download",
        }
        self._call("EndProcessingDownloadedMessage", sessionInfo=info)

    def _call(self, name: str, **arguments: Any) -> Any:
        """Call one operation as ourselves. Raises `Unreachable`, `Rejected`."""
        identity = {"Password": self.account.password, "SystemId": self.account.system_id}
        answer = self._wire.call(name, identity=identity, **arguments)
        self._look_for_error(answer)
        return answer

    def _look_for_error(self, answer: Any) -> None:
        session = getattr(answer, "Session", None) or answer
        error = getattr(session, "Error", None)
        if error is not None and (error.Code or error.Text):
            raise self._error(error.Code or 0, error.Text or "")
        if getattr(session, "Status", None) == "Failed":
            raise Unreachable(_("The bus gave up on the session."))

    def _error(self, code: int, text: str) -> Exception:
        words = _("The bus says %(code)s: %(words)s") % {"code": code, "words": text[:300]}
        if code in self.account.repeat_codes:
            return BusMessageRepeated(words)
        if code == NO_MESSAGE_CODE:
            return BusMessageGone(words)
        return Unreachable(words) if code in self.account.busy_codes else Rejected(words)


class BusMessageRepeated(Rejected):
    """The bus has this message already."""


class BusMessageGone(Rejected):
    """The bus has no such message any more."""


def _waiting(info: Any) -> BusInboxMessage:
    at = info.CreationDate
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=datetime.UTC)
    return BusInboxMessage(id=info.MessageId.strip(), type=info.Type or "", size=info.Size or 0, at=at)


def _count(session: Any) -> int:
    return session.TransferredBytesCount or 0


def _part(session: Any) -> int:
    told = session.MaxPartSize or 0
    return min(told, MOST_CHUNK_BYTES) if told > 0 else MOST_CHUNK_BYTES
