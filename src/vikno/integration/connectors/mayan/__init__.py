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

from vikno.integration.connectors.base import Check, Incoming, Message, Place, Receipt, RemoteFile, Update
from vikno.integration.connectors.mayan import delivering, feed, plan, reading, setting_up
from vikno.integration.connectors.mayan.client import Client
from vikno.integration.connectors.transport import DIRECT, Transport
from vikno.kernel.errors import Rejected, Unreachable


class MayanSettings(pydantic.BaseModel):
    """How Mayan is reached: `url` is its address, or that of the security server that leads to it."""

    model_config = pydantic.ConfigDict(extra="forbid")

    url: pydantic.HttpUrl = pydantic.Field(title="Address of Mayan")
    token: str = pydantic.Field(title="Token of the portal’s user in Mayan", min_length=1, repr=False)
    transport: Transport = pydantic.Field(default=DIRECT, title="Way there: certificates, X-Road or UXP")
    hook: str = pydantic.Field(default="", title="Address that Mayan calls when a case moves, if not the usual one")
    hook_secret: str = pydantic.Field(default="", title="Secret that Mayan calls with", repr=False)


class Mayan:
    code: ClassVar[str] = "mayan"
    title: ClassVar[str | Promise] = _("Mayan EDMS")
    Settings: ClassVar[type[pydantic.BaseModel]] = MayanSettings
    usual: ClassVar[Mapping[str, str]] = {state.label: state.meaning for state in plan.STATES}
    can_look: ClassVar[bool] = True

    def __init__(self, settings: MayanSettings, place: Place) -> None:
        self.settings, self.place = settings, place

    def _client(self, issue: str = "") -> Client:
        chosen = self.settings
        return Client(str(chosen.url), chosen.token, transport=chosen.transport, issue=issue)

    @classmethod
    def wants(cls, kind: str) -> bool:
        # All else is decided in Mayan, and comes from there.
        return kind in ("submitted", "resubmitted", "withdrawn")

    def deliver(self, message: Message) -> Receipt:
        with self._client(message.dossier.number) as client:
            return delivering.deliver(client, setting_up.found(client), message, at=timezone.now())

    def poll(self, cursor: str) -> Iterator[tuple[Incoming, str]]:
        with self._client() as client:
            setup, me = setting_up.found(client), int(client.get("users/current/")["id"])
            for change, after in feed.changes(client, setup, feed.Cursor.of(cursor), me=me):
                body = self._asked(client, change)
                if body is not None:
                    yield Incoming(id=change.id, kind="state", body=body, at=change.at), str(after)

    def _asked(self, client: Client, change: feed.Change) -> bytes | None:
        """Return the case as it is kept. One that cannot be understood is kept too: a person reads it, the others go on."""
        try:
            case = reading.ask(client, change.document, event=change.event)
        except (LookupError, TypeError, ValueError):
            return json.dumps({"document": change.document, "unreadable": True}).encode()
        return case.model_dump_json().encode() if case else None

    def confirm(self, incoming: Incoming) -> None:
        return None

    def read(self, incoming: Incoming) -> list[Update]:
        return reading.read(incoming.body)

    def fetch(self, file: RemoteFile, incoming: Incoming) -> Iterator[bytes]:
        document, _slash, key = file.key.partition("/")
        if not (document.isdecimal() and key.isdecimal()):
            raise Rejected("not a file of Mayan")
        with self._client() as client:
            yield from client.download(f"documents/{document}/files/{key}/download/")

    def look(self, remote: str) -> Update | None:
        with self._client() as client:
            case = reading.ask(client, int(remote)) if remote.isdecimal() else None
        return reading.looked_at(case) if case else None

    def check(self) -> Check:
        try:
            with self._client() as client:
                setting_up.found(client)
        except Unreachable as error:
            return Check(is_ok=False, words=_("Mayan does not answer: %(why)s") % {"why": error})
        except Rejected as error:
            return Check(is_ok=False, words=_("Mayan answers, but: %(why)s") % {"why": error})
        return Check(is_ok=True, words=_("Mayan answers and is set up."))

    def set_up(self) -> list[str]:
        """Make in Mayan what is missing; return what was made. Raises `Unreachable`, `Rejected`."""
        secret = self.settings.hook_secret
        usual = f"{self.place.public_url}/api/v1/agency/hints/{self.place.connection}"
        hook = setting_up.Hook(url=self.settings.hook or usual, secret=secret) if secret else None
        with self._client() as client:
            return list(setting_up.set_up(client, hook=hook))

    def figures(self) -> dict[str, int]:
        """Return how many documents stand in each state. Raises `Unreachable`, `Rejected`."""
        with self._client() as client:
            setup = setting_up.found(client)
            path = f"workflow_templates/{setup.workflow}/states/"
            return {
                label: int(client.get(f"{path}{key}/documents/", page_size=1, _fields_only="id")["count"])
                for label, key in setup.states.items()
            }
