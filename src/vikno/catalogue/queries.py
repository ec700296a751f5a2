"""What can be asked of the catalogue for a screen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from vikno.catalogue.models import Audience, LifeEvent, Offering, Service
from vikno.eforms.models import FormVersion, VersionStatus
from vikno.kernel.text import folded, sort_key, words_of


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


def found(wanted: Wanted) -> list[int]:
    """Return the keys of the services that fit, in alphabetical order; those with the words in the title go first.

    Words are compared here and not in the database, for SQLite folds the case of Latin letters only.
    """
    services = _narrowed(wanted)
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
    return services.select_related("card", "form", "authority").prefetch_related(
        Prefetch("offerings", queryset=offerings), Prefetch("form__versions", queryset=published)
    )


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A service as a list shows it."""

    service: Service
    ways: Ways


def listed(keys: Collection[int]) -> list[Listed]:
    """Return what a list shows of these services, in the order of the keys."""
    services = {service.pk: service for service in with_ways(Service.objects.in_use().filter(pk__in=keys))}
    rows = [services[pk] for pk in keys if pk in services]
    return [Listed(service=service, ways=Ways.of(service)) for service in rows]


def life_events() -> list[LifeEvent]:
    """Return the life events that have something to show."""
    shown = Service.objects.in_use().filter(life_events=OuterRef("pk"))
    return list(LifeEvent.objects.filter(Exists(shown)).order_by("position", "pk"))
