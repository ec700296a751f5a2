from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.applications.test_races import at_once
from tests.outbox.consumers import ThingEnded, ThingHappened
from vikno.outbox import tasks
from vikno.outbox.delivery_policies import CONSUMER_RETRY
from vikno.outbox.models import Delivery, DeliveryStatus
from vikno.outbox.operations import deliver, deliver_due, record_event

pytestmark = pytest.mark.django_db


def owed(at, event=None) -> Delivery:
    return record_event(event or ThingHappened(), subject_id="thing:1", at=at).deliveries.get()


def test_a_delivered_event_is_heard_once_and_done(noon, heard):
    delivery = owed(noon)

    assert deliver(delivery_id=delivery.pk, at=noon)
    assert not deliver(delivery_id=delivery.pk, at=noon + CONSUMER_RETRY.lease * 2)

    delivery.refresh_from_db()
    assert heard == [("thing.happened", noon)]
    assert (delivery.status, delivery.attempts, delivery.done_at) == (DeliveryStatus.DONE, 1, noon)


def test_events_are_heard_in_the_order_they_happened(noon, heard):
    for minute, event in ((2, ThingHappened()), (0, ThingHappened()), (1, ThingEnded())):
        owed(noon + timedelta(minutes=minute), event)

    assert deliver_due(at=noon + timedelta(hours=1)) == 3

    assert [name for name, _ in heard] == ["thing.happened", "thing.ended", "thing.happened"]


def test_one_event_can_be_delivered_alone(noon, heard):
    owed(noon, ThingEnded())
    delivery = owed(noon)

    deliver_due(at=noon, event_id=delivery.event_id)

    assert [name for name, _ in heard] == ["thing.happened"]


def test_what_is_not_due_waits(noon, heard):
    owed(noon + timedelta(seconds=1))

    assert deliver_due(at=noon) == 0
    assert heard == []


def test_a_failed_attempt_is_put_off_by_the_delays_and_given_up_at_last(noon, heard, failing):
    delivery = owed(noon)
    at, waits = noon, []

    while delivery.status == DeliveryStatus.WAITING:
        deliver(delivery_id=delivery.pk, at=at)
        delivery.refresh_from_db()
        waits.append(delivery.next_try_at - at)
        at = delivery.next_try_at

    assert waits[: len(CONSUMER_RETRY.delays)] == list(CONSUMER_RETRY.delays)
    assert set(waits[len(CONSUMER_RETRY.delays) : -1]) == {CONSUMER_RETRY.delays[-1]}
    assert (delivery.status, delivery.attempts, len(heard)) == (
        DeliveryStatus.GIVEN_UP,
        CONSUMER_RETRY.max_attempts,
        CONSUMER_RETRY.max_attempts,
    )


def test_a_failed_attempt_can_be_made_good(noon, heard, failing, settings):
    delivery = owed(noon)
    deliver(delivery_id=delivery.pk, at=noon)
    settings.OUTBOX_CONSUMERS = {"listener": "tests.outbox.consumers.listen"}

    assert deliver_due(at=noon + timedelta(seconds=29)) == 0
    assert deliver_due(at=noon + timedelta(seconds=30)) == 1

    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.trouble) == (DeliveryStatus.DONE, 2, "")


def test_what_went_wrong_is_named_without_its_words(noon, failing, caplog):
    delivery = owed(noon)

    deliver(delivery_id=delivery.pk, at=noon)

    delivery.refresh_from_db()
    assert delivery.trouble == "tests.outbox.consumers.Unwell"
    assert "delivering thing.happened to listener" in caplog.text


def test_a_consumer_that_fails_does_not_hold_up_the_others(noon, heard, settings):
    settings.OUTBOX_CONSUMERS = {"a": "tests.outbox.consumers.fail", "b": "tests.outbox.consumers.listen"}
    event = record_event(ThingHappened(), subject_id="thing:1", at=noon)

    deliver_due(at=noon)

    states = dict(event.deliveries.values_list("consumer", "status"))
    assert states == {"a": DeliveryStatus.WAITING, "b": DeliveryStatus.DONE}


def test_a_dead_worker_gives_its_delivery_back_when_the_lease_ends(noon, heard, deadly, settings):
    delivery = owed(noon)
    with pytest.raises(KeyboardInterrupt):
        deliver(delivery_id=delivery.pk, at=noon)
    settings.OUTBOX_CONSUMERS = {"listener": "tests.outbox.consumers.listen"}

    assert not deliver(delivery_id=delivery.pk, at=noon + CONSUMER_RETRY.lease - timedelta(seconds=1))
    assert deliver(delivery_id=delivery.pk, at=noon + CONSUMER_RETRY.lease)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.DONE, 2)


def test_a_delivery_that_takes_every_worker_down_is_given_up(noon, heard, deadly):
    delivery = owed(noon)
    at = noon

    for _ in range(CONSUMER_RETRY.max_attempts):
        with pytest.raises(KeyboardInterrupt):
            deliver(delivery_id=delivery.pk, at=at)
        at += CONSUMER_RETRY.lease
    assert deliver(delivery_id=delivery.pk, at=at)

    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.GIVEN_UP
    assert len(heard) == CONSUMER_RETRY.max_attempts


def test_a_sweep_takes_up_what_a_lost_poke_left_behind(heard):
    owed(timezone.now())

    tasks.sweep.call()

    assert [name for name, _ in heard] == ["thing.happened"]


def test_a_poke_delivers_its_own_event(heard):
    delivery = owed(timezone.now())

    tasks.deliver_event.call(delivery.event_id)

    assert len(heard) == 1


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_deliver_once(noon, heard):
    with transaction.atomic():
        deliveries = [owed(noon) for _ in range(20)]

    at_once(*[lambda: deliver_due(at=noon)] * 4)

    assert len(heard) == len(deliveries)
    assert set(Delivery.objects.values_list("status", "attempts")) == {(DeliveryStatus.DONE, 1)}
