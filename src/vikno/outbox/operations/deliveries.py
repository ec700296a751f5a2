"""Deliveries to the consumers inside this portal."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from vikno.outbox.delivery_policies import CONSUMER_RETRY
from vikno.outbox.models import Delivery, Event
from vikno.outbox.operations.attempts import attempt_delivery


@dataclass(frozen=True, kw_only=True)
class ConsumerCarrier:
    """Carries events to a consumer: a function of this portal, named in the setting OUTBOX_CONSUMERS.

    It is called with the event and `at`, outside a transaction, so that it can speak to the outside without holding the
    database; it writes in its own, and knows a repeat by the event.
    """

    name: str

    def carry(self, event: Event, *, at: datetime) -> str:
        import_string(settings.OUTBOX_CONSUMERS[self.name])(event, at=at)
        return ""


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
    """Try one delivery; return False when another worker holds it or it is done."""
    due = Delivery.objects.due(at).filter(pk=delivery_id).order_by()
    if not due.update(**CONSUMER_RETRY.lease_columns(at)):
        return False
    delivery = Delivery.objects.select_related("event").get(pk=delivery_id)
    attempt_delivery(delivery, ConsumerCarrier(name=delivery.consumer), policy=CONSUMER_RETRY, at=at)
    return True
