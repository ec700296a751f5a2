"""What can be asked of the catalogue for a screen."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import get_language

from vikno.catalogue.browsing import Facet, Shelved, Way
from vikno.catalogue.completeness import Lack, lacks
from vikno.catalogue.models import PARTS, Audience, CardVersion, LifeEvent, Offering, Service, ServiceCard
from vikno.eforms.models import FormVersion, VersionStatus
from vikno.kernel.text import folded, sort_key, words_of
from vikno.search.queries import find, has_any

# What the search calls services.
SEARCHED_AS = "service"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for among the services; what is left empty does not narrow."""

    words: str = ""
    audience: str = ""
    event: LifeEvent | None = None
    online: bool = False


def given_online(services: QuerySet[Service]) -> QuerySet[Service]:
    """Keep the services that can be applied for online somewhere: with a published form, at a centre in use."""
    offered = Offering.objects.filter(service=OuterRef("pk"), online=True, centre__is_active=True)
    published = FormVersion.objects.filter(form=OuterRef("form"), status=VersionStatus.PUBLISHED)
    return services.filter(Exists(offered), Exists(published))


def is_given_online(card: ServiceCard) -> bool:
    """Say whether what this original describes can be applied for online. Of a translation it is asked of its original."""
    return card.service_id is not None and given_online(Service.objects.filter(pk=card.service_id)).exists()


@dataclass(frozen=True, kw_only=True)
class ToMend:
    """A published card with what is to be mended on it."""

    card: ServiceCard
    lacks: Sequence[Lack]


def to_mend(*, today: datetime.date) -> list[ToMend]:
    """Return the cards that residents read now and that lack something, those that lack most first."""
    originals = Service.objects.in_use().values("card__translation_key")
    published = ServiceCard.objects.filter(live=True, translation_key__in=originals)
    cards = published.select_related("service__authority", "locale").prefetch_related(*PARTS)
    online = set(given_online(Service.objects.in_use()).values_list("pk", flat=True))
    rows = [
        ToMend(card=card, lacks=lacks(card, today=today, is_online=card.service_id in online))
        for card in cards.order_by("pk")
    ]
    return sorted((row for row in rows if row.lacks), key=lambda row: (-len(row.lacks), sort_key(str(row.card))))


def without_card() -> list[Service]:
    """Return the services that are given and have no published card: residents do not see them."""
    services = Service.objects.filter(is_active=True).exclude(card__live=True).select_related("card")
    return sorted(services, key=lambda service: sort_key(service.title))


def found(wanted: Wanted) -> list[int]:
    """Return the keys of the services that fit: those that the search finds in its order, or all in alphabetical order."""
    services = _narrowed(wanted)
    if wanted.words.strip() and has_any(SEARCHED_AS):
        keys = dict(services.values_list("code", "pk"))
        answers = find(wanted.words, language=get_language() or "", kinds=(SEARCHED_AS,))
        return [keys[hit.key] for hit in answers.hits if hit.key in keys]
    return _with_words(services, wanted)


def _with_words(services: QuerySet[Service], wanted: Wanted) -> list[int]:
    """Return the services with these words in alphabetical order: the way until something is in the search index.

    Words are compared here and not in the database, for SQLite folds the case of Latin letters only.
    """
    words = words_of(wanted.words)
    hits = []
    for pk, title, *more in services.values_list("pk", "title", "keywords", "summary"):
        in_title = _has_all(words, title)
        if in_title or _has_all(words, " ".join((title, *more))):
            hits.append((not in_title, sort_key(title), pk))
    return [pk for *_, pk in sorted(hits)]


def _narrowed(wanted: Wanted) -> QuerySet[Service]:
    services = Service.objects.in_use()
    if wanted.audience:
        services = services.filter(audience__in=(wanted.audience, Audience.BOTH))
    if wanted.event:
        services = services.filter(life_events=wanted.event)
    return given_online(services) if wanted.online else services


def _has_all(words: Sequence[str], text: str) -> bool:
    text = folded(text)
    return all(word in text for word in words)


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Where a service is given, and how an application for it may be handed in."""

    offerings: Sequence[Offering]
    has_form: bool

    @classmethod
    def of(cls, service: Service) -> Self:
        """Return the ways of a service that `with_ways` loaded."""
        return cls(offerings=list(service.offerings.all()), has_form=bool(service.form and service.form.versions.all()))

    @property
    def online(self) -> bool:
        return self.has_form and any(one.online for one in self.offerings)

    @property
    def at_desk(self) -> bool:
        return any(one.at_desk for one in self.offerings)

    @property
    def by_post(self) -> bool:
        return any(one.by_post for one in self.offerings)


def with_ways(services: QuerySet[Service]) -> QuerySet[Service]:
    """Load with each service its card, its published form and the centres in use that give it."""
    offerings = Offering.objects.filter(centre__is_active=True).select_related("centre").order_by("centre__pk")
    published = FormVersion.objects.filter(status=VersionStatus.PUBLISHED).defer("definition")
    return services.select_related("card__locale", "form", "authority", "category").prefetch_related(
        Prefetch("offerings", queryset=offerings), Prefetch("form__versions", queryset=published)
    )


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A service as a list shows it; `card` is in the language of the reader where that is published, else the original."""

    service: Service
    card: ServiceCard
    ways: Ways

    @property
    def title(self) -> str:
        return title_of(self.service, self.card)


def listed(keys: Collection[int]) -> list[Listed]:
    """Return what a list shows of these services, in the order of the keys."""
    services = {service.pk: service for service in with_ways(Service.objects.in_use().filter(pk__in=keys))}
    return listed_of(services[pk] for pk in keys if pk in services)


def listed_of(services: Iterable[Service]) -> list[Listed]:
    """Return what a list shows of services that `with_ways` loaded."""
    rows = list(services)
    cards = in_language(ServiceCard.objects.all(), [service.card for service in rows])
    return [
        Listed(service=service, card=cards.get(service.card.translation_key, service.card), ways=Ways.of(service))
        for service in rows
    ]


def in_language(cards: QuerySet[ServiceCard], originals: Sequence[ServiceCard]) -> dict[object, ServiceCard]:
    """Return the published translations of these cards into the language of the reader, by their common key."""
    language = get_language()
    wanted = [card.translation_key for card in originals if card.language != language]
    if not wanted:
        return {}
    found = cards.filter(live=True, locale__language_code=language, service=None, translation_key__in=wanted)
    return {card.translation_key: card for card in found.select_related("locale")}


def card_to_read(original: ServiceCard) -> ServiceCard:
    """Return the card with all its rows, in the language of the reader where that is published, else the original."""
    translated = in_language(ServiceCard.objects.prefetch_related(*PARTS), [original])
    if original.translation_key in translated:
        return translated[original.translation_key]
    prefetch_related_objects([original], *PARTS)
    return original


def title_of(service: Service, card: ServiceCard) -> str:
    """Return the name of a service as this card of it says: the original has the service's own."""
    return service.title if card.service_id else card.title or service.title


def shelf() -> list[Shelved]:
    """Return every service that residents are shown, with all that the catalogue is looked through by."""
    rows = Service.objects.in_use().order_by("pk")
    has_form = Exists(FormVersion.objects.filter(form=OuterRef("form"), status=VersionStatus.PUBLISHED))
    services = rows.annotate(has_form=has_form).values_list(
        "pk", "title", "audience", "authority_id", "category__code", "has_form", "card__translation_key"
    )
    titles = _titles()
    events = defaultdict(set)
    for pk, code in rows.filter(life_events__isnull=False).values_list("pk", "life_events__code"):
        events[pk].add(code)
    places = _places()
    return [
        Shelved(
            pk=pk,
            title=titles.get(key) or title,
            facets={
                Facet.AUDIENCE: frozenset(_AUDIENCES.get(audience, {audience})),
                Facet.EVENT: frozenset(events[pk]),
                Facet.THEME: frozenset(filter(None, [category])),
                Facet.AUTHORITY: frozenset({str(authority)}),
            },
            places={code: ways if has_form else ways - {Way.ONLINE} for code, ways in places[pk].items()},
        )
        for pk, title, audience, authority, category, has_form, key in services
    ]


_AUDIENCES: dict[str, set[str]] = {Audience.BOTH: {Audience.CITIZENS, Audience.BUSINESS}}


def _titles() -> dict[object, str]:
    """Return the names of services in the language of the reader, where they are translated."""
    cards = ServiceCard.objects.filter(live=True, service=None, locale__language_code=get_language())
    return dict(cards.values_list("translation_key", "title"))


def _places() -> dict[int, dict[str, frozenset[str]]]:
    """Return for each service the centres in use that give it, with the ways of each."""
    places: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    offerings = Offering.objects.filter(centre__is_active=True)
    for pk, code, *given in offerings.values_list("service_id", "centre__code", "online", "at_desk", "by_post"):
        places[pk][code] = frozenset(way for way, is_given in zip(Way, given, strict=True) if is_given)
    return places


def titles_by_language(services: Sequence[Service]) -> dict[int, dict[str, str]]:
    """Return what each service, loaded with its card, is called in the languages that its card is published in."""
    titles = {one.pk: {one.card.language: one.title} for one in services}
    by_key = {one.card.translation_key: one for one in services}
    translated = ServiceCard.objects.filter(live=True, service=None, translation_key__in=by_key)
    for card in translated.select_related("locale"):
        service = by_key[card.translation_key]
        titles[service.pk][card.language] = title_of(service, card)
    return titles


def life_events() -> list[LifeEvent]:
    """Return the life events that have something to show."""
    shown = Service.objects.in_use().filter(life_events=OuterRef("pk"))
    return list(LifeEvent.objects.filter(Exists(shown)).order_by("position", "pk"))


def versions_of(original: ServiceCard) -> list[CardVersion]:
    """Return all that was ever published of a card, the newest first, without the texts."""
    return list(original.versions.defer("content").order_by("-number"))


def in_force_on(original: ServiceCard, on: datetime.date, zone: ZoneInfo) -> CardVersion | None:
    """Return the version that was in force at the end of a day; nothing when the card was not published yet."""
    end = datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time(), tzinfo=zone)
    before = CardVersion.objects.filter(card=original, published_at__lt=end)
    return before.defer("content").order_by("number").last()


def as_it_stood(version: CardVersion) -> ServiceCard:
    """Return the card as a version has it. It is not saved, and belongs to no service: nothing is to be done with it but read."""
    card: ServiceCard = ServiceCard.from_serializable_data({**version.content, "service": None}, check_fks=False)
    card.locale = version.card.locale
    return card
