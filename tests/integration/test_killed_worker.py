"""A worker that is killed at any statement it sends to the database: the next one loses nothing and does nothing twice."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.db import transaction

from tests.integration import scripted_partner
from vikno.applications import operations as applications
from vikno.applications.models import Application, ApplicationStatus
from vikno.integration import operations
from vikno.integration.connectors.base import RawInboundMessage
from vikno.integration.models import InboundMessage, Milestone
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db
# Longer than any lease.
LATER = timedelta(minutes=15)


class Killed(BaseException):
    """An exception that no `except Exception` catches."""


class Killing:
    """A wrapper of statements that lets this number through, and then kills the worker; the rollback comes after that."""

    def __init__(self, statements: int) -> None:
        self.left = statements

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.left -= 1
        if self.left == -1:
            raise Killed
        return execute(*statement)


def killed_everywhere(act: Callable[[], Any], check: Callable[[], None]) -> int:
    """Repeat an action from the same state, killed one statement later each time; return the number of statements."""
    place, is_killed = -1, True
    while is_killed:
        place += 1
        with transaction.atomic():
            is_killed = killed(act, place)
            check()
            transaction.set_rollback(True)
    return place


def killed(act: Callable[[], Any], place: int) -> bool:
    try:
        with database.execute_wrapper(Killing(place)):
            act()
    except Killed:
        return True
    return False


def test_a_delivery_that_is_killed_anywhere_arrives_once(case, joined, desk, noon):
    def check() -> None:
        operations.run_exchange_once(at=noon + LATER)
        assert desk.kinds(case.number) == ["submitted"]
        assert list(case.milestones.values_list("kind", flat=True)) == [Milestone.MilestoneKind.SENT]
        assert joined.cases.get().remote == "R-1"
        desk.got.clear(), desk.seen.clear(), desk.cases.clear()

    assert killed_everywhere(lambda: operations.run_exchange_once(at=noon), check) > 15


def test_what_a_case_did_goes_out_in_order_wherever_it_is_killed(case, desk, noon):
    applications.withdraw(application=case, at=noon)

    def check() -> None:
        operations.run_exchange_once(at=noon + LATER)
        assert desk.kinds(case.number) == ["submitted", "withdrawn"]
        desk.got.clear(), desk.seen.clear(), desk.cases.clear()

    assert killed_everywhere(lambda: operations.run_exchange_once(at=noon), check) > 25


def test_a_result_that_is_killed_anywhere_is_handed_over_once(sent, joined, noon):
    values = {"application": sent.number, "status": "Видано", "files": [scripted_partner.result()]}
    incoming = RawInboundMessage(id="1", kind="said", body=json.dumps(values).encode())
    message, _new = operations.store_message(connection=joined, incoming=incoming, at=noon)

    def check() -> None:
        operations.handle_due_messages(connection=joined, at=noon + LATER)
        case = Application.objects.get(pk=sent.pk)
        assert (case.status, case.results.count()) == (ApplicationStatus.ISSUED, 1)
        steps = ["submitted", "in_work", "decided", "issued"]
        assert list(case.status_changes.order_by("pk").values_list("after", flat=True)) == steps
        assert Event.objects.filter(name="application.issued").count() == 1

    assert killed_everywhere(lambda: operations.handle_message(message=message, at=noon), check) > 30


def test_what_is_fetched_is_kept_once_wherever_it_is_killed(sent, joined, desk, noon):
    for number, word in enumerate(("У роботі", "Надано"), start=1):
        desk.say(f"{number}", application=sent.number, status=word)

    def check() -> None:
        operations.run_exchange_once(at=noon + LATER)
        assert set(InboundMessage.objects.values_list("status", flat=True)) == {"handled"}
        assert InboundMessage.objects.count() == 2
        assert Application.objects.get(pk=sent.pk).status == ApplicationStatus.DECIDED
        assert sent.status_changes.filter(after=ApplicationStatus.IN_WORK).count() == 1

    assert (
        killed_everywhere(lambda: operations.poll_connection(connection=joined, at=noon + timedelta(minutes=1)), check)
        > 6
    )
