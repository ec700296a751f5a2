"""Lines to partner systems: in order, leased in small batches, behind a circuit breaker; and what a person does with them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from vikno.outbox.delivery_policies import LINE_BREAKER, LINE_RETRY
from vikno.outbox.line_directory import line_directory
from vikno.outbox.models import Delivery, DeliveryFailure, DeliveryLine, DeliveryStatus
from vikno.outbox.operations.attempts import attempt_delivery

# A success is saved this often at most: the row of a busy line would be written a hundred times a second.
SUCCESS_WRITE_INTERVAL = timedelta(seconds=10)


def ensure_line(*, consumer: str) -> DeliveryLine:
    """Create the line, unless there is one."""
    return DeliveryLine.objects.get_or_create(consumer=consumer)[0]


@transaction.atomic
def lease_due(*, consumer: str, at: datetime, most: int = 4) -> list[Delivery]:
    """Lease at most so many deliveries of a line that are due and have nothing before them; one where the line is half open.

    No other worker gets these until the lease ends. A line that is paused or broken gives nothing.
    """
    line = DeliveryLine.objects.filter(consumer=consumer).first()
    if line is None or not line.accepts_deliveries(at):
        return []
    if line.is_half_open:
        most = 1
        # Of several workers one makes the attempt: the one that moves the mark.
        tries = DeliveryLine.objects.filter(pk=line.pk, broken_until=line.broken_until)
        if not tries.update(broken_until=at + LINE_BREAKER.backoff.first):
            return []
    due = Delivery.objects.due(at).filter(consumer=consumer).in_order()
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(of=["self"], skip_locked=True)
    keys = list(due.values_list("pk", flat=True)[:most])
    if not keys:
        return []
    Delivery.objects.filter(pk__in=keys).update(**LINE_RETRY.lease_columns(at))
    return list(Delivery.objects.filter(pk__in=keys).select_related("event").order_by("event"))


def deliver_batch(batch: list[Delivery], *, clock: Callable[[], datetime]) -> int:
    """Try leased deliveries of one line in turn and save how each ended; return how many were tried.

    When the partner is out of reach the rest go back untried.
    """
    line = batch[0].consumer
    carrier = line_directory().carrier_for(line, [delivery.event for delivery in batch])
    answered_at = None
    for number, delivery in enumerate(batch, start=1):
        at = clock()
        failure = attempt_delivery(delivery, carrier, policy=LINE_RETRY, at=at)
        if failure == DeliveryFailure.UNREACHABLE:
            _note_failure(line, at=at, trouble=delivery.trouble)
            release_leases(deliveries=batch[number:], at=clock())
            return number
        # A partner that rejects is there.
        if failure != DeliveryFailure.FAULT and (answered_at is None or at >= answered_at + SUCCESS_WRITE_INTERVAL):
            _note_success(line, at=at)
            answered_at = at
    return len(batch)


def _note_success(consumer: str, *, at: datetime) -> None:
    """Save that the partner answered: its line is whole again."""
    stale = Q(failures__gt=0) | Q(last_success_at=None) | Q(last_success_at__lt=at - SUCCESS_WRITE_INTERVAL)
    DeliveryLine.objects.filter(stale, consumer=consumer).update(last_success_at=at, failures=0, broken_until=None)


def _note_failure(consumer: str, *, at: datetime, trouble: str) -> None:
    """Save that the partner could not be reached; after so many times in a row its line breaks for a while."""
    lines = DeliveryLine.objects.filter(consumer=consumer)
    lines.update(failures=F("failures") + 1, last_failure_at=at, last_trouble=trouble[:300])
    failures = lines.values_list("failures", flat=True).first() or 0
    if pause_length := LINE_BREAKER.pause_after(failures):
        lines.update(broken_until=at + pause_length)


def release_leases(*, deliveries: list[Delivery], at: datetime) -> None:
    """Give leased deliveries back untried: their line has just broken, and an attempt that was not made does not count."""
    keys = [delivery.pk for delivery in deliveries]
    Delivery.objects.filter(pk__in=keys).update(next_try_at=at, attempts=F("attempts") - 1)


@transaction.atomic
def pause(*, consumer: str, at: datetime) -> None:
    """Deliver nothing on a line until it is resumed; what is leased already goes on."""
    DeliveryLine.objects.filter(consumer=consumer, paused_at=None).update(paused_at=at)


@transaction.atomic
def resume(*, consumer: str, at: datetime) -> None:
    """Open a line again, whether it was paused or broken; what waits after a failure is tried now."""
    DeliveryLine.objects.filter(consumer=consumer).update(paused_at=None, failures=0, broken_until=None)
    delayed = Delivery.objects.filter(consumer=consumer, status=DeliveryStatus.WAITING).exclude(trouble="")
    delayed.filter(next_try_at__gt=at + LINE_RETRY.lease).update(next_try_at=at)


@transaction.atomic
def resend(*, delivery: Delivery, at: datetime) -> bool:
    """Let a delivery be tried again that was given up, with new attempts. Return False where it is not given up any more."""
    given_up = Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.GIVEN_UP)
    return bool(given_up.update(status=DeliveryStatus.WAITING, attempts=0, next_try_at=at))


@transaction.atomic
def set_aside(*, delivery: Delivery, at: datetime) -> bool:
    """Give a delivery up for good, so that the later ones of its subject go out. Return False where it is done or set aside."""
    open_delivery = Delivery.objects.filter(
        pk=delivery.pk, status__in=[DeliveryStatus.GIVEN_UP, DeliveryStatus.WAITING]
    )
    return bool(open_delivery.update(status=DeliveryStatus.SET_ASIDE, done_at=at))
