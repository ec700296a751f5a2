"""Deleting what the outbox keeps for a time only: events with their deliveries, and rows of background tasks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import Exists, OuterRef
from django_tasks_db.models import DBTaskResult

from vikno.outbox.line_directory import line_directory
from vikno.outbox.models import BLOCKING_STATUSES, Delivery, Event

TASK_KEPT_DAYS = 2
FAILED_TASK_KEPT_DAYS = 14
# A task that has run for so long was killed with its worker.
KILLED_TASK_AGE = timedelta(days=1)


def delete_old_events(*, at: datetime, most: int = 50_000, batch_size: int = 500) -> int:
    """Delete the events older than EVENT_KEPT_DAYS, with their deliveries; return the number of events.

    An event stays while a delivery of it waits or is given up, and while the directory of lines says that it is in use. Each
    batch is a transaction of its own. A run ends after `most` events or a few more; the next one goes on.
    """
    unfinished = Delivery.objects.filter(event=OuterRef("pk"), status__in=BLOCKING_STATUSES)
    old = Event.objects.filter(happened_at__lt=at - timedelta(days=settings.EVENT_KEPT_DAYS))
    finished = old.exclude(Exists(unfinished))
    deleted = last_key = 0
    while deleted < most:
        batch = list(finished.filter(pk__gt=last_key).order_by("pk")[:batch_size])
        if not batch:
            break
        last_key = batch[-1].pk
        in_use = line_directory().events_in_use(batch, at=at)
        keys = [event.pk for event in batch if event.pk not in in_use]
        # The condition is checked again: a person may have sent a delivery once more meanwhile.
        deleted += finished.filter(pk__in=keys).delete()[1].get(Event._meta.label, 0)
    return deleted


def delete_old_tasks(*, at: datetime) -> None:
    """Delete the rows of background tasks that ended some days ago, and of those that were killed with their worker."""
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=TASK_KEPT_DAYS,
        failed_min_age_days=FAILED_TASK_KEPT_DAYS,
        verbosity=0,
    )
    DBTaskResult.objects.running().filter(started_at__lt=at - KILLED_TASK_AGE).order_by().delete()
