"""Queries of identification for pages."""

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
    """Return the enabled providers, for residents or staff."""
    return Provider.objects.filter(is_enabled=True).order_by("position", "pk")


def diia_provider() -> Provider | None:
    """Return Diia if it is enabled for signing documents, else None."""
    return offered_providers().filter(kind=ProviderKind.DIIA).first()


def linkable_providers(person: Person) -> list[Provider]:
    """Return the providers that a person can still link to the account."""
    linked = set(IdentityLink.objects.filter(person=person).values_list("provider", flat=True))
    return [provider for provider in offered_providers() if provider.pk not in linked]


def identity_links(person: Person) -> QuerySet[IdentityLink]:
    return IdentityLink.objects.filter(person=person).select_related("provider").order_by("joined_at", "pk")


def find_open_attempt(state: str, provider: Provider, browser: str) -> IdentificationAttempt | None:
    """Return an open attempt without consuming it, for the page that waits."""
    rows = IdentificationAttempt.objects.filter(state_digest=digest_state(state), provider=provider, used_at=None)
    return rows.filter(browser_digest=blind_index(browser, kind="browser")).first()


@dataclass(frozen=True, kw_only=True)
class ClaimComparison:
    """A claim compared with the account: both values, and the proof of the account's value (empty: only declared)."""

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
VISIBLE_DIGITS = 4


def compare_claims(conflict: Conflict) -> Iterator[ClaimComparison]:
    """Compare the two sides of a conflict claim by claim. Numbers are masked except for the last digits."""
    claims, person = conflict.claims, conflict.person
    names = PersonName.from_details(claims).full, person.person_name.full
    born_on = claims.get("born_on", ""), person.born_on.isoformat() if person.born_on else ""
    yield _claim(_("name"), *names, person.proved.get("family_name"))
    yield _claim(_("date of birth"), *born_on, person.proved.get("born_on"))
    for field, label in _NUMBERS.items():
        asserted, stored = claims.get(field, ""), getattr(person, field)
        yield _claim(label, asserted, stored, person.proved.get(field), is_masked=True)


def _claim(label: Any, asserted: str, stored: str, proof: Any, *, is_masked: bool = False) -> ClaimComparison:
    displayed = [asserted, stored]
    if is_masked:
        # The last digits are enough to compare a number with a document.
        displayed = ["•" * (len(number) - VISIBLE_DIGITS) + number[-VISIBLE_DIGITS:] for number in displayed]
    # A value that is missing on one side is no difference.
    is_different = bool(asserted and stored) and asserted.casefold() != stored.casefold()
    return ClaimComparison(
        label=label,
        asserted_value=displayed[0],
        account_value=displayed[1],
        is_different=is_different,
        account_proof=proof or {},
    )
