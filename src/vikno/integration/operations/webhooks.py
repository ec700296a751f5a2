"""Telling a system that its feed has grown: thin, signed, on a line of its own, so that a deaf webhook holds up nothing."""

import ipaddress
import uuid
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

# What the receiver reads as the kind of the event.
NEWS, TEST = "feed.news", "feed.test"


def webhook_lines_for(event: Event) -> list[str]:
    """Return the line on which it is told that a feed has grown; none for other events."""
    if event.name != FeedGrew.NAME:
        return []
    line = f"{WEBHOOK_LINE_FAMILY}:{FeedGrew.read(event).connection}"
    ensure_line(consumer=line)
    return [line]


def notify_webhook(line: str, event: Event, at: datetime) -> str:
    """Tell one system that there is news up to a number, unless it was told already. Raises `Unreachable`, `Rejected`.

    It is told of all that is there, so what waited behind a receiver that was away costs one call.
    """
    connection = Connection.objects.get(pk=line.removeprefix(f"{WEBHOOK_LINE_FAMILY}:"))
    hook = webhook_of(connection)
    if hook is None or not connection.is_enabled:
        return ""
    feed = Feed.objects.get(connection=connection)
    if FeedGrew.read(event).seq <= feed.told:
        return ""
    data = {"connection": connection.code, "seq": feed.last}
    # Who knows a repeat by its id is not to take more news for one.
    key = uuid.uuid5(event.uid, str(feed.last))
    status = hook.send(key=f"msg_{key.hex}", kind=NEWS, data=data, at=at)
    Feed.objects.filter(connection=connection, told__lt=feed.last).update(told=feed.last)
    return str(status)


def webhook_of(connection: Connection) -> WebhookEndpoint | None:
    """Return the webhook of a connection, if it has one."""
    if not connection.is_pulled:
        return None
    chosen = AgencyApiSettings.model_validate(connection.settings)
    allowed = [ipaddress.ip_network(one) for one in settings.WEBHOOKS_MAY_REACH]
    if not chosen.webhook_url:
        return None
    return WebhookEndpoint(url=chosen.webhook_url, secrets=chosen.secrets, allowed=allowed, transport=chosen.transport)


def ping_webhook(*, connection: Connection, at: datetime) -> ConnectionCheck | None:
    """Send a test event to the webhook of a connection, and say what came of it; nothing where it has none."""
    hook = webhook_of(connection)
    if hook is None:
        return None
    try:
        status = hook.send(key=f"msg_{uuid.uuid4().hex}", kind=TEST, data={"connection": connection.code}, at=at)
    except (Unreachable, Rejected) as error:
        return ConnectionCheck(is_ok=False, words=str(error))
    return ConnectionCheck(is_ok=True, words=_("The webhook answered %d.") % status)
