"""Template filters of the page of an identity conflict."""

from collections.abc import Iterator
from datetime import date

from django import template

from vikno.identity.models import Conflict, ProviderKind
from vikno.identity.queries import ClaimComparison, compare_claims
from vikno.kernel import dates

register = template.Library()


@register.filter
def conflict_claims(conflict: Conflict) -> Iterator[ClaimComparison]:
    """Return the claims of both sides, fact by fact."""
    return compare_claims(conflict)


@register.filter
def method_name(kind: str) -> str:
    """Return the name of an identification method."""
    return str(dict(ProviderKind.choices).get(kind, kind))


@register.filter
def proved_on(iso_date: str) -> str:
    """Return the date of a proof in words."""
    return dates.format_date(date.fromisoformat(iso_date))
