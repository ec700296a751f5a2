"""The list of services with its facets: chosen values, available values and their counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vikno.catalogue.facets import (
    CatalogueFacet,
    FacetChoice,
    SubmissionMethod,
    count_facet_values,
    sort_by_title,
)
from vikno.catalogue.models import Audience, Authority, Category, LifeEvent, TranslatedNameModel
from vikno.catalogue.queries import ServiceCriteria, find_services, load_catalogue_items
from vikno.centres.models import Centre
from vikno.kernel.text import sort_key

MAX_WORDS_LENGTH = 100
# Facets whose values have their own pages, by URL name.
FACET_URL_NAMES = {
    CatalogueFacet.EVENT: "content:event",
    CatalogueFacet.THEME: "content:theme",
    CatalogueFacet.AUTHORITY: "content:authority",
}


@dataclass(frozen=True, kw_only=True)
class FacetOption:
    """A value of a facet: its name and language, the number of services, the address."""

    value: str
    name: str
    language: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class FacetGroup:
    facet: str
    name: str
    options: list[FacetOption]


@dataclass(frozen=True, kw_only=True)
class FacetName:
    """The name of a value of a facet."""

    text: str
    language: str = ""


class ServiceListPage:
    """A page of the catalogue. Unknown values in the address are ignored, because links may be old."""

    def __init__(self, query: QueryDict, *, page_facet: CatalogueFacet | None = None, value: str = "") -> None:
        self.words = query.get("q", "")[:MAX_WORDS_LENGTH].strip()
        wanted = {facet: query.get(facet, "") for facet in CatalogueFacet}
        if query.get("online"):
            wanted[CatalogueFacet.SUBMISSION_METHOD] = (
                wanted[CatalogueFacet.SUBMISSION_METHOD] or SubmissionMethod.ONLINE
            )
        if page_facet:
            wanted[page_facet] = value
        self.page_facet = page_facet
        items = load_catalogue_items()
        if self.words:
            # In the order of the search.
            by_key = {item.pk: item for item in items}
            self.shelf = [by_key[pk] for pk in find_services(ServiceCriteria(words=self.words)) if pk in by_key]
        else:
            self.shelf = sort_by_title(items)
        self.chosen: FacetChoice = {
            facet: value for facet, value in wanted.items() if value and value in self.names.get(facet, {value: None})
        }

    @cached_property
    def keys(self) -> list[int]:
        return [item.pk for item in self.shelf if item.matches(self.chosen)]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)

    @cached_property
    def names(self) -> Mapping[CatalogueFacet, Mapping[str, FacetName]]:
        """Return the names of the values of each facet; a letter is its own name."""
        centres = {centre.code: FacetName(text=centre.name, language="uk") for centre in Centre.objects.in_use()}
        return {
            CatalogueFacet.AUDIENCE: {
                audience.value: FacetName(text=str(audience.label))
                for audience in (Audience.CITIZENS, Audience.BUSINESS)
            },
            CatalogueFacet.EVENT: {event.code: _name(event) for event in LifeEvent.objects.order_by("position", "pk")},
            CatalogueFacet.THEME: {theme.code: _name(theme) for theme in Category.objects.all()},
            CatalogueFacet.AUTHORITY: {str(authority.pk): _name(authority) for authority in Authority.objects.all()},
            CatalogueFacet.CENTRE: centres,
            CatalogueFacet.SUBMISSION_METHOD: {
                SubmissionMethod.ONLINE: FacetName(text=_("Online")),
                SubmissionMethod.DESK: FacetName(text=_("At the centre")),
                SubmissionMethod.POST: FacetName(text=_("By post")),
            },
        }

    @property
    def heading(self) -> FacetName | None:
        """Return the heading of the page."""
        return self.names[self.page_facet].get(self.chosen[self.page_facet]) if self.page_facet else None

    @property
    def canonical_url(self) -> str:
        """Return the address of the page with the same content, if the list duplicates it."""
        match self.words, list(self.chosen.items()):
            case "", [(facet, value)] if facet in FACET_URL_NAMES and self.page_facet is None:
                return reverse(FACET_URL_NAMES[facet], args=[value])
        return ""

    @property
    def chips(self) -> list[FacetOption]:
        """Return the chosen values, each with the address of the list without it."""
        words = [
            FacetOption(
                value="q", name=f"«{self.words}»", language="", count=0, is_chosen=True, url=self._url(words="")
            )
        ]
        facets = [
            self._option(facet, value, count=0, url=self._url(without=facet)) for facet, value in self.chosen.items()
        ]
        return [*(words if self.words else ()), *facets]

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """Return the facets with their values, without values that would leave an empty list."""
        titles = {
            CatalogueFacet.AUDIENCE: _("For whom"),
            CatalogueFacet.SUBMISSION_METHOD: _("How to apply"),
            CatalogueFacet.EVENT: _("What happened"),
            CatalogueFacet.THEME: _("Theme"),
            CatalogueFacet.AUTHORITY: _("Who decides"),
            CatalogueFacet.CENTRE: _("Centre"),
        }
        groups = []
        for facet, title in titles.items():
            counts = count_facet_values(self.shelf, facet, self.chosen)
            names = list(self.names[facet].items())
            if facet in (CatalogueFacet.THEME, CatalogueFacet.AUTHORITY, CatalogueFacet.CENTRE):
                names.sort(key=lambda item: sort_key(item[1].text))
            options = [
                self._option(facet, value, count=counts[value], url=self._url(facet, value))
                for value, _name in names
                if counts[value] or self.chosen.get(facet) == value
            ]
            if len(options) > 1 or any(option.is_chosen for option in options):
                groups.append(FacetGroup(facet=facet, name=title, options=options))
        return groups

    @cached_property
    def letters(self) -> list[FacetOption]:
        """Return the first letters of titles, in alphabetical order."""
        counts = count_facet_values(self.shelf, CatalogueFacet.LETTER, self.chosen)
        if len(counts) < 2 and CatalogueFacet.LETTER not in self.chosen:
            return []
        return [
            self._option(
                CatalogueFacet.LETTER, letter, count=counts[letter], url=self._url(CatalogueFacet.LETTER, letter)
            )
            for letter in sorted(counts, key=lambda letter: (letter != "#", sort_key(letter)))
        ]

    @property
    def all_groups(self) -> list[FacetGroup]:
        """Return the facets of the whole catalogue whose values have their own pages."""
        titles = {
            CatalogueFacet.THEME: _("By theme"),
            CatalogueFacet.EVENT: _("By what happened"),
            CatalogueFacet.AUTHORITY: _("By who decides"),
        }
        groups = []
        for facet, title in titles.items():
            counts = count_facet_values(self.shelf, facet, {})
            names = sorted(self.names[facet].items(), key=lambda item: sort_key(item[1].text))
            options = [
                self._option(facet, value, count=counts[value], url=reverse(FACET_URL_NAMES[facet], args=[value]))
                for value, _name in names
                if counts[value]
            ]
            groups.append(FacetGroup(facet=facet, name=title, options=options))
        return groups

    def _option(self, facet: CatalogueFacet, value: str, *, count: int, url: str) -> FacetOption:
        name = self.names[facet][value] if facet in self.names else FacetName(text=value)
        is_chosen = self.chosen.get(facet) == value
        return FacetOption(
            value=value, name=capfirst(name.text), language=name.language, count=count, is_chosen=is_chosen, url=url
        )

    def _url(
        self,
        facet: CatalogueFacet | None = None,
        value: str = "",
        *,
        without: CatalogueFacet | None = None,
        words: str | None = None,
    ) -> str:
        """Return the address of the list with one value added or removed."""
        chosen = {other: other_value for other, other_value in self.chosen.items() if other is not without}
        if facet:
            chosen[facet] = value
        path = reverse("content:services")
        if (
            self.page_facet in chosen
            and self.page_facet is not None
            and chosen[self.page_facet] == self.chosen.get(self.page_facet)
        ):
            path = reverse(FACET_URL_NAMES[self.page_facet], args=[chosen.pop(self.page_facet)])
        parameters = {"q": self.words if words is None else words, **{str(key): value for key, value in chosen.items()}}
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in parameters.items() if value})
        return f"{path}?{query.urlencode()}" if query else path

    @property
    def query(self) -> str:
        """Return the query that links to other pages of the list repeat."""
        query = self._url().partition("?")[2]
        return f"{query}&" if query else ""


def _name(row: TranslatedNameModel) -> FacetName:
    return FacetName(text=row.display_name, language=row.display_name_language)
