"""What can be asked about identification, for a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.identity.models import Conflict, IdentificationAttempt, IdentityLink, Provider, ProviderKind, digest_state
from vikno.kernel.crypto import blind_index
from vikno.kernel.person_names import PersonName
from vikno.people.models import Person


def offered_providers() -> QuerySet[Provider]:
    """Return the ways that are offered, to residents or to staff."""
    return Provider.objects.filter(is_enabled=True).order_by("position", "pk")


def diia_provider() -> Provider | None:
    """Return Diia, if documents can be signed by it here."""
    return offered_providers().filter(kind=ProviderKind.DIIA).first()


def linkable_providers(person: Person) -> list[Provider]:
    """Return the ways that a person may still join to the account."""
    joined = set(IdentityLink.objects.filter(person=person).values_list("provider", flat=True))
    return [one for one in offered_providers() if one.pk not in joined]


def identity_links(person: Person) -> QuerySet[IdentityLink]:
    return IdentityLink.objects.filter(person=person).select_related("provider").order_by("joined_at", "pk")


def find_open_attempt(state: str, provider: Provider, browser: str) -> IdentificationAttempt | None:
    """Return a try as it stands, without spending it: for the page that waits."""
    rows = IdentificationAttempt.objects.filter(state_digest=digest_state(state), provider=provider, used_at=None)
    return rows.filter(browser_digest=blind_index(browser, kind="browser")).first()


@dataclass(frozen=True, kw_only=True)
class ClaimComparison:
    """One fact of a contradiction: what the method told, what the account has, and what proved that (empty: only typed)."""

    label: str | Promise
    asserted_value: str
    account_value: str
    is_different: bool
    account_proof: Mapping[str, str]


_NUMBERS = {
    "rnokpp": _("taxpayer number (РНОКПП)"),
    "unzr": _("record number in the demographic register (УНЗР)"),
    "document_number": _("passport or ID card number"),
}
SHOWN_DIGITS = 4


def compare_claims(conflict: Conflict) -> Iterator[ClaimComparison]:
    """Give what the two sides of a contradiction say, fact by fact. Of numbers only the end is shown."""
    told, person = conflict.claims, conflict.person
    names = PersonName.from_details(told).full, person.person_name.full
    born_on = told.get("born_on", ""), person.born_on.isoformat() if person.born_on else ""
    yield _claim(_("name"), *names, person.proved.get("family_name"))
    yield _claim(_("date of birth"), *born_on, person.proved.get("born_on"))
    for field, label in _NUMBERS.items():
        said, had = told.get(field, ""), getattr(person, field)
        yield _claim(label, said, had, person.proved.get(field), is_masked=True)


def _claim(label: Any, told: str, had: str, proved: Any, *, is_masked: bool = False) -> ClaimComparison:
    shown = _end if is_masked else str
    # What one side does not say contradicts nothing.
    differs = bool(told and had) and told.casefold() != had.casefold()
    return ClaimComparison(
        label=label,
        asserted_value=shown(told),
        account_value=shown(had),
        is_different=differs,
        account_proof=proved or {},
    )


def _end(number: str) -> str:
    """Return a number of which only the last digits are seen: enough to compare it with a paper."""
    return "•" * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]
