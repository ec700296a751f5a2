"""Handing events to the consumers inside this portal."""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from vikno.outbox.models import LEASE, MAX_ATTEMPTS, RETRY_DELAYS, Delivery, DeliveryFailure, DeliveryStatus

logger = logging.getLogger(__name__)


def deliver_due(*, at: datetime, event_id: int | None = None, most: int = 200) -> int:
    """Try what is due at `at` within the portal, of one event or of all; return how many were tried."""
    waiting = Delivery.objects.due(at).filter(consumer__in=settings.OUTBOX_CONSUMERS)
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
    if has_exhausted_attempts(delivery):
        record_failure(delivery, at=at, trouble="the worker stopped in the middle of it")
        return True
    try:
        import_string(settings.OUTBOX_CONSUMERS[delivery.consumer])(delivery.event, at=at)
    except Exception as error:
        logger.exception("delivering %s to %s", delivery.event.name, delivery.consumer)
        record_failure(delivery, at=at, trouble=error_name(error))
    else:
        mark_delivered(delivery, at=at)
    return True


def has_exhausted_attempts(delivery: Delivery) -> bool:
    """Tell whether every attempt was begun and none ended."""
    return delivery.attempts > MAX_ATTEMPTS


def error_name(error: Exception) -> str:
    """Return what is kept of a fault: its name, not its words, which may hold an address. The log has them, masked."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def mark_delivered(delivery: Delivery, *, at: datetime, receipt: str = "") -> None:
    """Write down that a delivery succeeded."""
    delivery.status, delivery.done_at, delivery.receipt = DeliveryStatus.DONE, at, receipt[:300]
    delivery.trouble = delivery.trouble_kind = ""
    delivery.save(update_fields=["status", "done_at", "receipt", "trouble", "trouble_kind"])


def record_failure(
    delivery: Delivery,
    *,
    at: datetime,
    trouble: str,
    kind: DeliveryFailure = DeliveryFailure.FAULT,
    wait: timedelta | None = None,
) -> None:
    """Write down a failure, and when it is tried again: after `wait`, or by the table of delays. After the last one, give up."""
    delivery.trouble, delivery.trouble_kind = trouble[:300], kind
    if kind == DeliveryFailure.REJECTED or delivery.attempts >= MAX_ATTEMPTS:
        delivery.status = DeliveryStatus.GIVEN_UP
    else:
        delivery.next_try_at = at + (wait or retry_delay(delivery.attempts))
    delivery.save(update_fields=["trouble", "trouble_kind", "status", "next_try_at"])


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts."""
    return RETRY_DELAYS[min(attempts, len(RETRY_DELAYS)) - 1]
