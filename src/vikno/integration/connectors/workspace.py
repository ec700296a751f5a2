"""The built-in workspace as a connector: the case is worked here, by the same protocol as in any other system."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import pydantic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.integration.connectors.base import Check, Incoming, Message, Place, Receipt, RemoteFile, Update


class NoSettings(pydantic.BaseModel):
    """Nothing is set."""


class Workspace:
    code: ClassVar[str] = "workspace"
    title: ClassVar[str | Promise] = _("The workspace of this portal")
    Settings: ClassVar[type[pydantic.BaseModel]] = NoSettings
    usual: ClassVar[Mapping[str, str]] = {}
    can_look: ClassVar[bool] = False

    def __init__(self, settings: NoSettings, place: Place) -> None:
        self.place = place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: Message) -> Receipt:
        """The case stands in the officers' list from the moment it was committed: handing it over is saying so."""
        return Receipt(remote=message.dossier.number, received=True)

    def poll(self, cursor: str) -> Iterator[tuple[Incoming, str]]:
        return iter(())

    def confirm(self, incoming: Incoming) -> None:
        return None

    def read(self, incoming: Incoming) -> list[Update]:
        return []

    def fetch(self, file: RemoteFile, incoming: Incoming) -> Iterator[bytes]:
        return iter(())

    def look(self, remote: str) -> Update | None:
        # What the officers did is our own record: there is nothing beside it to compare with.
        return None

    def check(self) -> Check:
        return Check(is_ok=True, words=_("Cases are worked here."))
