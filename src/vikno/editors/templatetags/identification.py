"""Words for the page on which somebody looks at a contradiction in identification."""

from collections.abc import Iterator
from datetime import date

from django import template

from vikno.identity.models import Conflict, ProviderKind
from vikno.identity.queries import ClaimComparison, compare_claims
from vikno.kernel import dates

register = template.Library()


@register.filter
def conflict_claims(conflict: Conflict) -> Iterator[ClaimComparison]:
    """Give what the two sides say, fact by fact."""
    return compare_claims(conflict)


@register.filter
def method_name(kind: str) -> str:
    """Return what a method is called."""
    return str(dict(ProviderKind.choices).get(kind, kind))


@register.filter
def proved_on(told: str) -> str:
    """Return the day of a proof in words."""
    return dates.format_date(date.fromisoformat(told))
