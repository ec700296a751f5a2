"""A client of the bus of СЕВ ОВВ 2.0, over its eight operations.

A message is uploaded and downloaded in sessions, in chunks, with its SHA-256. The receiver confirms at the end, and only then
does the bus delete it.
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

MAX_CHUNK_BYTES = 2_500_000
MAX_IDLE_ROUNDS = 3
# The one code of the bus's errors that its public clients know.
NO_MESSAGE_CODE = 14
# As it stands in the bus's own description: the first letter is Cyrillic.
COUNT_ARGUMENT = "сount"


class BusMessageDamaged(Unreachable):
    """A message differs from what was sent."""


@dataclass(frozen=True, kw_only=True)
class BusEndpoint:
    """The bus and our account there."""

    address: str
    system_id: str
    password: str
    # The longest silence, and the longest call with its whole response (seconds).
    silence_seconds: float = SILENCE_SECONDS
    call_seconds: float = CALL_SECONDS
    # Codes of the bus's errors that mean «later» and «it is here already»: they are not published.
    busy_codes: frozenset[int] = frozenset()
    repeat_codes: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class BusMessageInfo:
    """The description of a message that is uploaded."""

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
    """A client of the bus for one account, used as a context manager."""

    def __init__(self, account: BusEndpoint) -> None:
        self.account = account
        self._soap = SoapClient(account.address, silence=account.silence_seconds, call=account.call_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._soap.close()

    def list_inbox(self, count: int) -> list[BusInboxMessage]:
        """Return the messages in our inbox, oldest first."""
        listed = self._call("GetInputMessages", **{COUNT_ARGUMENT: count})
        # zeep returns an object that holds nothing but a list as that list.
        messages = [_inbox_message(info) for info in listed or () if info is not None and info.MessageId]
        never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
        return sorted({message.id: message for message in messages}.values(), key=lambda message: message.at or never)

    def upload(self, file: BinaryIO, parcel: BusMessageInfo) -> None:
        """Upload a message, from where an interrupted session stopped. A message that the bus has is not sent again."""
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
        """Send until the bus has everything. Where the response to a chunk is lost, the bus says how many bytes it has."""
        at, idle = _count(session), 0
        while at < parcel.size:
            with suppress(Unreachable):
                self._send_from(file, at, session)
            reached = _count(self._call("GetSessionInfo", sessionId=session.SessionId))
            at, idle = reached, 0 if reached > at else idle + 1
            if idle == MAX_IDLE_ROUNDS:
                raise Unreachable(_("The bus does not take the message any further."))

    def _send_from(self, file: BinaryIO, at: int, session: Any) -> None:
        file.seek(at)
        part = _part(session)
        while chunk := file.read(part):
            at += len(chunk)
            progress = self._call("UploadMessageChunk", sessionId=session.SessionId, messageChunk=chunk)
            # The bus took a part of the chunk: the next one would be in the wrong place.
            if _count(progress) != at:
                return

    def _check_digest(self, session_id: int, sha256: str) -> None:
        validation = self._call("GetMessageValidationInfo", sessionId=session_id)
        if validation is not None and validation.Hash and validation.Hash.upper() != sha256:
            raise BusMessageDamaged(_("The bus received another message than was sent."))

    def download(self, waiting: BusInboxMessage, file: BinaryIO, *, max_bytes: int) -> Any:
        """Download a message into the file, check its digest and return its session."""
        session = self._call("OpenDownloadingSession", messageId=waiting.id)
        size, at, digest = session.MessageSize or waiting.size, 0, hashlib.sha256()
        while at < size:
            chunk = self._download_chunk(session, at, min(_part(session), size - at))
            at += len(chunk)
            if at > min(size, max_bytes):
                raise BusMessageDamaged(_("The bus sends more than the message has."))
            digest.update(chunk)
            file.write(chunk)
        validation = self._call("GetMessageValidationInfo", sessionId=session.SessionId)
        if validation is None or (validation.Hash or "").upper() != digest.hexdigest().upper():
            raise BusMessageDamaged(_("A message on the bus is not as it was sent: its digest differs."))
        return session

    def _download_chunk(self, session: Any, at: int, count: int) -> bytes:
        response = self._call("DownloadMessageChunk", sessionId=session.SessionId, fromPosition=at, count=count)
        chunk = response.MessageChunk if response is not None else None
        if not chunk:
            raise BusMessageDamaged(_("A message on the bus is shorter than the bus says."))
        return bytes(chunk)

    def finish(self, message_id: str) -> None:
        """Confirm that a message is stored here: the bus deletes it. One that is deleted already is no error."""
        with suppress(BusMessageGone):
            self._finish(message_id)

    def _finish(self, message_id: str) -> None:
        session = self._call("OpenDownloadingSession", messageId=message_id)
        info = {
            "MaxPartSize": MAX_CHUNK_BYTES,
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
        response = self._soap.call(name, identity=identity, **arguments)
        self._raise_error(response)
        return response

    def _raise_error(self, response: Any) -> None:
        session = getattr(response, "Session", None) or response
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


def _inbox_message(info: Any) -> BusInboxMessage:
    at = info.CreationDate
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=datetime.UTC)
    return BusInboxMessage(id=info.MessageId.strip(), type=info.Type or "", size=info.Size or 0, at=at)


def _count(session: Any) -> int:
    return session.TransferredBytesCount or 0


def _part(session: Any) -> int:
    size = session.MaxPartSize or 0
    return min(size, MAX_CHUNK_BYTES) if size > 0 else MAX_CHUNK_BYTES
