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
    """Make the whole demo, or nothing of it."""
    # The house is older than the first case in it.
    opened = at - AGE
    places = community.make()
    add_centre_details(places, at=at)
    services = cards.make(places, at=opened)
    templates.make(now=at, at=opened)
    identification.make()
    cast = people.make(places, at=opened)
    enquiries.make(services=services, now=at)
    letters = enquiries.scheduled_actions(places=places, services=services, cast=cast, now=at)
    exchanged = partners.scheduled_actions(places=places, services=services, cast=cast, now=at)
    news.make(now=at)
    cases.make(places=places, services=services, cast=cast, now=at, also=[*letters, *exchanged])
    signing.make()


def discard_delivery_tasks() -> None:
    """Take back the tasks that would deliver what filling has delivered already: hundreds, each with nothing to do."""
    DBTaskResult.objects.filter(task_path=deliver_event.module_path).delete()
