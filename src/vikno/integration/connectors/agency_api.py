"""Our own API as a connector: nothing is sent, the other side fetches its news from a feed and says what it has to say itself.

Delivering is the entry in the feed, which the operation that delivers makes. What the other side says is kept as the update that
it means: the API has checked it when it came.
"""

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
from vikno.integration.connectors.transport import DIRECT, PartnerTransport
from vikno.kernel.errors import Rejected

DELIVERED_KINDS = frozenset(
    {
        "submitted", "resubmitted", "withdrawn", "registered", "taken", "returned", "extended", "decided", "issued",
        "result_added",
    }
)  # fmt: skip
UPDATE_ADAPTER = pydantic.TypeAdapter(CaseUpdate)


class AgencyApiSettings(pydantic.BaseModel):
    """Where it is told that there is news, if anywhere: by Standard Webhooks, signed with each secret there is."""

    webhook_url: str = pydantic.Field(default="", max_length=500, pattern=r"^($|https?://)")
    webhook_secret: str = pydantic.Field(default="", max_length=120, pattern=r"^($|whsec_)")
    webhook_secret_before: str = pydantic.Field(default="", max_length=120, pattern=r"^($|whsec_)")
    # How the webhook travels.
    transport: PartnerTransport = DIRECT

    @pydantic.model_validator(mode="after")
    def _signed(self) -> "AgencyApiSettings":
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("a webhook needs a secret to be signed with")
        return self

    @property
    def secrets(self) -> list[str]:
        return [one for one in (self.webhook_secret, self.webhook_secret_before) if one]


def serialize_update(update: CaseUpdate) -> bytes:
    """Return an update as `read` takes it."""
    return UPDATE_ADAPTER.dump_json(update, exclude_defaults=True)


class AgencyApiConnector:
    code: ClassVar[str] = "agency_api"
    title: ClassVar[str | Promise] = _("Agency API: the system fetches its news here")
    Settings: ClassVar[type[pydantic.BaseModel]] = AgencyApiSettings
    default_status_map: ClassVar[Mapping[str, str]] = {
        one: one for one in ("received", "registered", "in_work", "returned", "granted", "refused", "issued")
    }
    can_look: ClassVar[bool] = False

    def __init__(self, settings: AgencyApiSettings, place: PortalIdentity) -> None:
        self.settings, self.place = settings, place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in DELIVERED_KINDS

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Nobody is called: the entry in the feed waits to be fetched."""
        return DeliveryReceipt()

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        return iter(())

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        try:
            return [UPDATE_ADAPTER.validate_json(incoming.body)]
        except pydantic.ValidationError:
            raise Rejected("What was kept of this message cannot be read.") from None

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        # Its files were sent here in pieces, and lie here: nobody is asked for them.
        raise Rejected("A file that was not sent here.")

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words=_("It fetches its news itself; when it did so last, its line says."))
