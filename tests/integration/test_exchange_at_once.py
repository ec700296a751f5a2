"""The exchange as it runs: threads, processes, several workers at once."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from tests import factories
from tests.applications.test_races import at_once
from vikno.applications.models import Status, StatusChange
from vikno.integration import operations
from vikno.integration.connectors.base import Incoming
from vikno.integration.models import InboundMessage, Milestone
from vikno.outbox.models import Delivery, DeliveryStatus

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(database.vendor != "postgresql", reason="races are shown on PostgreSQL"),
]


def test_four_workers_deliver_each_case_once(joined, desk, officer, noon):
    cases = [factories.submitted(centre=officer.centre) for _ in range(20)]

    at_once(*[lambda: operations.exchange(at=noon)] * 4)

    assert sorted(number for number, _kind, _id in desk.got) == sorted(case.number for case in cases)
    assert Milestone.objects.filter(kind="sent").count() == 20
    states = Delivery.objects.filter(consumer=joined.line).values_list("status", "attempts")
    assert set(states) == {(DeliveryStatus.DONE, 1)}


def test_a_message_that_comes_many_times_at_once_is_followed_once(joined, case, noon):
    body = json.dumps({"application": case.number, "status": "У роботі"}).encode()
    incoming = Incoming(id="1", kind="said", body=body)

    def bring() -> None:
        message, _new = operations.take_in(connection=joined, incoming=incoming, at=noon)
        operations.handle(message=message, at=noon)

    at_once(*[bring] * 8)

    assert InboundMessage.objects.count() == 1
    assert StatusChange.objects.filter(application=case, after=Status.IN_WORK).count() == 1


def test_a_thousand_messages_at_once_are_all_handled(joined, case, noon):
    def bring(first: int) -> None:
        for number in range(first, first + 250):
            said = {"application": case.number, "status": "У роботі", "order": number}
            incoming = Incoming(id=str(number), kind="said", body=json.dumps(said).encode())
            message, _new = operations.take_in(connection=joined, incoming=incoming, at=noon)
            operations.handle(message=message, at=noon)

    at_once(*[lambda first=first: bring(first) for first in (1, 251, 501, 751)])
    for minutes in range(1, 200, 20):
        operations.handle_due(connection=joined, at=noon + timedelta(minutes=minutes), most=2000)

    left = InboundMessage.objects.exclude(status__in=["handled", "late"])
    assert (InboundMessage.objects.count(), left.count()) == (1000, 0)
    assert StatusChange.objects.filter(application=case, after=Status.IN_WORK).count() == 1


def test_the_exchange_runs_until_it_is_told_to_stop(joined, desk, officer):
    stop = threading.Event()
    runs = threading.Thread(target=operations.Exchange(threads=2, stop=stop).run)
    runs.start()
    cases = [factories.submitted(centre=officer.centre) for _ in range(3)]
    Delivery.objects.update(next_try_at=timezone.now())
    until = time.monotonic() + 30
    while len(desk.got) < 3 and time.monotonic() < until:
        time.sleep(0.1)
    stop.set()
    runs.join(timeout=30)

    assert not runs.is_alive()
    assert len(desk.got) == len(cases)
