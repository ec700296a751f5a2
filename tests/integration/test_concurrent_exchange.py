"""The exchange as it runs: threads, processes, several workers at once."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from tests import factories
from tests.applications.test_races import at_once
from tests.misbehaving_server import saying
from tests.patience import PATIENCE_SECONDS, wait_until
from vikno.applications.models import ApplicationStatus, StatusChange
from vikno.centres.models import Centre
from vikno.integration import operations
from vikno.integration.connectors.base import RawInboundMessage
from vikno.integration.models import FeedItem, InboundMessage, Milestone
from vikno.outbox.models import Delivery, DeliveryStatus

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(database.vendor != "postgresql", reason="races are shown on PostgreSQL"),
]


def test_four_workers_deliver_each_case_once(joined, desk, officer, noon):
    cases = [factories.submitted(centre=officer.centre) for _ in range(20)]

    at_once(*[lambda: operations.run_exchange_once(at=noon)] * 4)

    assert sorted(number for number, _kind, _id in desk.got) == sorted(case.number for case in cases)
    assert Milestone.objects.filter(kind="sent").count() == 20
    states = Delivery.objects.filter(consumer=joined.line).values_list("status", "attempts")
    assert set(states) == {(DeliveryStatus.DONE, 1)}


def test_a_message_that_comes_many_times_at_once_is_followed_once(joined, case, noon):
    body = json.dumps({"application": case.number, "status": "У роботі"}).encode()
    incoming = RawInboundMessage(id="1", kind="said", body=body)

    def bring() -> None:
        message, _new = operations.store_message(connection=joined, incoming=incoming, at=noon)
        operations.handle_message(message=message, at=noon)

    at_once(*[bring] * 8)

    assert InboundMessage.objects.count() == 1
    assert StatusChange.objects.filter(application=case, after=ApplicationStatus.IN_WORK).count() == 1


def test_a_thousand_messages_at_once_are_all_handled(joined, case, noon):
    def bring(first: int) -> None:
        for number in range(first, first + 250):
            values = {"application": case.number, "status": "У роботі", "order": number}
            incoming = RawInboundMessage(id=str(number), kind="said", body=json.dumps(values).encode())
            message, _new = operations.store_message(connection=joined, incoming=incoming, at=noon)
            operations.handle_message(message=message, at=noon)

    at_once(*[lambda first=first: bring(first) for first in (1, 251, 501, 751)])
    for minutes in range(1, 200, 20):
        operations.handle_due_messages(connection=joined, at=noon + timedelta(minutes=minutes), most=2000)

    left = InboundMessage.objects.exclude(status__in=["handled", "late"])
    assert (InboundMessage.objects.count(), left.count()) == (1000, 0)
    assert StatusChange.objects.filter(application=case, after=ApplicationStatus.IN_WORK).count() == 1


@contextmanager
def running(*, threads: int) -> Iterator[None]:
    """Run the exchange during the test with this number of threads on each line; check that it stops."""
    stop = threading.Event()
    runs = threading.Thread(target=operations.ExchangeRunner(threads=threads, stop=stop).run)
    runs.start()
    try:
        yield
    finally:
        stop.set()
        runs.join(timeout=PATIENCE_SECONDS)
    assert not runs.is_alive()


def hand_in(centre: Centre, number: int) -> None:
    """Submit this number of cases; they are due at once."""
    for _ in range(number):
        factories.submitted(centre=centre)
    Delivery.objects.filter(attempts=0).update(next_try_at=timezone.now())


def test_the_exchange_runs_until_it_is_told_to_stop(joined, desk, officer):
    with running(threads=2):
        hand_in(officer.centre, 3)
        wait_until(lambda: len(desk.got) == 3)


def test_a_silent_webhook_holds_up_no_case(officer, noon, settings):
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8"]
    # The receiver hangs up before the exchange is stopped, which then has nobody to wait for.
    with running(threads=1), saying() as url:
        webhook = {"webhook_url": url, "webhook_secret": f"whsec_{b64encode(bytes(24)).decode()}"}
        edms = operations.connect(
            code="edms", name="СЕД", connector="agency_api", centre=officer.centre, settings=webhook, actor="t", at=noon
        )
        operations.add_routes(connection=edms, every_service=True)
        hooks = Delivery.objects.filter(consumer=edms.webhook_line)
        hand_in(officer.centre, 1)
        wait_until(hooks.filter(attempts=1).exists)

        hand_in(officer.centre, 5)
        wait_until(lambda: Delivery.objects.filter(consumer=edms.line, status=DeliveryStatus.DONE).count() == 6)

        # The first call still waits for its answer.
        assert set(hooks.values_list("status", "trouble")) == {(DeliveryStatus.WAITING, "")}
        assert FeedItem.objects.filter(connection=edms).count() == 6
