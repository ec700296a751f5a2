"""Our own API as a connector: nothing is sent, the other side fetches its news from a feed and says what it has to say itself.

Delivering is the entry in the feed, which the operation that delivers makes. What the other side says is kept as the update that
it means: the API has checked it when it came.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import pydantic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.integration.connectors.base import Check, Incoming, Message, Place, Receipt, RemoteFile, Update
from vikno.integration.connectors.transport import DIRECT, Transport
from vikno.kernel.errors import Rejected

KINDS = frozenset(
    {
        "submitted", "resubmitted", "withdrawn", "registered", "taken", "returned", "extended", "decided", "issued",
        "result_added",
    }
)  # fmt: skip
UPDATE = pydantic.TypeAdapter(Update)


class AgencySettings(pydantic.BaseModel):
    """Where it is told that there is news, if anywhere: by Standard Webhooks, signed with each secret there is."""

    webhook_url: str = pydantic.Field(default="", max_length=500, pattern=r"^($|https?://)")
    webhook_secret: str = pydantic.Field(default="", max_length=120, pattern=r"^($|whsec_)")
    webhook_secret_before: str = pydantic.Field(default="", max_length=120, pattern=r"^($|whsec_)")
    # How the webhook travels.
    transport: Transport = DIRECT

    @pydantic.model_validator(mode="after")
    def _signed(self) -> "AgencySettings":
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("a webhook needs a secret to be signed with")
        return self

    @property
    def secrets(self) -> list[str]:
        return [one for one in (self.webhook_secret, self.webhook_secret_before) if one]


def written(update: Update) -> bytes:
    """Return an update as `read` takes it."""
    return UPDATE.dump_json(update, exclude_defaults=True)


class AgencyApi:
    code: ClassVar[str] = "agency_api"
    title: ClassVar[str | Promise] = _("Agency API: the system fetches its news here")
    Settings: ClassVar[type[pydantic.BaseModel]] = AgencySettings
    usual: ClassVar[Mapping[str, str]] = {
        one: one for one in ("received", "registered", "in_work", "returned", "granted", "refused", "issued")
    }
    can_look: ClassVar[bool] = False

    def __init__(self, settings: AgencySettings, place: Place) -> None:
        self.settings, self.place = settings, place

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind in KINDS

    def deliver(self, message: Message) -> Receipt:
        """Nobody is called: the entry in the feed waits to be fetched."""
        return Receipt()

    def poll(self, cursor: str) -> Iterator[tuple[Incoming, str]]:
        return iter(())

    def confirm(self, incoming: Incoming) -> None:
        return None

    def read(self, incoming: Incoming) -> list[Update]:
        try:
            return [UPDATE.validate_json(incoming.body)]
        except pydantic.ValidationError:
            raise Rejected("What was kept of this message cannot be read.") from None

    def fetch(self, file: RemoteFile, incoming: Incoming) -> Iterator[bytes]:
        # Its files were sent here in pieces, and lie here: nobody is asked for them.
        raise Rejected("A file that was not sent here.")

    def look(self, remote: str) -> Update | None:
        return None

    def check(self) -> Check:
        return Check(is_ok=True, words=_("It fetches its news itself; when it did so last, its line says."))
