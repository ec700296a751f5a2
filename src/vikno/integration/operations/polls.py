"""Polls of partner systems for their messages, at an interval or after a hint that there are some."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from vikno.integration.models import Connection
from vikno.integration.operations.inbound_messages import store_message
from vikno.integration.queries import connector_of
from vikno.kernel.errors import Rejected, Unreachable
from vikno.kernel.retry import Backoff

POLL_LEASE = timedelta(minutes=10)
MAX_POLL_DELAY = timedelta(minutes=15)


def poll_connection(*, connection: Connection, at: datetime) -> int:
    """Fetch the messages of a partner; return how many were new. One worker at a time does it, at the interval of the settings.

    A message is stored before it is confirmed to the other side, and the cursor moves after that: a worker that is killed at
    any line loses nothing.
    """
    due = Connection.objects.filter(Q(poll_at=None) | Q(poll_at__lte=at), pk=connection.pk, is_enabled=True)
    if not due.update(poll_at=at + POLL_LEASE):
        return 0
    connection.refresh_from_db()
    interval = timedelta(seconds=settings.EXCHANGE_POLL_SECONDS)
    try:
        connector, new = connector_of(connection), 0
        for incoming, cursor in connector.poll(connection.cursor):
            new += store_message(connection=connection, incoming=incoming, at=at)[1]
            connector.confirm(incoming)
            Connection.objects.filter(pk=connection.pk).update(cursor=cursor)
    except (Unreachable, Rejected) as error:
        _save_poll_failure(connection, interval, at=at, trouble=str(error))
        return 0
    except Exception:
        _save_poll_failure(connection, interval, at=at, trouble="a fault of ours")
        raise
    Connection.objects.filter(pk=connection.pk).update(
        polled_at=at, poll_at=at + interval, poll_failures=0, poll_trouble=""
    )
    return new


def _save_poll_failure(connection: Connection, interval: timedelta, *, at: datetime, trouble: str) -> None:
    """Save a failure; the next poll comes later each time."""
    failures = connection.poll_failures + 1
    Connection.objects.filter(pk=connection.pk).update(
        poll_failures=failures,
        poll_trouble=trouble[:300],
        poll_at=at + Backoff(first=interval, longest=MAX_POLL_DELAY).delay_after(failures),
    )


@transaction.atomic
def request_poll(*, connection: Connection) -> None:
    """Make the poll of a partner due at once, after a hint that it has messages. Only the poll itself is trusted."""
    Connection.objects.filter(pk=connection.pk).update(poll_at=None)
