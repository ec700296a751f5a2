"""Operations of the demo: fill the database."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from vikno.centres.models import Centre
from vikno.demo.seed import (
    cards,
    cases,
    community,
    enquiries,
    identification,
    news,
    partners,
    people,
    signing,
    templates,
)
from vikno.demo.seed.centre_details import add_centre_details
from vikno.outbox.tasks import deliver_event

AGE = timedelta(days=90)


def is_filled() -> bool:
    return Centre.objects.filter(code=community.MAIN).exists()


@transaction.atomic
def fill(*, at: datetime) -> None:
    """Fill the database with the whole demo, or change nothing on an error."""
    # The centre opens before its first case.
    opened_at = at - AGE
    places = community.make()
    add_centre_details(places, at=at)
    services = cards.make(places, at=opened_at)
    templates.make(now=at, at=opened_at)
    identification.make()
    cast = people.make(places, at=opened_at)
    enquiries.make(services=services, now=at)
    enquiry_actions = enquiries.scheduled_actions(places=places, services=services, cast=cast, now=at)
    exchange_actions = partners.scheduled_actions(places=places, services=services, cast=cast, now=at)
    news.make(now=at)
    cases.make(places=places, services=services, cast=cast, now=at, also=[*enquiry_actions, *exchange_actions])
    signing.make()


def discard_delivery_tasks() -> None:
    """Delete the tasks for events that filling has already delivered: hundreds of tasks with nothing to do."""
    DBTaskResult.objects.filter(task_path=deliver_event.module_path).delete()
