import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.outbox.consumers import ThingHappened
from vikno.applications import operations
from vikno.outbox.models import Delivery, DeliveryStatus, Event
from vikno.outbox.operations import record_event


class Undone(Exception):
    pass


@transaction.atomic
def send_and_undo(draft, at):
    operations.submit(application=draft, at=at)
    assert Event.objects.count() == 1
    raise Undone


@pytest.mark.django_db
def test_an_event_is_owed_to_each_consumer_from_the_start(noon, settings):
    settings.OUTBOX_CONSUMERS = {"one": "tests.outbox.consumers.listen", "two": "tests.outbox.consumers.listen"}

    event = record_event(ThingHappened(n=1), subject_id="thing:1", at=noon)

    owed = Delivery.objects.filter(event=event)
    assert {delivery.consumer for delivery in owed} == {"one", "two"}
    assert {(delivery.status, delivery.attempts, delivery.next_try_at) for delivery in owed} == {
        (DeliveryStatus.WAITING, 0, noon)
    }


@pytest.mark.django_db
def test_an_event_exists_when_the_change_does(noon):
    case = factories.submitted()

    assert Event.objects.filter(name="application.submitted", subject_id=case.ref).count() == 1


@pytest.mark.django_db
def test_no_event_is_left_of_a_change_that_was_undone(noon):
    draft = factories.draft()

    with pytest.raises(Undone):
        send_and_undo(draft, noon)

    assert Event.objects.count() == 0
    assert Delivery.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_outside_a_transaction_nothing_can_be_recorded(noon):
    with pytest.raises(RuntimeError, match="in the transaction"):
        record_event(ThingHappened(), subject_id="thing:1", at=noon)

    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_committed_event_pokes_the_worker(noon, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = record_event(ThingHappened(), subject_id="thing:1", at=noon)

    task = DBTaskResult.objects.get()
    assert task.task_path == "vikno.outbox.tasks.deliver_event"
    assert task.args_kwargs["args"] == [event.pk]


@pytest.mark.django_db
def test_a_poke_that_is_lost_does_not_undo_the_change(noon, django_capture_on_commit_callbacks, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["elsewhere"]}}

    with django_capture_on_commit_callbacks(execute=True):
        event = record_event(ThingHappened(), subject_id="thing:1", at=noon)

    assert DBTaskResult.objects.count() == 0
    assert Delivery.objects.due(noon).filter(event=event).exists()
