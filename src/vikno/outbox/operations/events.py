"""Recording events, with a delivery for each consumer."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from vikno.outbox.domain_events import DomainEvent
from vikno.outbox.line_directory import line_directory
from vikno.outbox.models import Delivery, Event


def record_event(event: DomainEvent, *, subject_id: str, at: datetime) -> Event:
    """Store an event and a delivery for each consumer, in the caller's transaction: they exist exactly when the change does.

    `subject_id` names what the event is about. On a line to a partner, events of one subject go out in order.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction that makes it true.")
    row = Event.objects.create(
        name=event.NAME, version=event.VERSION, subject_id=subject_id, payload=event.to_payload(), happened_at=at
    )
    Delivery.objects.bulk_create(
        Delivery(event=row, consumer=consumer, subject_id=subject_id, next_try_at=at)
        for consumer in (*settings.OUTBOX_CONSUMERS, *line_directory().lines_for(row))
    )
    task = import_string("vikno.outbox.tasks.deliver_event")
    # The change stands even if the task is lost: the sweep finds deliveries that are due.
    transaction.on_commit(lambda: task.enqueue(row.pk), robust=True)
    return row
