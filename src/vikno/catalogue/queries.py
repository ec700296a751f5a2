"""What can be asked of the catalogue for a screen."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import get_language

from vikno.catalogue.completeness import CardProblem, find_card_problems
from vikno.catalogue.facets import CatalogueFacet, CatalogueItem, SubmissionMethod
from vikno.catalogue.models import CARD_PARTS, Audience, CardVersion, LifeEvent, Offering, Service, ServiceCard
from vikno.eforms.models import FormVersion, VersionStatus
from vikno.kernel.text import fold_text, query_words, sort_key
from vikno.search.queries import find_entries, has_any

# What the search calls services.
SEARCH_KIND = "service"


@dataclass(frozen=True, kw_only=True)
class ServiceCriteria:
    """What somebody looks for among the services; what is left empty does not narrow."""

    words: str = ""
    audience: str = ""
    event: LifeEvent | None = None
    online: bool = False


def filter_available_online(services: QuerySet[Service]) -> QuerySet[Service]:
    """Keep the services that can be applied for online somewhere: with a published form, at a centre in use."""
    offered = Offering.objects.filter(service=OuterRef("pk"), online=True, centre__is_active=True)
    published = FormVersion.objects.filter(form=OuterRef("form"), status=VersionStatus.PUBLISHED)
    return services.filter(Exists(offered), Exists(published))


def is_available_online(card: ServiceCard) -> bool:
    """Say whether what this original describes can be applied for online. Of a translation it is asked of its original."""
    return card.service_id is not None and filter_available_online(Service.objects.filter(pk=card.service_id)).exists()


@dataclass(frozen=True, kw_only=True)
class CardWithProblems:
    """A published card with what is to be mended on it."""

    card: ServiceCard
    problems: Sequence[CardProblem]


def cards_with_problems(*, today: datetime.date) -> list[CardWithProblems]:
    """Return the cards that residents read now and that lack something, those that lack most first."""
    originals = Service.objects.in_use().values("card__translation_key")
    published = ServiceCard.objects.filter(live=True, translation_key__in=originals)
    cards = published.select_related("service__authority", "locale").prefetch_related(*CARD_PARTS)
    online = set(filter_available_online(Service.objects.in_use()).values_list("pk", flat=True))
    rows = [
        CardWithProblems(card=card, problems=find_card_problems(card, today=today, is_online=card.service_id in online))
        for card in cards.order_by("pk")
    ]
    return sorted((row for row in rows if row.problems), key=lambda row: (-len(row.problems), sort_key(str(row.card))))


def services_without_card() -> list[Service]:
    """Return the services that are given and have no published card: residents do not see them."""
    services = Service.objects.filter(is_active=True).exclude(card__live=True).select_related("card")
    return sorted(services, key=lambda service: sort_key(service.title))


def find_services(wanted: ServiceCriteria) -> list[int]:
    """Return the keys of the services that fit: those that the search finds in its order, or all in alphabetical order."""
    services = _narrowed(wanted)
    if wanted.words.strip() and has_any(SEARCH_KIND):
        keys = dict(services.values_list("code", "pk"))
        answers = find_entries(wanted.words, language=get_language() or "", kinds=(SEARCH_KIND,))
        return [keys[hit.key] for hit in answers.hits if hit.key in keys]
    return _with_words(services, wanted)


def _with_words(services: QuerySet[Service], wanted: ServiceCriteria) -> list[int]:
    """Return the services with these words in alphabetical order: the way until something is in the search index.

    Words are compared here and not in the database, for SQLite folds the case of Latin letters only.
    """
    words = query_words(wanted.words)
    hits = []
    for pk, title, *more in services.values_list("pk", "title", "keywords", "summary"):
        in_title = _has_all(words, title)
        if in_title or _has_all(words, " ".join((title, *more))):
            hits.append((not in_title, sort_key(title), pk))
    return [pk for *_, pk in sorted(hits)]


def _narrowed(wanted: ServiceCriteria) -> QuerySet[Service]:
    services = Service.objects.in_use()
    if wanted.audience:
        services = services.filter(audience__in=(wanted.audience, Audience.BOTH))
    if wanted.event:
        services = services.filter(life_events=wanted.event)
    return filter_available_online(services) if wanted.online else services


def _has_all(words: Sequence[str], text: str) -> bool:
    text = fold_text(text)
    return all(word in text for word in words)


@dataclass(frozen=True, kw_only=True)
class ServiceAvailability:
    """Where a service is given, and how an application for it may be handed in."""

    offerings: Sequence[Offering]
    has_form: bool

    @classmethod
    def of_service(cls, service: Service) -> Self:
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


def with_availability(services: QuerySet[Service]) -> QuerySet[Service]:
    """Load with each service its card, its published form and the centres in use that give it."""
    offerings = Offering.objects.filter(centre__is_active=True).select_related("centre").order_by("centre__pk")
    published = FormVersion.objects.filter(status=VersionStatus.PUBLISHED).defer("definition")
    return services.select_related("card__locale", "form", "authority", "category").prefetch_related(
        Prefetch("offerings", queryset=offerings), Prefetch("form__versions", queryset=published)
    )


@dataclass(frozen=True, kw_only=True)
class ServiceListItem:
    """A service as a list shows it; `card` is in the language of the reader where that is published, else the original."""

    service: Service
    card: ServiceCard
    availability: ServiceAvailability

    @property
    def title(self) -> str:
        return title_of(self.service, self.card)


def load_service_list(keys: Collection[int]) -> list[ServiceListItem]:
    """Return what a list shows of these services, in the order of the keys."""
    services = {service.pk: service for service in with_availability(Service.objects.in_use().filter(pk__in=keys))}
    return service_list_items(services[pk] for pk in keys if pk in services)


def service_list_items(services: Iterable[Service]) -> list[ServiceListItem]:
    """Return what a list shows of services that `with_ways` loaded."""
    rows = list(services)
    cards = translated_cards(ServiceCard.objects.all(), [service.card for service in rows])
    return [
        ServiceListItem(
            service=service,
            card=cards.get(service.card.translation_key, service.card),
            availability=ServiceAvailability.of_service(service),
        )
        for service in rows
    ]


def translated_cards(cards: QuerySet[ServiceCard], originals: Sequence[ServiceCard]) -> dict[object, ServiceCard]:
    """Return the published translations of these cards into the language of the reader, by their common key."""
    language = get_language()
    wanted = [card.translation_key for card in originals if card.language != language]
    if not wanted:
        return {}
    found = cards.filter(live=True, locale__language_code=language, service=None, translation_key__in=wanted)
    return {card.translation_key: card for card in found.select_related("locale")}


def card_for_reader(original: ServiceCard) -> ServiceCard:
    """Return the card with all its rows, in the language of the reader where that is published, else the original."""
    translated = translated_cards(ServiceCard.objects.prefetch_related(*CARD_PARTS), [original])
    if original.translation_key in translated:
        return translated[original.translation_key]
    prefetch_related_objects([original], *CARD_PARTS)
    return original


def title_of(service: Service, card: ServiceCard) -> str:
    """Return the name of a service as this card of it says: the original has the service's own."""
    return service.title if card.service_id else card.title or service.title


def load_catalogue_items() -> list[CatalogueItem]:
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
        CatalogueItem(
            pk=pk,
            title=titles.get(key) or title,
            facets={
                CatalogueFacet.AUDIENCE: frozenset(_AUDIENCES.get(audience, {audience})),
                CatalogueFacet.EVENT: frozenset(events[pk]),
                CatalogueFacet.THEME: frozenset(filter(None, [category])),
                CatalogueFacet.AUTHORITY: frozenset({str(authority)}),
            },
            methods_by_centre={
                code: ways if has_form else ways - {SubmissionMethod.ONLINE} for code, ways in places[pk].items()
            },
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
        places[pk][code] = frozenset(way for way, is_given in zip(SubmissionMethod, given, strict=True) if is_given)
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


def life_events_in_use() -> list[LifeEvent]:
    """Return the life events that have something to show."""
    shown = Service.objects.in_use().filter(life_events=OuterRef("pk"))
    return list(LifeEvent.objects.filter(Exists(shown)).order_by("position", "pk"))


def versions_of(original: ServiceCard) -> list[CardVersion]:
    """Return all that was ever published of a card, the newest first, without the texts."""
    return list(original.versions.defer("content").order_by("-number"))


def version_in_force(original: ServiceCard, on: datetime.date, zone: ZoneInfo) -> CardVersion | None:
    """Return the version that was in force at the end of a day; nothing when the card was not published yet."""
    end = datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time(), tzinfo=zone)
    before = CardVersion.objects.filter(card=original, published_at__lt=end)
    return before.defer("content").order_by("number").last()


def card_from_version(version: CardVersion) -> ServiceCard:
    """Return the card as a version has it. It is not saved, and belongs to no service: nothing is to be done with it but read."""
    card: ServiceCard = ServiceCard.from_serializable_data({**version.content, "service": None}, check_fks=False)
    card.locale = version.card.locale
    return card
