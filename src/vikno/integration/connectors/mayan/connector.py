"""The connector to Mayan EDMS."""

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
from vikno.integration.connectors.mayan.settings import MayanSettings
from vikno.kernel.errors import Rejected, Unreachable


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
        # Everything else is decided in Mayan, and comes from there.
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        with self._client(message.dossier.number) as client:
            return outbound.deliver(client, installation.load_setup(client), message, at=timezone.now())

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        with self._client() as client:
            setup, me = installation.load_setup(client), int(client.get("users/current/")["id"])
            for change, after in inbound.document_changes(client, setup, inbound.EventCursor.parse(cursor), me=me):
                try:
                    case = inbound.load_case(client, change.document, event=change.event)
                except (LookupError, TypeError, ValueError):
                    # A case that cannot be understood is stored too, for a person to read.
                    body = json.dumps({"document": change.document, "unreadable": True}).encode()
                else:
                    if case is None:
                        continue
                    body = case.model_dump_json().encode()
                yield RawInboundMessage(id=change.id, kind="state", body=body, at=change.at), str(after)

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
            case = inbound.load_case(client, int(remote)) if remote.isdecimal() else None
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
        """Create what is missing in Mayan; return descriptions of it. Raises `Unreachable`, `Rejected`."""
        secret = self.settings.hook_secret
        default_url = f"{self.place.public_url}/api/v1/agency/hints/{self.place.connection}"
        hook = installation.MayanWebhook(url=self.settings.hook or default_url, secret=secret) if secret else None
        with self._client() as client:
            return list(installation.set_up(client, hook=hook))

    def figures(self) -> dict[str, int]:
        """Return the number of documents in each state. Raises `Unreachable`, `Rejected`."""
        with self._client() as client:
            setup = installation.load_setup(client)
            path = f"workflow_templates/{setup.workflow}/states/"
            return {
                label: int(client.get(f"{path}{key}/documents/", page_size=1, _fields_only="id")["count"])
                for label, key in setup.states.items()
            }
