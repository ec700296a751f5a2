"""What can be asked about identification, for a page."""

from django.db.models import QuerySet

from vikno.identity.models import Attempt, Kind, Link, Provider, digest_of
from vikno.kernel.crypto import blind_index
from vikno.people.models import Person


def offered_providers() -> QuerySet[Provider]:
    """Return the ways that are offered, to residents or to staff."""
    return Provider.objects.filter(is_enabled=True).order_by("position", "pk")


def diia_provider() -> Provider | None:
    """Return Diia, if documents can be signed by it here."""
    return offered_providers().filter(kind=Kind.DIIA).first()


def providers_to_join(person: Person) -> list[Provider]:
    """Return the ways that a person may still join to the account."""
    joined = set(Link.objects.filter(person=person).values_list("provider", flat=True))
    return [one for one in offered_providers() if one.pk not in joined]


def ways_of(person: Person) -> QuerySet[Link]:
    return Link.objects.filter(person=person).select_related("provider").order_by("joined_at", "pk")


def open_attempt(state: str, provider: Provider, browser: str) -> Attempt | None:
    """Return a try as it stands, without spending it: for the page that waits."""
    rows = Attempt.objects.filter(state_digest=digest_of(state), provider=provider, used_at=None)
    return rows.filter(browser_digest=blind_index(browser, kind="browser")).first()
