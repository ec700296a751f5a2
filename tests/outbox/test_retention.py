"""How long events are kept: what is deleted, and what stays."""

from datetime import timedelta

import pytest

from tests import factories
from tests.integration import stub_partner
from tests.outbox.consumers import ThingHappened
from vikno.applications import operations as applications
from vikno.applications.models import Application
from vikno.audit.models import AuditEntry
from vikno.integration.models import FeedItem
from vikno.outbox.models import Delivery, DeliveryStatus, Event
from vikno.outbox.operations import delete_old_events, deliver_due, record_event

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def delivered(at) -> Event:
    event = record_event(ThingHappened(), subject_id="thing:1", at=at)
    deliver_due(at=at)
    return event


def test_an_old_event_is_deleted_with_its_deliveries(noon, settings):
    settings.EVENT_KEPT_DAYS = 30
    delivered(noon - 31 * DAY)
    young = delivered(noon - 30 * DAY)

    assert delete_old_events(at=noon) == 1

    assert list(Event.objects.all()) == [young]
    assert list(Delivery.objects.values_list("event", flat=True)) == [young.pk]


def test_events_are_kept_for_400_days(noon):
    delivered(noon - 401 * DAY)
    delivered(noon - 399 * DAY)

    assert delete_old_events(at=noon) == 1


@pytest.mark.parametrize(
    ("status", "deleted"),
    [
        (DeliveryStatus.WAITING, 0),
        (DeliveryStatus.GIVEN_UP, 0),
        (DeliveryStatus.SET_ASIDE, 1),
        (DeliveryStatus.DONE, 1),
    ],
)
def test_an_event_stays_until_each_delivery_has_ended(noon, settings, status, deleted):
    settings.OUTBOX_CONSUMERS = {"a": "tests.outbox.consumers.listen", "b": "tests.outbox.consumers.listen"}
    event = delivered(noon - 500 * DAY)
    event.deliveries.filter(consumer="b").update(status=status)

    assert delete_old_events(at=noon) == deleted

    assert event.deliveries.count() == (0 if deleted else 2)


def test_one_event_that_stays_does_not_hold_up_those_after_it(noon):
    stuck = delivered(noon - 500 * DAY)
    stuck.deliveries.update(status=DeliveryStatus.GIVEN_UP)
    delivered(noon - 500 * DAY)

    assert delete_old_events(at=noon, batch_size=1) == 1

    assert list(Event.objects.all()) == [stuck]


def test_a_run_ends_after_so_many_and_the_next_one_goes_on(noon):
    for _ in range(3):
        delivered(noon - 500 * DAY)

    assert [delete_old_events(at=noon, most=2, batch_size=2) for _ in range(3)] == [2, 1, 0]


def test_a_batch_costs_the_same_whatever_its_size(noon, django_assert_max_num_queries):
    for _ in range(20):
        delivered(noon - 500 * DAY)

    with django_assert_max_num_queries(10):
        delete_old_events(at=noon)

    assert Event.objects.count() == 0


def test_events_of_an_open_case_stay_and_those_of_a_closed_one_go(noon, officer):
    stub_partner.joined(officer.centre)
    open_case, closed = factories.submitted(centre=officer.centre), factories.submitted(centre=officer.centre)
    applications.withdraw(application=closed, at=noon)
    Delivery.objects.update(status=DeliveryStatus.DONE)

    delete_old_events(at=noon + 500 * DAY)

    assert set(Event.objects.values_list("subject_id", flat=True)) == {open_case.ref}
    assert AuditEntry.objects.about(closed.ref).count() == 2
    assert Application.objects.get(pk=closed.pk).number == closed.number


def test_the_feed_of_a_partner_stays_when_the_events_of_its_items_go(noon, officer):
    connection = stub_partner.joined(officer.centre)
    case = factories.submitted(centre=officer.centre)
    event = Event.objects.get(subject_id=case.ref)
    item = FeedItem.objects.create(
        connection=connection, seq=1, uid=event.uid, name=event.name, application=case, at=noon
    )
    applications.withdraw(application=case, at=noon)
    Delivery.objects.update(status=DeliveryStatus.DONE)

    delete_old_events(at=noon + 500 * DAY)

    assert Event.objects.count() == 0
    assert list(FeedItem.objects.all()) == [item]
