"""Recording facts and handing each to its consumers, at least once."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

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
    transaction.on_commit(lambda: poke.enqueue(event.pk))
    return event


def deliver_due(*, at: datetime, event_id: int | None = None, most: int = 200) -> int:
    """Try what is due, of one event or of all; return how many were tried."""
    waiting = Delivery.objects.due(at)
    if event_id is not None:
        waiting = waiting.filter(event_id=event_id)
    return sum(deliver(delivery_id=pk, at=at) for pk in waiting.values_list("pk", flat=True)[:most])


def deliver(*, delivery_id: int, at: datetime) -> bool:
    """Try one delivery; return False when another worker holds it or it is done."""
    taken = Delivery.objects.due(at).filter(pk=delivery_id).order_by().update(next_try_at=at + LEASE)
    if not taken:
        return False
    delivery = Delivery.objects.select_related("event").get(pk=delivery_id)
    consume = import_string(settings.OUTBOX_CONSUMERS[delivery.consumer])
    try:
        with transaction.atomic():
            consume(delivery.event, at=at)
    except Exception as error:
        logger.exception("delivering %s to %s", delivery.event.name, delivery.consumer)
        _put_off(delivery, at=at, trouble=f"{type(error).__name__}: {error}"[:300])
    else:
        delivery.status, delivery.done_at, delivery.trouble = DeliveryStatus.DONE, at, ""
        delivery.attempts += 1
        delivery.save(update_fields=["status", "done_at", "trouble", "attempts"])
    return True


def _put_off(delivery: Delivery, *, at: datetime, trouble: str) -> None:
    delivery.attempts += 1
    delivery.trouble = trouble
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.status = DeliveryStatus.GIVEN_UP
    else:
        delivery.next_try_at = at + _delay_after(delivery.attempts)
    delivery.save(update_fields=["attempts", "trouble", "status", "next_try_at"])


def _delay_after(attempts: int) -> timedelta:
    return DELAYS[min(attempts, len(DELAYS)) - 1]
