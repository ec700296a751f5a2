"""What can be done to a demo: filling it."""

from datetime import datetime

from django.db import transaction

from vikno.centres.models import Centre
from vikno.demo.filling import cards, cases, community, people


def is_filled() -> bool:
    return Centre.objects.filter(code=community.MAIN).exists()


@transaction.atomic
def fill(*, at: datetime) -> None:
    """Make the whole demo, or nothing of it."""
    places = community.make()
    services = cards.make(places, at=at)
    cast = people.make(places, at=at)
    cases.make(places=places, services=services, cast=cast, now=at)
