"""Recording facts and handing each to its consumers, at least once."""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from vikno.outbox.models import DELAYS, LEASE, MOST_ATTEMPTS, Delivery, DeliveryStatus, Event

logger = logging.getLogger(__name__)


def record(*, name: str, subject_id: str, payload: dict[str, Any], at: datetime) -> Event:
    """Write an event, and what is owed to each consumer, in the caller's transaction: they exist exactly when the change does."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction that makes it true.")
    event = Event.objects.create(name=name, subject_id=subject_id, payload=payload, happened_at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, consumer=consumer, next_try_at=at) for consumer in settings.OUTBOX_CONSUMERS
    )
    poke = import_string("vikno.outbox.tasks.deliver_event")
    # The change stands whether or not the poke gets through: a sweep finds what was not poked.
    transaction.on_commit(lambda: poke.enqueue(event.pk), robust=True)
    return event


def deliver_due(*, at: datetime, event_id: int | None = None, most: int = 200) -> int:
    """Try what is due at `at`, of one event or of all; return how many were tried."""
    waiting = Delivery.objects.due(at)
    if event_id is not None:
        waiting = waiting.filter(event_id=event_id)
    began = time.monotonic()
    tried = 0
    for pk in list(waiting.values_list("pk", flat=True)[:most]):
        # Consumers take their time: a lease counts from when its own delivery begins.
        tried += deliver(delivery_id=pk, at=at + timedelta(seconds=time.monotonic() - began))
    return tried


def deliver(*, delivery_id: int, at: datetime) -> bool:
    """Try one delivery; return False when another worker holds it or it is done.

    A consumer is a function called with the event and `at`, at least once. It is not called inside a transaction, so that it
    can speak to the outside without holding the database; what it writes, it writes in its own, and knows a repeat by the event.
    """
    taken = Delivery.objects.due(at).filter(pk=delivery_id).order_by()
    # The attempt is counted before it is made: one that takes its worker down with it is not tried for ever.
    if not taken.update(next_try_at=at + LEASE, attempts=F("attempts") + 1):
        return False
    delivery = Delivery.objects.select_related("event").get(pk=delivery_id)
    if delivery.attempts > MOST_ATTEMPTS:
        _put_off(delivery, at=at, trouble="the worker stopped in the middle of it")
        return True
    try:
        import_string(settings.OUTBOX_CONSUMERS[delivery.consumer])(delivery.event, at=at)
    except Exception as error:
        logger.exception("delivering %s to %s", delivery.event.name, delivery.consumer)
        # The name of the error, not its words: those may hold an address. The log has them, masked.
        _put_off(delivery, at=at, trouble=f"{type(error).__module__}.{type(error).__qualname__}")
    else:
        delivery.status, delivery.done_at, delivery.trouble = DeliveryStatus.DONE, at, ""
        delivery.save(update_fields=["status", "done_at", "trouble"])
    return True


def _put_off(delivery: Delivery, *, at: datetime, trouble: str) -> None:
    delivery.trouble = trouble[:300]
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.status = DeliveryStatus.GIVEN_UP
    else:
        delivery.next_try_at = at + _delay_after(delivery.attempts)
    delivery.save(update_fields=["trouble", "status", "next_try_at"])


def _delay_after(attempts: int) -> timedelta:
    return DELAYS[min(attempts, len(DELAYS)) - 1]


def forget_tasks(*, at: datetime) -> int:
    """Delete the rows of background tasks that nobody needs any more; return how many.

    Done ones after two days, failed ones after two weeks; one that still «runs» after a day was killed with its worker.
    """
    ended = DBTaskResult.objects.successful().filter(finished_at__lt=at - timedelta(days=2))
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=at - timedelta(days=14))
    killed = DBTaskResult.objects.running().filter(started_at__lt=at - timedelta(days=1))
    return sum(rows.order_by().delete()[0] for rows in (ended, failed, killed))
