"""What can be done to a demo: filling it."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from vikno.centres.models import Centre
from vikno.demo.filling import (
    asked,
    cards,
    cases,
    community,
    identification,
    news,
    partners,
    people,
    signing,
    templates,
)
from vikno.demo.filling.places import furnish
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
    furnish(places, at=at)
    services = cards.make(places, at=opened)
    templates.make(now=at, at=opened)
    identification.make()
    cast = people.make(places, at=opened)
    asked.make(services=services, now=at)
    letters = asked.turns(places=places, services=services, cast=cast, now=at)
    exchanged = partners.turns(places=places, services=services, cast=cast, now=at)
    news.make(now=at)
    cases.make(places=places, services=services, cast=cast, now=at, also=[*letters, *exchanged])
    signing.make()


def forget_pokes() -> None:
    """Take back the tasks that would deliver what filling has delivered already: hundreds, each with nothing to do."""
    DBTaskResult.objects.filter(task_path=deliver_event.module_path).delete()
