"""Looking through the catalogue: services by what they have in common, with how many there are of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vikno.kernel.text import sort_key


class CatalogueFacet(StrEnum):
    """By what services are gathered; also the name in an address."""

    AUDIENCE = "audience"
    EVENT = "event"
    THEME = "theme"
    AUTHORITY = "authority"
    CENTRE = "centre"
    SUBMISSION_METHOD = "way"
    LETTER = "letter"


class SubmissionMethod(StrEnum):
    """How an application is handed in."""

    ONLINE = "online"
    DESK = "desk"
    POST = "post"


FacetChoice = Mapping[CatalogueFacet, str]


@dataclass(frozen=True, kw_only=True)
class CatalogueItem:
    """A service as it stands in the catalogue; `places` has the ways of each centre that gives it."""

    pk: int
    title: str
    facets: Mapping[CatalogueFacet, frozenset[str]]
    methods_by_centre: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def facet_values(self, facet: CatalogueFacet, chosen: FacetChoice) -> frozenset[str]:
        """Return where the service stands in a facet. A centre and a way go together: one place gives it in that way."""
        if facet is CatalogueFacet.SUBMISSION_METHOD:
            centre = chosen.get(CatalogueFacet.CENTRE)
            found = [ways for code, ways in self.methods_by_centre.items() if centre in (None, code)]
            return frozenset().union(*found)
        if facet is CatalogueFacet.CENTRE:
            way = chosen.get(CatalogueFacet.SUBMISSION_METHOD)
            return frozenset(code for code, ways in self.methods_by_centre.items() if way is None or way in ways)
        if facet is CatalogueFacet.LETTER:
            return frozenset({first_letter(self.title)})
        return self.facets.get(facet, frozenset())

    def matches(self, chosen: FacetChoice) -> bool:
        return all(value in self.facet_values(facet, chosen) for facet, value in chosen.items())


def first_letter(title: str) -> str:
    """Return the letter that a title is found under; what begins with none stands under «#»."""
    key, _text = sort_key(title)
    start = next((letter for letter in title if letter.isalpha()), "") if key and not key[0].isdigit() else ""
    return start.upper() or "#"


def sort_by_title(shelf: Iterable[CatalogueItem]) -> list[CatalogueItem]:
    return sorted(shelf, key=lambda one: sort_key(one.title))


def count_facet_values(shelf: Iterable[CatalogueItem], facet: CatalogueFacet, chosen: FacetChoice) -> Counter[str]:
    """Return how many services each value of a facet would leave, whatever of it is chosen now."""
    others = {one: value for one, value in chosen.items() if one is not facet}
    return Counter(value for one in shelf if one.matches(others) for value in one.facet_values(facet, others))
