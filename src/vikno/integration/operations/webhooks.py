"""The webhook that tells a system that its feed has grown: on a line of its own, so that a silent receiver holds up no case."""

import ipaddress
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from vikno.integration.connectors.agency_api import AgencyApiSettings, WebhookEndpoint
from vikno.integration.connectors.base import ConnectionCheck
from vikno.integration.events import FeedGrew
from vikno.integration.models import WEBHOOK_LINE_FAMILY, Connection, Feed
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbox.models import Event
from vikno.outbox.operations import ensure_line

# The event types that the receiver reads.
NEWS_KIND, TEST_KIND = "feed.news", "feed.test"


def webhook_lines_for(event: Event) -> list[str]:
    """Return the webhook line of the feed that has grown; no line for other events."""
    if event.name != FeedGrew.NAME:
        return []
    line = f"{WEBHOOK_LINE_FAMILY}:{FeedGrew.read(event).connection}"
    ensure_line(consumer=line)
    return [line]


class WebhookCarrier:
    """Carries the news that a feed has grown to the webhook of its system."""

    def __init__(self, line: str, _events: Iterable[Event]) -> None:
        self._connection = Connection.objects.get(pk=line.removeprefix(f"{WEBHOOK_LINE_FAMILY}:"))

    def carry(self, event: Event, *, at: datetime) -> str:
        """Send the last number of the feed, unless it was sent before; return the status of the response.

        One call tells of all that is there, however much waited behind a receiver that was away.
        """
        hook = webhook_of(self._connection)
        if hook is None or not self._connection.is_enabled:
            return ""
        feed = Feed.objects.get(connection=self._connection)
        if FeedGrew.read(event).seq <= feed.told:
            return ""
        # A receiver knows a repeat by its id: another number of the feed is another message.
        key = uuid.uuid5(event.uid, str(feed.last))
        data = {"connection": self._connection.code, "seq": feed.last}
        status = hook.send(key=f"msg_{key.hex}", kind=NEWS_KIND, data=data, at=at)
        Feed.objects.filter(connection=self._connection, told__lt=feed.last).update(told=feed.last)
        return str(status)


def webhook_of(connection: Connection) -> WebhookEndpoint | None:
    """Return the webhook of a connection, if it has one."""
    if not connection.is_pulled:
        return None
    chosen = AgencyApiSettings.model_validate(connection.settings)
    allowed = [ipaddress.ip_network(network) for network in settings.WEBHOOKS_MAY_REACH]
    if not chosen.webhook_url:
        return None
    return WebhookEndpoint(url=chosen.webhook_url, secrets=chosen.secrets, allowed=allowed, transport=chosen.transport)


def ping_webhook(*, connection: Connection, at: datetime) -> ConnectionCheck | None:
    """Send a test event to the webhook of a connection; return how it went, or None where it has none."""
    hook = webhook_of(connection)
    if hook is None:
        return None
    try:
        status = hook.send(key=f"msg_{uuid.uuid4().hex}", kind=TEST_KIND, data={"connection": connection.code}, at=at)
    except (Unreachable, Rejected) as error:
        return ConnectionCheck(is_ok=False, words=str(error))
    return ConnectionCheck(is_ok=True, words=_("The webhook answered %d.") % status)
