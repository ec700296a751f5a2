"""Lines to partner systems: in order, leased in handfuls, behind a circuit breaker; and what a person does with them."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbox.models import (
    BREAKER_MAX_PAUSE,
    BREAKER_MIN_PAUSE,
    BREAKER_THRESHOLD,
    LEASE,
    Delivery,
    DeliveryFailure,
    DeliveryLine,
    DeliveryStatus,
    Event,
)
from vikno.outbox.operations.deliveries import (
    error_name,
    has_exhausted_attempts,
    mark_delivered,
    record_failure,
    retry_delay,
)

logger = logging.getLogger(__name__)

# Partners come back at once for all that waits: a part of chance keeps their clients from knocking in step.
JITTER = 0.25
# A success is noted this often at most: the row of a busy line would be written a hundred times a second.
SUCCESS_WRITE_INTERVAL = timedelta(seconds=10)

# Hands one event over at a time, and returns what the partner said.
Carrier = Callable[[Event, datetime], str]


def ensure_line(*, consumer: str) -> DeliveryLine:
    """Make the line, unless there is one."""
    return DeliveryLine.objects.get_or_create(consumer=consumer)[0]


@transaction.atomic
def lease_due(*, consumer: str, at: datetime, most: int = 4) -> list[Delivery]:
    """Lease what is due on a line and has nothing before it, at most so many; one, while it is tried whether the partner is back.

    Nobody else is given these until the lease ends. A line that is paused or broken gives nothing.
    """
    line = DeliveryLine.objects.filter(consumer=consumer).first()
    if line is None or not line.accepts_deliveries(at):
        return []
    if line.is_half_open:
        most = 1
        # Of several workers one makes the try: who moves the mark.
        tries = DeliveryLine.objects.filter(pk=line.pk, broken_until=line.broken_until)
        if not tries.update(broken_until=at + BREAKER_MIN_PAUSE):
            return []
    due = Delivery.objects.due(at).filter(consumer=consumer).in_order()
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(of=["self"], skip_locked=True)
    keys = list(due.values_list("pk", flat=True)[:most])
    if not keys:
        return []
    # The attempt is counted before it is made: one that takes its worker down with it is not tried for ever.
    Delivery.objects.filter(pk__in=keys).update(next_try_at=at + LEASE, attempts=F("attempts") + 1)
    return list(Delivery.objects.filter(pk__in=keys).select_related("event").order_by("event"))


def deliver_batch(batch: list[Delivery], *, clock: Callable[[], datetime]) -> int:
    """Hand over leased deliveries of one line in turn, write down what became of each, and return how many were tried.

    When the partner is out of reach the rest go back untried. The function of the family is called with the events and the line,
    and gives who carries them: called with an event and the time, outside any transaction, at least once.
    """
    line = batch[0].consumer
    family = import_string(settings.OUTBOX_LINES[line.partition(":")[0]])
    carry: Carrier = family([one.event for one in batch], line=line)
    answered_at = None
    for number, delivery in enumerate(batch, start=1):
        at = clock()
        trouble = _tried(delivery, carry, at=at)
        if trouble == DeliveryFailure.UNREACHABLE:
            release_leases(deliveries=batch[number:], at=clock())
            return number
        # Who says no is there.
        if trouble != DeliveryFailure.FAULT and (answered_at is None or at >= answered_at + SUCCESS_WRITE_INTERVAL):
            _note_success(line, at=at)
            answered_at = at
    return len(batch)


def _tried(delivery: Delivery, carry: Carrier, *, at: datetime) -> DeliveryFailure | None:
    """Try one delivery; return the trouble there was, if there was one."""
    if has_exhausted_attempts(delivery):
        return _failed(delivery, at=at, trouble="the worker stopped in the middle of it", kind=DeliveryFailure.FAULT)
    try:
        said = carry(delivery.event, at)
    except Rejected as error:
        return _failed(delivery, at=at, trouble=str(error), kind=DeliveryFailure.REJECTED)
    except Unreachable as error:
        return _failed(delivery, at=at, trouble=str(error), kind=DeliveryFailure.UNREACHABLE, after=error.after)
    except Exception as error:
        logger.exception("delivering %s on %s", delivery.event.name, delivery.consumer)
        return _failed(delivery, at=at, trouble=error_name(error), kind=DeliveryFailure.FAULT)
    mark_delivered(delivery, at=at, receipt=said)
    return None


def _failed(
    delivery: Delivery, *, at: datetime, trouble: str, kind: DeliveryFailure, after: float | None = None
) -> DeliveryFailure:
    record_failure(delivery, at=at, trouble=trouble, kind=kind, wait=_wait(delivery.attempts, after))
    if kind == DeliveryFailure.UNREACHABLE:
        _note_failure(delivery.consumer, at=at, trouble=trouble)
    return kind


def _wait(attempts: int, after: float | None) -> timedelta:
    """Return how long to wait: as long as the partner asked at least, and a part of chance more."""
    wait = max(retry_delay(attempts), timedelta(seconds=after or 0))
    return wait * (1 + random.uniform(0, JITTER))  # noqa: S311 - no secret


def _note_success(consumer: str, *, at: datetime) -> None:
    """Write down that the partner answered: its line is whole again."""
    stale = Q(failures__gt=0) | Q(last_success_at=None) | Q(last_success_at__lt=at - SUCCESS_WRITE_INTERVAL)
    DeliveryLine.objects.filter(stale, consumer=consumer).update(last_success_at=at, failures=0, broken_until=None)


def _note_failure(consumer: str, *, at: datetime, trouble: str) -> None:
    """Write down that the partner could not be reached; after so many times in a row its line breaks for a while."""
    lines = DeliveryLine.objects.filter(consumer=consumer)
    lines.update(failures=F("failures") + 1, last_failure_at=at, last_trouble=trouble[:300])
    failures = lines.values_list("failures", flat=True).first() or 0
    if failures >= BREAKER_THRESHOLD:
        rest = min(BREAKER_MIN_PAUSE * 2 ** min(failures - BREAKER_THRESHOLD, 10), BREAKER_MAX_PAUSE)
        lines.update(broken_until=at + rest)


def release_leases(*, deliveries: list[Delivery], at: datetime) -> None:
    """Return leased deliveries untried: their line has just broken, and an attempt that was not made does not count."""
    keys = [one.pk for one in deliveries]
    Delivery.objects.filter(pk__in=keys).update(next_try_at=at, attempts=F("attempts") - 1)


@transaction.atomic
def pause(*, consumer: str, at: datetime) -> None:
    """Let nothing out on a line until it is resumed; what is on its way goes on."""
    DeliveryLine.objects.filter(consumer=consumer, paused_at=None).update(paused_at=at)


@transaction.atomic
def resume(*, consumer: str, at: datetime) -> None:
    """Open a line again, whether it was paused or broken; what waited out a failure is tried now."""
    DeliveryLine.objects.filter(consumer=consumer).update(paused_at=None, failures=0, broken_until=None)
    put_out = Delivery.objects.filter(consumer=consumer, status=DeliveryStatus.WAITING).exclude(trouble="")
    put_out.filter(next_try_at__gt=at + LEASE).update(next_try_at=at)


@transaction.atomic
def resend(*, delivery: Delivery, at: datetime) -> bool:
    """Try again what was given up; its attempts count anew. Return False where it is not given up any more."""
    given_up = Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.GIVEN_UP)
    return bool(given_up.update(status=DeliveryStatus.WAITING, attempts=0, next_try_at=at))


@transaction.atomic
def set_aside(*, delivery: Delivery, at: datetime) -> bool:
    """Give a delivery up for good, so that the later ones of its subject go out. Return False where it is done or set aside."""
    left = Delivery.objects.filter(pk=delivery.pk, status__in=[DeliveryStatus.GIVEN_UP, DeliveryStatus.WAITING])
    return bool(left.update(status=DeliveryStatus.SET_ASIDE, done_at=at))
