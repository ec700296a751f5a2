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
# The only code of the bus's errors that its public clients know.
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
        messages: dict[str, BusInboxMessage] = {}
        # zeep returns an object that holds nothing but a list as that list.
        for info in self._call("GetInputMessages", **{COUNT_ARGUMENT: count}) or ():
            if info is None or not info.MessageId:
                continue
            key, created_at = info.MessageId.strip(), info.CreationDate
            if created_at is not None and created_at.tzinfo is None:
                created_at = created_at.replace(tzinfo=datetime.UTC)
            messages[key] = BusInboxMessage(id=key, type=info.Type or "", size=info.Size or 0, at=created_at)
        never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
        return sorted(messages.values(), key=lambda message: message.at or never)

    def upload(self, file: BinaryIO, parcel: BusMessageInfo) -> None:
        """Upload a message, from where an interrupted session stopped. A message that the bus has is not sent again."""
        info = {
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
        try:
            session = self._call("OpenUploadingSession", messageInfo=info, hash=parcel.sha256, signature=b"")
        except BusMessageRepeated:
            return
        self._send_rest(file, parcel, session)
        validation = self._call("GetMessageValidationInfo", sessionId=session.SessionId)
        if validation is not None and validation.Hash and validation.Hash.upper() != parcel.sha256:
            raise BusMessageDamaged(_("The bus received another message than was sent."))

    def _send_rest(self, file: BinaryIO, parcel: BusMessageInfo, session: Any) -> None:
        """Send until the bus has everything. Where the response to a chunk is lost, the bus says how many bytes it has."""
        start, idle_rounds, chunk_size = _transferred_bytes(session), 0, _chunk_size(session)
        while start < parcel.size:
            position = file.seek(start)
            with suppress(Unreachable):
                while chunk := file.read(chunk_size):
                    position += len(chunk)
                    progress = self._call("UploadMessageChunk", sessionId=session.SessionId, messageChunk=chunk)
                    # The bus took a part of the chunk: the next chunk would be in the wrong place.
                    if _transferred_bytes(progress) != position:
                        break
            position = _transferred_bytes(self._call("GetSessionInfo", sessionId=session.SessionId))
            idle_rounds = 0 if position > start else idle_rounds + 1
            if idle_rounds == MAX_IDLE_ROUNDS:
                raise Unreachable(_("The bus does not take the message any further."))
            start = position

    def download(self, waiting: BusInboxMessage, file: BinaryIO, *, max_bytes: int) -> Any:
        """Download a message into the file, check its digest and return its session."""
        session = self._call("OpenDownloadingSession", messageId=waiting.id)
        size, position, digest = session.MessageSize or waiting.size, 0, hashlib.sha256()
        while position < size:
            count = min(_chunk_size(session), size - position)
            response = self._call(
                "DownloadMessageChunk", sessionId=session.SessionId, fromPosition=position, count=count
            )
            chunk = b"" if response is None else bytes(response.MessageChunk or b"")
            if not chunk:
                raise BusMessageDamaged(_("A message on the bus is shorter than the bus says."))
            position += len(chunk)
            if position > min(size, max_bytes):
                raise BusMessageDamaged(_("The bus sends more than the message has."))
            digest.update(chunk)
            file.write(chunk)
        validation = self._call("GetMessageValidationInfo", sessionId=session.SessionId)
        if validation is None or (validation.Hash or "").upper() != digest.hexdigest().upper():
            raise BusMessageDamaged(_("A message on the bus is not as it was sent: its digest differs."))
        return session

    def finish(self, message_id: str) -> None:
        """Confirm that a message is stored here: the bus deletes it. A message that is deleted already is no error."""
        with suppress(BusMessageGone):
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
        """Call an operation with our identity. Raises `Unreachable`, `Rejected`."""
        identity = {"Password": self.account.password, "SystemId": self.account.system_id}
        response = self._soap.call(name, identity=identity, **arguments)
        session = getattr(response, "Session", None) or response
        error = getattr(session, "Error", None)
        if error is not None and (error.Code or error.Text):
            raise self._error(error.Code or 0, error.Text or "")
        if getattr(session, "Status", None) == "Failed":
            raise Unreachable(_("The bus gave up on the session."))
        return response

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


def _transferred_bytes(session: Any) -> int:
    return session.TransferredBytesCount or 0


def _chunk_size(session: Any) -> int:
    size = session.MaxPartSize or 0
    return min(size, MAX_CHUNK_BYTES) if size > 0 else MAX_CHUNK_BYTES
