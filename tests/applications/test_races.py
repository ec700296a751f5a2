"""What several hands do at once. SQLite writes one at a time by itself; PostgreSQL must be asked to."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application, Submission
from vikno.audit.operations import verify
from vikno.kernel.errors import Refused

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL"),
]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; return what each returned, or the refusal it met."""
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = act()
        except Refused as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_sendings_of_one_draft_make_one_application(noon):
    draft = factories.draft()

    results = at_once(*[lambda: operations.submit(application=draft, at=noon)] * 4)

    assert sum(isinstance(result, Application) for result in results) == 1
    assert sum(isinstance(result, operations.ApplicationAlreadySubmitted) for result in results) == 3
    assert Submission.objects.count() == 1


def test_many_sendings_at_once_get_numbers_without_gaps_and_one_audit_chain(noon):
    drafts = [factories.draft() for _ in range(8)]

    at_once(*[lambda draft=draft: operations.submit(application=draft, at=noon) for draft in drafts])

    serials = sorted(int(number[5:11]) for number in Application.objects.values_list("number", flat=True))
    assert serials == list(range(1, 9))
    assert verify().is_intact


def test_two_officers_take_one_case_and_one_of_them_is_told(noon, officer):
    colleague = factories.OfficerFactory(centre=officer.centre)
    case = factories.registered(officer)

    results = at_once(
        lambda: operations.take(application=case, officer=officer, at=noon),
        lambda: operations.take(application=case, officer=colleague, at=noon),
    )

    assert sum(isinstance(result, operations.WrongCaseStatus) for result in results) == 1


def test_registrations_at_once_get_different_numbers(noon, officer):
    cases = [factories.submitted(centre=officer.centre) for _ in range(6)]

    results = at_once(
        *[lambda case=case: operations.register(application=case, officer=officer, at=noon) for case in cases]
    )

    assert len({result.number for result in results}) == 6
