"""Queries of the catalogue: searches, lists, cards in the reader's language, and versions."""

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

# The kind of services in the search index.
SEARCH_KIND = "service"


@dataclass(frozen=True, kw_only=True)
class ServiceCriteria:
    """Criteria of a search for services; an empty one does not restrict it."""

    words: str = ""
    audience: str = ""
    event: LifeEvent | None = None
    online: bool = False


def filter_available_online(services: QuerySet[Service]) -> QuerySet[Service]:
    """Keep the services that accept applications online: with a published form, at an active centre."""
    offered = Offering.objects.filter(service=OuterRef("pk"), online=True, centre__is_active=True)
    published = FormVersion.objects.filter(form=OuterRef("form"), status=VersionStatus.PUBLISHED)
    return services.filter(Exists(offered), Exists(published))


def is_available_online(card: ServiceCard) -> bool:
    """Return whether the service of this original accepts applications online; False for a translation."""
    return card.service_id is not None and filter_available_online(Service.objects.filter(pk=card.service_id)).exists()


@dataclass(frozen=True, kw_only=True)
class CardWithProblems:
    """A published card with its problems."""

    card: ServiceCard
    problems: Sequence[CardProblem]


def cards_with_problems(*, today: datetime.date) -> list[CardWithProblems]:
    """Return the published cards that have problems, those with most problems first."""
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
    """Return the active services without a published card; residents do not see them."""
    services = Service.objects.filter(is_active=True).exclude(card__live=True).select_related("card")
    return sorted(services, key=lambda service: sort_key(service.title))


def find_services(criteria: ServiceCriteria) -> list[int]:
    """Return the keys of the matching services: in the order of the search, or all in alphabetical order."""
    services: QuerySet[Service] = Service.objects.in_use()
    if criteria.audience:
        services = services.filter(audience__in=(criteria.audience, Audience.BOTH))
    if criteria.event:
        services = services.filter(life_events=criteria.event)
    if criteria.online:
        services = filter_available_online(services)
    if criteria.words.strip() and has_any(SEARCH_KIND):
        keys = dict(services.values_list("code", "pk"))
        results = find_entries(criteria.words, language=get_language() or "", kinds=(SEARCH_KIND,))
        return [keys[hit.key] for hit in results.hits if hit.key in keys]
    # Without entries in the search index: services with the words, those with the words in their title first. Words are
    # compared in Python, because SQLite folds the case of Latin letters only.
    words = query_words(criteria.words)
    hits = []
    for pk, title, *other_texts in services.values_list("pk", "title", "keywords", "summary"):
        in_title = _has_all(words, title)
        if in_title or _has_all(words, " ".join((title, *other_texts))):
            hits.append((not in_title, sort_key(title), pk))
    return [pk for *_, pk in sorted(hits)]


def _has_all(words: Sequence[str], text: str) -> bool:
    text = fold_text(text)
    return all(word in text for word in words)


@dataclass(frozen=True, kw_only=True)
class ServiceAvailability:
    """The offerings of a service, and the ways to hand in an application for it."""

    offerings: Sequence[Offering]
    has_form: bool

    @classmethod
    def of_service(cls, service: Service) -> Self:
        """Return the availability of a service loaded with `with_availability`."""
        return cls(offerings=list(service.offerings.all()), has_form=bool(service.form and service.form.versions.all()))

    @property
    def online(self) -> bool:
        return self.has_form and any(offering.online for offering in self.offerings)

    @property
    def at_desk(self) -> bool:
        return any(offering.at_desk for offering in self.offerings)

    @property
    def by_post(self) -> bool:
        return any(offering.by_post for offering in self.offerings)


def with_availability(services: QuerySet[Service]) -> QuerySet[Service]:
    """Load each service with its card, its published form and the active centres that offer it."""
    offerings = Offering.objects.filter(centre__is_active=True).select_related("centre").order_by("centre__pk")
    published = FormVersion.objects.filter(status=VersionStatus.PUBLISHED).defer("definition")
    return services.select_related("card__locale", "form", "authority", "category").prefetch_related(
        Prefetch("offerings", queryset=offerings), Prefetch("form__versions", queryset=published)
    )


@dataclass(frozen=True, kw_only=True)
class ServiceListItem:
    """A service in a list; `card` is the published translation for the reader, or the original."""

    service: Service
    card: ServiceCard
    availability: ServiceAvailability

    @property
    def title(self) -> str:
        return title_of(self.service, self.card)


def load_service_list(keys: Collection[int]) -> list[ServiceListItem]:
    """Return the list items of these services, in the order of the keys."""
    services = {service.pk: service for service in with_availability(Service.objects.in_use().filter(pk__in=keys))}
    return service_list_items(services[pk] for pk in keys if pk in services)


def service_list_items(services: Iterable[Service]) -> list[ServiceListItem]:
    """Return the list items of services loaded with `with_availability`."""
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
    """Return the published translations of these cards into the reader's language, by their common key."""
    language = get_language()
    keys = [card.translation_key for card in originals if card.language != language]
    if not keys:
        return {}
    translations = cards.filter(live=True, locale__language_code=language, service=None, translation_key__in=keys)
    return {card.translation_key: card for card in translations.select_related("locale")}


def card_for_reader(original: ServiceCard) -> ServiceCard:
    """Return the card with all its rows: the published translation for the reader, or the original."""
    translated = translated_cards(ServiceCard.objects.prefetch_related(*CARD_PARTS), [original])
    if original.translation_key in translated:
        return translated[original.translation_key]
    prefetch_related_objects([original], *CARD_PARTS)
    return original


def title_of(service: Service, card: ServiceCard) -> str:
    """Return the title of a service in the language of this card of it."""
    return service.title if card.service_id else card.title or service.title


def load_catalogue_items() -> list[CatalogueItem]:
    """Return every service that residents see, with its values for all facets."""
    rows = Service.objects.in_use().order_by("pk")
    has_form = Exists(FormVersion.objects.filter(form=OuterRef("form"), status=VersionStatus.PUBLISHED))
    services = rows.annotate(has_form=has_form).values_list(
        "pk", "title", "audience", "authority_id", "category__code", "has_form", "card__translation_key"
    )
    translations = ServiceCard.objects.filter(live=True, service=None, locale__language_code=get_language())
    titles = dict(translations.values_list("translation_key", "title"))
    events = defaultdict(set)
    for pk, code in rows.filter(life_events__isnull=False).values_list("pk", "life_events__code"):
        events[pk].add(code)
    # The submission methods of each active centre that offers the service.
    methods: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    offerings = Offering.objects.filter(centre__is_active=True)
    for pk, code, *offered in offerings.values_list("service_id", "centre__code", "online", "at_desk", "by_post"):
        methods[pk][code] = frozenset(
            method for method, is_offered in zip(SubmissionMethod, offered, strict=True) if is_offered
        )
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
                code: available if has_form else available - {SubmissionMethod.ONLINE}
                for code, available in methods[pk].items()
            },
        )
        for pk, title, audience, authority, category, has_form, key in services
    ]


_AUDIENCES: dict[str, set[str]] = {Audience.BOTH: {Audience.CITIZENS, Audience.BUSINESS}}


def titles_by_language(services: Sequence[Service]) -> dict[int, dict[str, str]]:
    """Return the titles of each service, loaded with its card, in the languages of its published cards."""
    titles = {service.pk: {service.card.language: service.title} for service in services}
    by_key = {service.card.translation_key: service for service in services}
    translated = ServiceCard.objects.filter(live=True, service=None, translation_key__in=by_key)
    for card in translated.select_related("locale"):
        service = by_key[card.translation_key]
        titles[service.pk][card.language] = title_of(service, card)
    return titles


def life_events_in_use() -> list[LifeEvent]:
    """Return the life events that have services to show."""
    services = Service.objects.in_use().filter(life_events=OuterRef("pk"))
    return list(LifeEvent.objects.filter(Exists(services)).order_by("position", "pk"))


def versions_of(original: ServiceCard) -> list[CardVersion]:
    """Return all published versions of a card, newest first, without their texts."""
    return list(original.versions.defer("content").order_by("-number"))


def version_in_force(original: ServiceCard, day: datetime.date, zone: ZoneInfo) -> CardVersion | None:
    """Return the version in force at the end of a day, or None if the card was not published yet."""
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=zone)
    before = CardVersion.objects.filter(card=original, published_at__lt=end)
    return before.defer("content").order_by("number").last()


def card_from_version(version: CardVersion) -> ServiceCard:
    """Return the card as a version recorded it: unsaved, without a service, for reading only."""
    card: ServiceCard = ServiceCard.from_serializable_data({**version.content, "service": None}, check_fks=False)
    card.locale = version.card.locale
    return card
