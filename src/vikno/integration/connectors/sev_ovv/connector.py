"""The connector to СЕВ ОВВ."""

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, ClassVar

import pydantic
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteFile,
)
from vikno.integration.connectors.sev_ovv import inbound, mapping, outbound, xml_tree
from vikno.integration.connectors.sev_ovv.client import (
    BusClient,
    BusEndpoint,
    BusInboxMessage,
    BusMessageDamaged,
    BusMessageGone,
    BusMessageInfo,
)
from vikno.integration.connectors.sev_ovv.letters import (
    AckPolicy,
    AckType,
    LetterParty,
    MessageType,
    case_guid_of,
    guid_of,
    pad_code,
)
from vikno.integration.connectors.sev_ovv.mapping import ReplyWords
from vikno.integration.connectors.sev_ovv.settings import SevOvvSettings
from vikno.kernel.errors import Rejected, Unreachable

MAX_MESSAGES_PER_POLL = 50
MEGABYTE = 1024 * 1024
# The kind of a message that is too large: it stays on the bus, and a person sees it as a problem.
TOO_LARGE = "TooLarge"
BUS_MESSAGE_TYPES = {
    MessageType.NOTIFICATION: "Notification",
    MessageType.DOCUMENT: "Document",
    MessageType.ADDITION: "DocumentAddition",
}


class SevOvvConnector:
    code: ClassVar[str] = "sev_ovv"
    title: ClassVar[str | Promise] = gettext_lazy("SEV OVV 2.0, the State's bus of documents")
    Settings: ClassVar[type[pydantic.BaseModel]] = SevOvvSettings
    # The kind of a reply is its status, and kinds are whatever an office calls its letters.
    default_status_map: ClassVar[Mapping[str, str]] = {}
    # The bus carries letters only: it has no request for the state of a case.
    can_look: ClassVar[bool] = False

    def __init__(self, settings: SevOvvSettings, place: PortalIdentity) -> None:
        self.settings, self.place = settings, place
        self._portal = LetterParty(
            edrpou=pad_code(settings.our_edrpou, 8),
            organization=settings.our_name,
            system_id=settings.system_id,
            system=settings.system_name,
        )
        self._partner = LetterParty(
            edrpou=pad_code(settings.to_edrpou, 8),
            organization=settings.to_name,
            system_id=settings.to_system_id,
            system=settings.to_system,
        )
        self._words = ReplyWords(
            correction=tuple(settings.correction_words),
            refusal=tuple(settings.refusal_words),
            result=tuple(settings.result_words),
        )

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Write the letter into a temporary file and upload it. The same message has the same GUID."""
        header = outbound.header_of(message, self._portal, self._partner)
        with tempfile.TemporaryFile() as file, self._bus() as bus:
            written = outbound.write_document(file, message, header)
            self._upload(bus, file, header, written)
        return DeliveryReceipt(remote=case_guid_of(header.msg_id))

    def _upload(
        self, bus: BusClient, file: BinaryIO, header: outbound.LetterHeader, written: outbound.DigestWriter
    ) -> None:
        parcel = BusMessageInfo(
            message_id=header.msg_id,
            type=BUS_MESSAGE_TYPES[header.type],
            from_org=header.sender.edrpou,
            to_org=header.recipient.edrpou,
            to_system=header.recipient.system_id,
            at=header.at,
            size=written.size,
            sha256=written.sha256,
        )
        bus.upload(file, parcel)

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        """Yield the messages in our inbox. The bus remembers what is confirmed. A damaged message holds up no other."""
        trouble: Unreachable | None = None
        with self._bus() as bus:
            try:
                inbox = bus.list_inbox(MAX_MESSAGES_PER_POLL)
            except Rejected as error:
                raise Unreachable(str(error)) from error
            for waiting in inbox:
                try:
                    incoming = self._download(bus, waiting)
                except BusMessageGone:
                    continue
                except (BusMessageDamaged, Rejected) as error:
                    trouble = Unreachable(str(error))
                    continue
                yield incoming, ""
        if trouble:
            raise trouble

    def _download(self, bus: BusClient, waiting: BusInboxMessage) -> RawInboundMessage:
        max_bytes = self.settings.most_megabytes * MEGABYTE
        if waiting.size > max_bytes:
            return RawInboundMessage(id=waiting.id, kind=TOO_LARGE, body=b"", at=waiting.at)
        with tempfile.TemporaryFile() as file:
            bus.download(waiting, file, max_bytes=max_bytes)
            file.seek(0)
            return RawInboundMessage(id=waiting.id, kind=waiting.type, body=file.read(), at=waiting.at)

    def confirm(self, incoming: RawInboundMessage) -> None:
        """Acknowledge the message to its sender where it asks for that, then let the bus delete it. A repeat sends the same."""
        if incoming.kind == TOO_LARGE:
            return
        with self._bus() as bus:
            # A message that cannot be read or acknowledged need not come again for that.
            with suppress(Rejected):
                self._acknowledge(bus, incoming)
            try:
                bus.finish(incoming.id)
            except Rejected as error:
                raise Unreachable(str(error)) from error

    def _acknowledge(self, bus: BusClient, incoming: RawInboundMessage) -> None:
        letter = inbound.read_letter(io.BytesIO(incoming.body))
        if letter.type is MessageType.NOTIFICATION or letter.acknow is not AckPolicy.ALWAYS:
            return
        kinds = [AckType.DELIVERED]
        # A letter about a case is accepted, too. A person registers it.
        with suppress(Rejected):
            mapping.updates_of(letter, self._words)
            kinds.append(AckType.ACCEPTED)
        for kind in kinds:
            header = outbound.LetterHeader(
                type=MessageType.NOTIFICATION,
                msg_id=guid_of(letter.msg_id, f"acknowledgement {kind.value}"),
                # The same time in each repeat: other bytes under the same GUID would be another message.
                at=incoming.at or letter.at or timezone.now(),
                sender=self._portal,
                recipient=letter.sender,
                acknow=AckPolicy.NEVER,
            )
            with tempfile.TemporaryFile() as file:
                written = outbound.write_acknowledgement(file, header, msg_id=letter.msg_id, type=kind)
                self._upload(bus, file, header, written)

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        if incoming.kind == TOO_LARGE:
            words = _(
                "The message is larger than %(most)s MB. It stays on the bus until the limit in the settings is raised."
            )
            raise Rejected(words % {"most": self.settings.most_megabytes})
        letter = inbound.read_letter(io.BytesIO(incoming.body))
        # Anybody on the bus may write to us: only letters of our recipient are accepted.
        accepted_codes = {self._partner.edrpou}
        if letter.acknowledgement and letter.acknowledgement.type is AckType.DELIVERED:
            accepted_codes |= {pad_code(code, 8) for code in self.settings.also_from}
        code = letter.sender.edrpou
        if code not in accepted_codes:
            raise Rejected(_("The message is from an organisation that we sent nothing to: %(code)s") % {"code": code})
        return mapping.updates_of(letter, self._words)

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        return xml_tree.file_content(io.BytesIO(incoming.body), file.key)

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        try:
            with self._bus() as bus:
                waiting = bus.list_inbox(MAX_MESSAGES_PER_POLL)
        except (Unreachable, Rejected) as error:
            return ConnectionCheck(is_ok=False, words=str(error))
        return ConnectionCheck(
            is_ok=True, words=_("The bus answers. Messages in the inbox: %(count)s.") % {"count": len(waiting)}
        )

    def _bus(self) -> BusClient:
        settings: Any = self.settings
        return BusClient(
            BusEndpoint(
                address=settings.address,
                system_id=settings.system_id,
                password=settings.password.get_secret_value(),
                silence_seconds=settings.silence_seconds,
                call_seconds=settings.call_seconds,
                busy_codes=frozenset(settings.busy_codes),
                repeat_codes=frozenset(settings.repeat_codes),
            )
        )
