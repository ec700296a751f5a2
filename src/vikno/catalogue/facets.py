"""Facets of the catalogue: groups of services, and the number of services in each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vikno.kernel.text import sort_key


class CatalogueFacet(StrEnum):
    """A property by which services are grouped; the value is also the parameter name in an address."""

    AUDIENCE = "audience"
    EVENT = "event"
    THEME = "theme"
    AUTHORITY = "authority"
    CENTRE = "centre"
    SUBMISSION_METHOD = "way"
    LETTER = "letter"


class SubmissionMethod(StrEnum):
    """A way to hand in an application."""

    ONLINE = "online"
    DESK = "desk"
    POST = "post"


FacetChoice = Mapping[CatalogueFacet, str]


@dataclass(frozen=True, kw_only=True)
class CatalogueItem:
    """A service in the catalogue; `methods_by_centre` has the submission methods of each centre that offers it."""

    pk: int
    title: str
    facets: Mapping[CatalogueFacet, frozenset[str]]
    methods_by_centre: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def facet_values(self, facet: CatalogueFacet, chosen: FacetChoice) -> frozenset[str]:
        """Return the values of the service in a facet.

        A centre and a submission method are matched together: the same centre must offer the service in that way.
        """
        if facet is CatalogueFacet.SUBMISSION_METHOD:
            centre = chosen.get(CatalogueFacet.CENTRE)
            offered = [methods for code, methods in self.methods_by_centre.items() if centre in (None, code)]
            return frozenset().union(*offered)
        if facet is CatalogueFacet.CENTRE:
            method = chosen.get(CatalogueFacet.SUBMISSION_METHOD)
            return frozenset(
                code for code, methods in self.methods_by_centre.items() if method is None or method in methods
            )
        if facet is CatalogueFacet.LETTER:
            return frozenset({first_letter(self.title)})
        return self.facets.get(facet, frozenset())

    def matches(self, chosen: FacetChoice) -> bool:
        return all(value in self.facet_values(facet, chosen) for facet, value in chosen.items())


def first_letter(title: str) -> str:
    """Return the letter that a title is listed under, or «#» if it begins with none."""
    key, _text = sort_key(title)
    start = next((letter for letter in title if letter.isalpha()), "") if key and not key[0].isdigit() else ""
    return start.upper() or "#"


def sort_by_title(items: Iterable[CatalogueItem]) -> list[CatalogueItem]:
    return sorted(items, key=lambda item: sort_key(item.title))


def count_facet_values(items: Iterable[CatalogueItem], facet: CatalogueFacet, chosen: FacetChoice) -> Counter[str]:
    """Return the number of services for each value of a facet, ignoring the value of it that is chosen now."""
    others = {other: value for other, value in chosen.items() if other is not facet}
    return Counter(value for item in items if item.matches(others) for value in item.facet_values(facet, others))
