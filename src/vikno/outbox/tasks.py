"""Background entry points of the outbox."""

from django.utils import timezone
from django_tasks import task

from vikno.outbox.operations import delete_old_events, delete_old_tasks, deliver_due


@task()
def deliver_event(event_id: int) -> None:
    """Deliver one event to its consumers now."""
    deliver_due(at=timezone.now(), event_id=event_id)


@task()
def sweep() -> None:
    """Deliver whatever is due: deliveries that a lost task, a dead worker or a failed attempt left behind."""
    deliver_due(at=timezone.now())


@task()
def prune() -> None:
    """Delete old rows of background tasks."""
    delete_old_tasks(at=timezone.now())


@task()
def prune_events() -> None:
    """Delete events that are older than they are kept."""
    delete_old_events(at=timezone.now())
