import threading

import pytest
from django.db import connection as database
from django.db import connections, transaction

from vikno.applications.operations import withdraw
from vikno.integration.models import ExternalCase, FeedItem
from vikno.integration.operations import feed, run_exchange_once
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


def test_what_was_handed_in_lies_in_the_feed(edms, case):
    page = edms.get("feed").json()

    assert [one["type"] for one in page["items"]] == ["application.submitted"]
    assert page["items"][0]["subject"] == case.number
    assert (page["next"], page["has_more"]) == ("1", False)


def test_a_feed_says_nothing_of_a_person(edms, case):
    said = edms.get("feed").content.decode()

    assert case.applicant_details["family_name"] not in said


def test_a_cursor_leads_on(edms):
    numbers = [edms.given().number for _ in range(3)]

    first = edms.get("feed?limit=2").json()
    second = edms.get(f"feed?limit=2&after={first['next']}").json()

    assert [one["subject"] for one in first["items"] + second["items"]] == numbers
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_the_end_of_the_feed_keeps_the_cursor(edms, case):
    assert edms.get("feed?after=1").json() == {"items": [], "next": "1", "has_more": False}


def test_a_withdrawal_leaves_a_tombstone_and_no_content(edms, case, noon):
    withdraw(application=case, at=noon)
    run_exchange_once(at=noon)

    last = edms.get("feed").json()["items"][-1]

    assert (last["type"], last["data"]["withdrawn"]) == ("application.withdrawn", True)
    assert edms.get(f"applications/{case.number}").status_code == 410


def test_an_event_that_is_delivered_twice_lies_there_once(edms, case, noon):
    with transaction.atomic():
        feed.append(event=Event.objects.get(name="application.submitted"), case=ExternalCase.objects.get(), at=noon)

    assert FeedItem.objects.count() == 1


def test_a_page_has_a_most(edms):
    assert edms.get("feed?limit=501").status_code == 422


@pytest.mark.postgres
@pytest.mark.skipif("sqlite" in database.vendor, reason="SQLite has one writer: there is no race. Needs PostgreSQL.")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_late_commit_is_never_skipped(edms):
    """A number is taken under a lock until the commit: who comes second waits, and gets the higher number."""
    first, second = edms.given(), edms.given()
    FeedItem.objects.all().delete()
    events = {one.subject_id: one for one in Event.objects.filter(name="application.submitted")}
    began, waited = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            feed.append(event=events[first.ref], case=first.cases.get(), at=first.submitted_at)
            began.set()
            waited.wait(0.5)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(5)
    with transaction.atomic():
        feed.append(event=events[second.ref], case=second.cases.get(), at=second.submitted_at)
    thread.join()

    assert list(FeedItem.objects.order_by("seq").values_list("application", flat=True)) == [first.pk, second.pk]
