"""A bus that is silent or answers byte by byte: it costs as long as was agreed, and the case goes out later, once."""

import time
from datetime import timedelta

import pytest

from tests import factories
from tests.integration.sev_ovv import sample_letters
from vikno.integration import operations
from vikno.kernel.errors import Unreachable
from vikno.outbox.models import Delivery, DeliveryFailure, DeliveryStatus

# What is agreed for a bus with this trouble, and in which words it ends.
SLOW = pytest.mark.parametrize(
    ("trouble", "agreed", "words"),
    [
        ("slow", {"silence_seconds": 0.5}, "The bus cannot be reached: ReadTimeout"),
        ("slow", {"call_seconds": 0.5}, "The bus takes too long for its answer."),
        ("trickle", {"call_seconds": 0.5}, "The bus takes too long for its answer."),
    ],
)


@SLOW
def test_it_is_not_waited_for_longer_than_was_agreed(office, trouble, agreed, words):
    office.trouble(trouble)
    began = time.monotonic()

    with pytest.raises(Unreachable) as raised:
        office.connector(**agreed).deliver(sample_letters.message(id=f"{trouble} {agreed}"))

    assert str(raised.value) == words
    assert time.monotonic() - began < 8


@pytest.mark.django_db
@SLOW
def test_a_case_goes_out_when_the_bus_is_well_again(office, officer, noon, trouble, agreed, words):
    connection = operations.connect(
        code="sev",
        name="СЕВ",
        connector="sev_ovv",
        centre=officer.centre,
        settings=office.settings(**agreed),
        actor="t",
        at=noon,
    )
    operations.add_routes(connection=connection, every_service=True)
    factories.submitted(centre=officer.centre)
    office.trouble(trouble)

    operations.run_exchange_once(at=noon)
    delivery = Delivery.objects.get(consumer=connection.line)
    assert (delivery.status, delivery.trouble_kind, delivery.trouble) == (
        DeliveryStatus.WAITING,
        DeliveryFailure.UNREACHABLE,
        words,
    )
    assert office.cases == []

    # What is agreed for a bus that is well has room for a busy machine.
    operations.reconfigure(connection=connection, settings=office.settings(), actor="t", at=noon)
    operations.run_exchange_once(at=noon + timedelta(minutes=5))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, len(office.cases)) == (DeliveryStatus.DONE, 2, 1)
