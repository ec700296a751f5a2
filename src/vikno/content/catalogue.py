"""The list of services as somebody looks through it: what is chosen, what can be chosen, how many there are of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vikno.catalogue.browsing import Chosen, Facet, Shelved, Way, alphabetical, counted
from vikno.catalogue.models import Audience, Authority, Category, LifeEvent, Named
from vikno.catalogue.queries import Wanted, found, shelf
from vikno.centres.models import Centre
from vikno.kernel.text import sort_key

WORDS_MOST = 100
# What has a page of its own, by the name of its address.
PAGES = {Facet.EVENT: "content:event", Facet.THEME: "content:theme", Facet.AUTHORITY: "content:authority"}


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose: its name, the language that is in, how many services there are, where it leads."""

    value: str
    name: str
    language: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class Group:
    facet: str
    name: str
    options: list[Option]


@dataclass(frozen=True, kw_only=True)
class Name:
    """How a value of a facet is called."""

    text: str
    language: str = ""


class Browsing:
    """One look at the catalogue. What an address asks for and nobody knows does not narrow: it may be an old address."""

    def __init__(self, asked: QueryDict, *, page_of: Facet | None = None, value: str = "") -> None:
        self.words = asked.get("q", "")[:WORDS_MOST].strip()
        wanted = {facet: asked.get(facet, "") for facet in Facet}
        if asked.get("online"):
            wanted[Facet.WAY] = wanted[Facet.WAY] or Way.ONLINE
        if page_of:
            wanted[page_of] = value
        self.page_of = page_of
        self.shelf = self._with_words()
        self.chosen: Chosen = {
            facet: value for facet, value in wanted.items() if value and value in self.names.get(facet, {value: None})
        }

    def _with_words(self) -> list[Shelved]:
        """Return the services that have the words, in the order of the search; all of them alphabetically without words."""
        if not self.words:
            return alphabetical(shelf())
        by_key = {one.pk: one for one in shelf()}
        return [by_key[pk] for pk in found(Wanted(words=self.words)) if pk in by_key]

    @cached_property
    def keys(self) -> list[int]:
        return [one.pk for one in self.shelf if one.fits(self.chosen)]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)

    @cached_property
    def names(self) -> Mapping[Facet, Mapping[str, Name]]:
        """Return how the values of each facet are called; letters are called as they are."""
        centres = {centre.code: Name(text=centre.name, language="uk") for centre in Centre.objects.in_use()}
        return {
            Facet.AUDIENCE: {one.value: Name(text=str(one.label)) for one in (Audience.CITIZENS, Audience.BUSINESS)},
            Facet.EVENT: {one.code: _name(one) for one in LifeEvent.objects.order_by("position", "pk")},
            Facet.THEME: {one.code: _name(one) for one in Category.objects.all()},
            Facet.AUTHORITY: {str(one.pk): _name(one) for one in Authority.objects.all()},
            Facet.CENTRE: centres,
            Facet.WAY: {
                Way.ONLINE: Name(text=_("Online")),
                Way.DESK: Name(text=_("At the centre")),
                Way.POST: Name(text=_("By post")),
            },
        }

    @property
    def heading(self) -> Name | None:
        """Return the name of what this page is about."""
        return self.names[self.page_of].get(self.chosen[self.page_of]) if self.page_of else None

    @property
    def page_of_its_own(self) -> str:
        """Return the address of the page that shows just this, where the list shows it by chance."""
        match self.words, list(self.chosen.items()):
            case "", [(facet, value)] if facet in PAGES and self.page_of is None:
                return reverse(PAGES[facet], args=[value])
        return ""

    @property
    def chips(self) -> list[Option]:
        """Return what is chosen, each leading to the list without it."""
        words = [
            Option(value="q", name=f"«{self.words}»", language="", count=0, is_chosen=True, url=self._url(words=""))
        ]
        facets = [
            self._option(facet, value, count=0, url=self._url(without=facet)) for facet, value in self.chosen.items()
        ]
        return [*(words if self.words else ()), *facets]

    @cached_property
    def groups(self) -> list[Group]:
        """Return what can be chosen; nothing that would leave an empty list."""
        titles = {
            Facet.AUDIENCE: _("For whom"),
            Facet.WAY: _("How to apply"),
            Facet.EVENT: _("What happened"),
            Facet.THEME: _("Theme"),
            Facet.AUTHORITY: _("Who decides"),
            Facet.CENTRE: _("Centre"),
        }
        groups = [Group(facet=facet, name=name, options=self._options(facet)) for facet, name in titles.items()]
        return [group for group in groups if len(group.options) > 1 or any(one.is_chosen for one in group.options)]

    def _options(self, facet: Facet) -> list[Option]:
        counts = counted(self.shelf, facet, self.chosen)
        values: Iterable[str] = (
            value for value in self.names[facet] if counts[value] or self.chosen.get(facet) == value
        )
        if facet in (Facet.THEME, Facet.AUTHORITY, Facet.CENTRE):
            values = sorted(values, key=lambda value: sort_key(self.names[facet][value].text))
        return [self._option(facet, value, count=counts[value], url=self._url(facet, value)) for value in values]

    @cached_property
    def letters(self) -> list[Option]:
        """Return the letters that titles begin with, in alphabetical order."""
        counts = counted(self.shelf, Facet.LETTER, self.chosen)
        if len(counts) < 2 and Facet.LETTER not in self.chosen:
            return []
        return [
            self._option(Facet.LETTER, letter, count=counts[letter], url=self._url(Facet.LETTER, letter))
            for letter in sorted(counts, key=lambda letter: (letter != "#", sort_key(letter)))
        ]

    @property
    def everything(self) -> list[Group]:
        """Return the ways into the whole catalogue, each with pages of their own."""
        titles = {Facet.THEME: _("By theme"), Facet.EVENT: _("By what happened"), Facet.AUTHORITY: _("By who decides")}
        return [
            Group(
                facet=facet,
                name=name,
                options=[
                    self._option(facet, value, count=count, url=reverse(PAGES[facet], args=[value]))
                    for value, count in self._all(facet)
                ],
            )
            for facet, name in titles.items()
        ]

    def _all(self, facet: Facet) -> list[tuple[str, int]]:
        counts = counted(self.shelf, facet, {})
        known = [value for value in self.names[facet] if counts[value]]
        return [
            (value, counts[value]) for value in sorted(known, key=lambda one: sort_key(self.names[facet][one].text))
        ]

    def _option(self, facet: Facet, value: str, *, count: int, url: str) -> Option:
        name = self.names[facet][value] if facet in self.names else Name(text=value)
        is_chosen = self.chosen.get(facet) == value
        return Option(
            value=value, name=capfirst(name.text), language=name.language, count=count, is_chosen=is_chosen, url=url
        )

    def _url(
        self, facet: Facet | None = None, value: str = "", *, without: Facet | None = None, words: str | None = None
    ) -> str:
        """Return the address of the list with one more thing chosen, or with one less."""
        chosen = {one: said for one, said in self.chosen.items() if one is not without}
        if facet:
            chosen[facet] = value
        path = reverse("content:services")
        if (
            self.page_of in chosen
            and self.page_of is not None
            and chosen[self.page_of] == self.chosen.get(self.page_of)
        ):
            path = reverse(PAGES[self.page_of], args=[chosen.pop(self.page_of)])
        query = QueryDict(mutable=True)
        query.update({"q": self.words if words is None else words, **{str(one): said for one, said in chosen.items()}})
        asked = _encoded(query)
        return f"{path}?{asked}" if asked else path

    @property
    def query(self) -> str:
        """Return what the address of the next page begins with."""
        _path, _mark, asked = self._url().partition("?")
        return f"{asked}&" if asked else ""


def _encoded(query: QueryDict) -> str:
    for key in [key for key, value in query.items() if not value]:
        del query[key]
    return query.urlencode()


def _name(one: Named) -> Name:
    return Name(text=one.called, language=one.called_in)
