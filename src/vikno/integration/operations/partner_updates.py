"""Updates that a system posts by the agency API: stored like any message, and applied at once."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from vikno.integration.connectors.agency_api import serialize_update
from vikno.integration.connectors.base import CaseUpdate, RawInboundMessage
from vikno.integration.models import Connection, InboundMessage
from vikno.integration.operations.inbound_messages import handle_leased_message, handle_message, store_message
from vikno.kernel.errors import Refused

CONTACT_WRITE_INTERVAL = timedelta(minutes=1)


class MessageKeyReused(Refused):
    """A message with this key came before and held something else."""


def record_partner_update(
    *, connection: Connection, key: str, kind: str, update: CaseUpdate, at: datetime
) -> InboundMessage:
    """Store an update and apply it at once; return the message as it stands then.

    The same key is the same message. Raises `MessageKeyReused` where it held something else.
    """
    incoming = RawInboundMessage(id=key, kind=kind, body=serialize_update(update), at=update.at)
    message, is_new = store_message(connection=connection, incoming=incoming, at=at, is_held=True)
    if is_new:
        return handle_leased_message(message=message, at=at)
    if (message.kind, bytes(message.body)) != (kind, incoming.body):
        raise MessageKeyReused(_("Another message was sent under this key."))
    return handle_message(message=message, at=at)


def note_contact(*, connection: Connection, at: datetime) -> None:
    """Save that the system has called, to the minute."""
    stale = Q(polled_at=None) | Q(polled_at__lt=at - CONTACT_WRITE_INTERVAL)
    Connection.objects.filter(stale, pk=connection.pk).update(polled_at=at)
