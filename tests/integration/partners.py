"""A partner system for tests: what it is told, it keeps; what it says, a test writes."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

import pydantic

from tests import factories
from vikno.applications.models import Application
from vikno.centres.models import Centre
from vikno.integration import connectors, operations
from vikno.integration.connectors.base import Check, Incoming, Message, Place, Receipt, RemoteFile, Update
from vikno.integration.models import Case, Connection

NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Nothing(pydantic.BaseModel):
    """Nothing is set."""


class Partner:
    """Takes whatever it is told; its messages are JSON of an `Update`'s plain values."""

    code: ClassVar[str] = "partner"
    title: ClassVar[str] = "Partner"
    Settings: ClassVar[type[pydantic.BaseModel]] = Nothing
    usual: ClassVar[Mapping[str, str]] = {"У роботі": "in_work"}
    can_look: ClassVar[bool] = False
    # What `check` finds.
    found: ClassVar[Check] = Check(is_ok=True, words="It answers.")

    def __init__(self, settings: Any, place: Place) -> None:
        self.place = place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return True

    def deliver(self, message: Message) -> Receipt:
        return Receipt(remote=f"there-{message.dossier.number}")

    def poll(self, cursor: str) -> Iterator[tuple[Incoming, str]]:
        return iter(())

    def confirm(self, incoming: Incoming) -> None:
        return None

    def read(self, incoming: Incoming) -> list[Update]:
        return [pydantic.TypeAdapter(Update).validate_json(incoming.body)]

    def fetch(self, file: RemoteFile, incoming: Incoming) -> Iterator[bytes]:
        return iter(())

    def look(self, remote: str) -> Update | None:
        return None

    def check(self) -> Check:
        return self.found


def joined(centre: Centre, *, code: str = "askod", leads: bool = True, name: str = "АСКОД") -> Connection:
    """Join the partner to a centre; every new case of the centre goes to it."""
    connectors.CONNECTORS.setdefault(Partner.code, Partner)
    connection = operations.connect(
        code=code, name=name, connector=Partner.code, centre=centre, settings={}, actor="test", at=NOON
    )
    operations.route(connection=connection, every_service=True, leads=leads)
    return connection


def handed_in(connection: Connection) -> Application:
    """Return an application that was handed in at the connection's centre and has gone out."""
    application = factories.submitted(centre=connection.centre)
    operations.exchange(at=NOON)
    return Application.objects.get(pk=application.pk)


def say(application: Application, connection: Connection, *, at: datetime = NOON, files: Any = (), **told: Any) -> bool:
    """Let the partner tell something of a case."""
    case = Case.objects.get(application=application, connection=connection)
    return operations.follow(update=Update(application=application.number or "", **told), case=case, files=files, at=at)
