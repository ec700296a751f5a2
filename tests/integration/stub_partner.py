"""A partner system for tests: it takes every message, and the tests write its updates."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

import pydantic

from tests import factories
from vikno.applications.models import Application
from vikno.centres.models import Centre
from vikno.integration import connectors, operations
from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteFile,
)
from vikno.integration.models import Connection, ExternalCase

NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)


class StubSettings(pydantic.BaseModel):
    """Settings without a field."""


class StubConnector:
    """A connector that takes every message; its own messages are JSON of the plain values of a `CaseUpdate`."""

    code: ClassVar[str] = "partner"
    title: ClassVar[str] = "Partner"
    Settings: ClassVar[type[pydantic.BaseModel]] = StubSettings
    default_status_map: ClassVar[Mapping[str, str]] = {"У роботі": "in_work"}
    can_look: ClassVar[bool] = False
    # The result of `check`.
    found: ClassVar[ConnectionCheck] = ConnectionCheck(is_ok=True, words="It answers.")

    def __init__(self, settings: Any, place: PortalIdentity) -> None:
        self.place = place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return True

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        return DeliveryReceipt(remote=f"there-{message.dossier.number}")

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        return iter(())

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        return [pydantic.TypeAdapter(CaseUpdate).validate_json(incoming.body)]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        return iter(())

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        return self.found


def joined(centre: Centre, *, code: str = "askod", leads: bool = True, name: str = "АСКОД") -> Connection:
    """Join the partner to a centre; every new case of the centre goes to it."""
    connectors.CONNECTORS.setdefault(StubConnector.code, StubConnector)
    connection = operations.connect(
        code=code, name=name, connector=StubConnector.code, centre=centre, settings={}, actor="test", at=NOON
    )
    operations.add_routes(connection=connection, every_service=True, leads=leads)
    return connection


def handed_in(connection: Connection) -> Application:
    """Return an application that was handed in at the connection's centre and has gone out."""
    application = factories.submitted(centre=connection.centre)
    operations.run_exchange_once(at=NOON)
    return Application.objects.get(pk=application.pk)


def say(
    application: Application, connection: Connection, *, at: datetime = NOON, files: Any = (), **changes: Any
) -> bool:
    """Apply an update of the partner to a case."""
    case = ExternalCase.objects.get(application=application, connection=connection)
    return operations.apply_update(
        update=CaseUpdate(application=application.number or "", **changes), case=case, files=files, at=at
    )
