"""The built-in workspace as a connector: the case is worked here, by the same protocol as in any other system."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import pydantic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteFile,
)


class WorkspaceSettings(pydantic.BaseModel):
    """Nothing is set."""


class WorkspaceConnector:
    code: ClassVar[str] = "workspace"
    title: ClassVar[str | Promise] = _("The workspace of this portal")
    Settings: ClassVar[type[pydantic.BaseModel]] = WorkspaceSettings
    default_status_map: ClassVar[Mapping[str, str]] = {}
    can_look: ClassVar[bool] = False

    def __init__(self, settings: WorkspaceSettings, place: PortalIdentity) -> None:
        self.place = place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Report the case as received: it is in the officers' list since it was committed."""
        return DeliveryReceipt(remote=message.dossier.number, received=True)

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        return iter(())

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        return []

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        return iter(())

    def look(self, remote: str) -> CaseUpdate | None:
        # The work of the officers is our own record: there is no second record to compare it with.
        return None

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words=_("Cases are worked here."))
