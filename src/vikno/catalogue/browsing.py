"""Looking through the catalogue: services by what they have in common, with how many there are of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vikno.kernel.text import sort_key


class Facet(StrEnum):
    """By what services are gathered; also the name in an address."""

    AUDIENCE = "audience"
    EVENT = "event"
    THEME = "theme"
    AUTHORITY = "authority"
    CENTRE = "centre"
    WAY = "way"
    LETTER = "letter"


class Way(StrEnum):
    """How an application is handed in."""

    ONLINE = "online"
    DESK = "desk"
    POST = "post"


Chosen = Mapping[Facet, str]


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """A service as it stands in the catalogue; `places` has the ways of each centre that gives it."""

    pk: int
    title: str
    facets: Mapping[Facet, frozenset[str]]
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def values(self, facet: Facet, chosen: Chosen) -> frozenset[str]:
        """Return where the service stands in a facet. A centre and a way go together: one place gives it in that way."""
        if facet is Facet.WAY:
            centre = chosen.get(Facet.CENTRE)
            found = [ways for code, ways in self.places.items() if centre in (None, code)]
            return frozenset().union(*found)
        if facet is Facet.CENTRE:
            way = chosen.get(Facet.WAY)
            return frozenset(code for code, ways in self.places.items() if way is None or way in ways)
        if facet is Facet.LETTER:
            return frozenset({first_letter(self.title)})
        return self.facets.get(facet, frozenset())

    def fits(self, chosen: Chosen) -> bool:
        return all(value in self.values(facet, chosen) for facet, value in chosen.items())


def first_letter(title: str) -> str:
    """Return the letter that a title is found under; what begins with none stands under «#»."""
    key, _text = sort_key(title)
    start = next((letter for letter in title if letter.isalpha()), "") if key and not key[0].isdigit() else ""
    return start.upper() or "#"


def alphabetical(shelf: Iterable[Shelved]) -> list[Shelved]:
    return sorted(shelf, key=lambda one: sort_key(one.title))


def counted(shelf: Iterable[Shelved], facet: Facet, chosen: Chosen) -> Counter[str]:
    """Return how many services each value of a facet would leave, whatever of it is chosen now."""
    others = {one: value for one, value in chosen.items() if one is not facet}
    return Counter(value for one in shelf if one.fits(others) for value in one.values(facet, others))
