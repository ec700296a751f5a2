"""Mayan EDMS 4.12, a real archive and workflow of documents: an application is a document there, its state a state of a workflow.

Mayan says by a call that a case has moved; that is a hint. The truth is read from its events (`feed`) and documents (`reading`).
What is made in it is the `plan`; `docs/edms-mayan.md` tells an operator how the two are joined.
"""

import json
from collections.abc import Iterator, Mapping
from typing import ClassVar

import pydantic
from django.utils import timezone
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
from vikno.integration.connectors.mayan import inbound, installation, mapping, outbound, schema
from vikno.integration.connectors.mayan.client import MayanClient
from vikno.integration.connectors.transport import DIRECT, PartnerTransport
from vikno.kernel.errors import Rejected, Unreachable


class MayanSettings(pydantic.BaseModel):
    """How Mayan is reached: `url` is its address, or that of the security server that leads to it."""

    model_config = pydantic.ConfigDict(extra="forbid")

    url: pydantic.HttpUrl = pydantic.Field(title="Address of Mayan")
    token: str = pydantic.Field(title="Token of the portal’s user in Mayan", min_length=1, repr=False)
    transport: PartnerTransport = pydantic.Field(default=DIRECT, title="Way there: certificates, X-Road or UXP")
    hook: str = pydantic.Field(default="", title="Address that Mayan calls when a case moves, if not the usual one")
    hook_secret: str = pydantic.Field(default="", title="Secret that Mayan calls with", repr=False)


class MayanConnector:
    code: ClassVar[str] = "mayan"
    title: ClassVar[str | Promise] = _("Mayan EDMS")
    Settings: ClassVar[type[pydantic.BaseModel]] = MayanSettings
    default_status_map: ClassVar[Mapping[str, str]] = {state.label: state.meaning for state in schema.STATES}
    can_look: ClassVar[bool] = True

    def __init__(self, settings: MayanSettings, place: PortalIdentity) -> None:
        self.settings, self.place = settings, place

    def _client(self, issue: str = "") -> MayanClient:
        chosen = self.settings
        return MayanClient(str(chosen.url), chosen.token, transport=chosen.transport, issue=issue)

    @classmethod
    def wants(cls, kind: str) -> bool:
        # All else is decided in Mayan, and comes from there.
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        with self._client(message.dossier.number) as client:
            return outbound.deliver(client, installation.load_setup(client), message, at=timezone.now())

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        with self._client() as client:
            setup, me = installation.load_setup(client), int(client.get("users/current/")["id"])
            for change, after in inbound.document_changes(client, setup, inbound.EventCursor.parse(cursor), me=me):
                body = self._asked(client, change)
                if body is not None:
                    yield RawInboundMessage(id=change.id, kind="state", body=body, at=change.at), str(after)

    def _asked(self, client: MayanClient, change: inbound.DocumentChange) -> bytes | None:
        """Return the case as it is kept. One that cannot be understood is kept too: a person reads it, the others go on."""
        try:
            case = mapping.load_case(client, change.document, event=change.event)
        except (LookupError, TypeError, ValueError):
            return json.dumps({"document": change.document, "unreadable": True}).encode()
        return case.model_dump_json().encode() if case else None

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        return mapping.updates_of(incoming.body)

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        document, _slash, key = file.key.partition("/")
        if not (document.isdecimal() and key.isdecimal()):
            raise Rejected("not a file of Mayan")
        with self._client() as client:
            yield from client.download(f"documents/{document}/files/{key}/download/")

    def look(self, remote: str) -> CaseUpdate | None:
        with self._client() as client:
            case = mapping.load_case(client, int(remote)) if remote.isdecimal() else None
        return mapping.lookup_update(case) if case else None

    def check(self) -> ConnectionCheck:
        try:
            with self._client() as client:
                installation.load_setup(client)
        except Unreachable as error:
            return ConnectionCheck(is_ok=False, words=_("Mayan does not answer: %(why)s") % {"why": error})
        except Rejected as error:
            return ConnectionCheck(is_ok=False, words=_("Mayan answers, but: %(why)s") % {"why": error})
        return ConnectionCheck(is_ok=True, words=_("Mayan answers and is set up."))

    def set_up(self) -> list[str]:
        """Make in Mayan what is missing; return what was made. Raises `Unreachable`, `Rejected`."""
        secret = self.settings.hook_secret
        usual = f"{self.place.public_url}/api/v1/agency/hints/{self.place.connection}"
        hook = installation.MayanWebhook(url=self.settings.hook or usual, secret=secret) if secret else None
        with self._client() as client:
            return list(installation.set_up(client, hook=hook))

    def figures(self) -> dict[str, int]:
        """Return how many documents stand in each state. Raises `Unreachable`, `Rejected`."""
        with self._client() as client:
            setup = installation.load_setup(client)
            path = f"workflow_templates/{setup.workflow}/states/"
            return {
                label: int(client.get(f"{path}{key}/documents/", page_size=1, _fields_only="id")["count"])
                for label, key in setup.states.items()
            }
