"""One attempt at a delivery, and how it ended."""

import logging
from datetime import datetime

from vikno.kernel.errors import Rejected, Unreachable
from vikno.kernel.retry import RetryPolicy
from vikno.outbox.line_directory import Carrier
from vikno.outbox.models import Delivery, DeliveryFailure, DeliveryStatus

logger = logging.getLogger(__name__)


def attempt_delivery(
    delivery: Delivery, carrier: Carrier, *, policy: RetryPolicy, at: datetime
) -> DeliveryFailure | None:
    """Try a delivery that is leased, and save how it ended; return the failure, or None."""
    if policy.is_overrun(delivery.attempts):
        return _save_failure(
            delivery, DeliveryFailure.FAULT, "the worker stopped in the middle of it", policy=policy, at=at
        )
    try:
        receipt = carrier.carry(delivery.event, at=at)
    except Rejected as error:
        return _save_failure(delivery, DeliveryFailure.REJECTED, str(error), policy=policy, at=at)
    except Unreachable as error:
        return _save_failure(
            delivery, DeliveryFailure.UNREACHABLE, str(error), policy=policy, at=at, at_least=error.after
        )
    except Exception as error:
        logger.exception("delivering %s to %s", delivery.event.name, delivery.consumer)
        # The name of the error without its words, which may hold an address. The log has them, masked.
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        return _save_failure(delivery, DeliveryFailure.FAULT, name, policy=policy, at=at)
    delivery.status, delivery.done_at, delivery.receipt = DeliveryStatus.DONE, at, receipt[:300]
    delivery.trouble = delivery.trouble_kind = ""
    delivery.save(update_fields=["status", "done_at", "receipt", "trouble", "trouble_kind"])
    return None


def _save_failure(
    delivery: Delivery,
    kind: DeliveryFailure,
    trouble: str,
    *,
    policy: RetryPolicy,
    at: datetime,
    at_least: float | None = None,
) -> DeliveryFailure:
    """Save a failure, and when the delivery is tried again; give it up where it was rejected or had its last attempt."""
    delivery.trouble, delivery.trouble_kind = trouble[:300], kind
    delay = None if kind == DeliveryFailure.REJECTED else policy.delay_after(delivery.attempts, at_least=at_least)
    if delay is None:
        delivery.status = DeliveryStatus.GIVEN_UP
    else:
        delivery.next_try_at = at + delay
    delivery.save(update_fields=["trouble", "trouble_kind", "status", "next_try_at"])
    return kind
