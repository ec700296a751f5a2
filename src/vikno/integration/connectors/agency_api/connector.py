"""The connector to systems that use the agency API."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import pydantic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.integration.connectors.agency_api.inbound import parse_update
from vikno.integration.connectors.agency_api.settings import AgencyApiSettings
from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteFile,
)
from vikno.kernel.errors import Rejected

DELIVERED_KINDS = frozenset(
    {
        "submitted", "resubmitted", "withdrawn", "registered", "taken", "returned", "extended", "decided", "issued",
        "result_added",
    }
)  # fmt: skip


class AgencyApiConnector:
    code: ClassVar[str] = "agency_api"
    title: ClassVar[str | Promise] = _("Agency API: the system fetches its news here")
    Settings: ClassVar[type[pydantic.BaseModel]] = AgencyApiSettings
    default_status_map: ClassVar[Mapping[str, str]] = {
        status: status for status in ("received", "registered", "in_work", "returned", "granted", "refused", "issued")
    }
    can_look: ClassVar[bool] = False

    def __init__(self, settings: AgencyApiSettings, place: PortalIdentity) -> None:
        self.settings, self.place = settings, place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in DELIVERED_KINDS

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Return an empty receipt: the system itself fetches the entry from the feed."""
        return DeliveryReceipt()

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        return iter(())

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        return [parse_update(incoming.body)]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        # The system uploads its files to us in pieces: we have them already.
        raise Rejected("A file that was not sent here.")

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words=_("It fetches its news itself; when it did so last, its line says."))
