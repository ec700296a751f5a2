"""Writing down what happened, and what is owed to whom."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from vikno.outbox.models import Delivery, Event


def record(*, name: str, subject_id: str, payload: dict[str, Any], at: datetime) -> Event:
    """Write an event, and what is owed to each consumer, in the caller's transaction: they exist exactly when the change does."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction that makes it true.")
    event = Event.objects.create(name=name, subject_id=subject_id, payload=payload, happened_at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, consumer=consumer, subject_id=subject_id, next_try_at=at)
        for consumer in (*settings.OUTBOX_CONSUMERS, *_lines(event))
    )
    poke = import_string("vikno.outbox.tasks.deliver_event")
    # The change stands whether or not the poke gets through: a sweep finds what was not poked.
    transaction.on_commit(lambda: poke.enqueue(event.pk), robust=True)
    return event


def _lines(event: Event) -> list[str]:
    """Return the lines to partners on which this event goes out: who knows partners stands above us, named in settings."""
    return [line for path in settings.OUTBOX_ROUTES for line in import_string(path)(event)]


def delete_old_tasks(*, at: datetime) -> int:
    """Delete the rows of background tasks that nobody needs any more; return how many.

    Done ones after two days, failed ones after two weeks; one that still «runs» after a day was killed with its worker.
    """
    ended = DBTaskResult.objects.successful().filter(finished_at__lt=at - timedelta(days=2))
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=at - timedelta(days=14))
    killed = DBTaskResult.objects.running().filter(started_at__lt=at - timedelta(days=1))
    return sum(rows.order_by().delete()[0] for rows in (ended, failed, killed))
