"""The clock: it only enqueues tasks, each at its time. What is done late or twice does no harm, so several clocks may run."""

import logging
import signal
import threading
from dataclasses import dataclass
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ScheduledJob:
    """A task by its dotted path, and when it comes up."""

    task: str
    trigger: BaseTrigger


SCHEDULE = (
    ScheduledJob(task="vikno.outbox.tasks.sweep", trigger=IntervalTrigger(seconds=15)),
    ScheduledJob(task="vikno.content.tasks.index_search", trigger=IntervalTrigger(seconds=15)),
    # People are written to by day.
    ScheduledJob(
        task="vikno.applications.tasks.remind_of_drafts",
        trigger=CronTrigger(hour="8-19", minute=7, timezone=settings.TIME_ZONE),
    ),
    ScheduledJob(
        task="vikno.applications.tasks.discard_expired",
        trigger=CronTrigger(minute=17, timezone=settings.TIME_ZONE),
    ),
    ScheduledJob(task="vikno.enquiries.tasks.erase_old", trigger=CronTrigger(minute=27, timezone=settings.TIME_ZONE)),
    ScheduledJob(task="vikno.applications.tasks.seal_results", trigger=IntervalTrigger(seconds=30)),
    ScheduledJob(
        task="vikno.signatures.tasks.update_revocation", trigger=CronTrigger(minute=47, timezone=settings.TIME_ZONE)
    ),
    ScheduledJob(task="vikno.signatures.tasks.forget_checks", trigger=IntervalTrigger(minutes=5)),
    ScheduledJob(
        task="vikno.identity.tasks.forget_attempts", trigger=CronTrigger(minute=57, timezone=settings.TIME_ZONE)
    ),
    ScheduledJob(task="vikno.content.tasks.publish_scheduled", trigger=IntervalTrigger(minutes=1)),
    ScheduledJob(task="vikno.integration.tasks.raise_alerts", trigger=IntervalTrigger(minutes=1)),
    ScheduledJob(
        task="vikno.integration.tasks.reconcile", trigger=CronTrigger(hour="2,13", timezone=settings.TIME_ZONE)
    ),
    ScheduledJob(
        task="vikno.integration.tasks.forget_parcels", trigger=CronTrigger(minute=7, timezone=settings.TIME_ZONE)
    ),
    ScheduledJob(task="vikno.api.tasks.forget_old", trigger=CronTrigger(minute=9, timezone=settings.TIME_ZONE)),
    ScheduledJob(
        task="vikno.outbox.tasks.prune_events", trigger=CronTrigger(hour=3, minute=37, timezone=settings.TIME_ZONE)
    ),
    ScheduledJob(task="vikno.outbox.tasks.prune", trigger=CronTrigger(minute=37, timezone=settings.TIME_ZONE)),
)


def enqueue(path: str) -> bool:
    """Put a task in the queue, unless one like it waits there already: a queue that stands does not grow."""
    if DBTaskResult.objects.ready().filter(task_path=path).exists():
        return False
    import_string(path).enqueue()
    return True


def tick(path: str) -> None:
    """Do what a turn of the clock does: enqueue, on a connection that has not gone stale since the last turn."""
    close_old_connections()
    try:
        enqueue(path)
    finally:
        close_old_connections()


def run() -> None:
    """Run until SIGINT or SIGTERM."""
    stop = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    # A line for every tick would bury the rest.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = BackgroundScheduler(timezone=settings.TIME_ZONE)
    for job in SCHEDULE:
        scheduler.add_job(
            tick, job.trigger, args=[job.task], id=job.task, coalesce=True, max_instances=1, misfire_grace_time=600
        )
    scheduler.start()
    logger.info("The clock runs: %d tasks.", len(SCHEDULE))
    stop.wait()
    scheduler.shutdown(wait=True)
    logger.info("The clock stopped.")
