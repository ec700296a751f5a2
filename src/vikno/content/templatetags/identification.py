"""Words for the page on which somebody looks at a contradiction in identification."""

from collections.abc import Iterator
from datetime import date

from django import template

from vikno.identity.models import Conflict, Kind
from vikno.identity.queries import Claim, sides_of
from vikno.kernel import dates

register = template.Library()


@register.filter
def sides(conflict: Conflict) -> Iterator[Claim]:
    """Give what the two sides say, fact by fact."""
    return sides_of(conflict)


@register.filter
def method_name(kind: str) -> str:
    """Return what a method is called."""
    return str(dict(Kind.choices).get(kind, kind))


@register.filter
def proved_on(told: str) -> str:
    """Return the day of a proof in words."""
    return dates.day(date.fromisoformat(told))
