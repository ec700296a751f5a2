"""What can be asked of the register's files for a screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from vikno.catalogue.models import Service, ServiceCard
from vikno.guide.differences import Difference, differences
from vikno.guide.given import Value
from vikno.guide.models import Dump, Entry, Ledger, State
from vikno.kernel.text import folded

PARTS = ("documents", "refusal_grounds", "legal_acts")


def with_words(services: QuerySet[Service]) -> QuerySet[Service]:
    """Load with each service all that the register may say of it."""
    parts = (f"card__{part}" for part in PARTS)
    return services.select_related("authority", "category", "card", "guide_ledger").prefetch_related(*parts)


def ours_for(entries: Iterable[Entry]) -> dict[str, Service]:
    """Return our service for each entry, by identifier: the one that has it, or one of the same title that has none yet."""
    entries = list(entries)
    keys = {entry.official_id for entry in entries}
    found = {one.official_id: one for one in with_words(Service.objects.filter(official_id__in=keys))}
    titles = {folded(entry.title): entry.official_id for entry in entries if entry.official_id not in found}
    # Titles are compared here: SQLite folds the case of Latin letters only.
    nameless = Service.objects.filter(official_id="").values_list("pk", "title") if titles else []
    by_title = {pk: titles[folded(title)] for pk, title in nameless if folded(title) in titles}
    for service in with_words(Service.objects.filter(pk__in=by_title).order_by("-pk")):
        found[by_title[service.pk]] = service
    return found


def said_here(service: Service, card: ServiceCard | None) -> dict[str, Value]:
    """Return what we say of a service, field by field as the register would; of the card as it is given, a draft or not."""
    said: dict[str, Value] = {
        "official_id": service.official_id,
        "title": service.title,
        "summary": service.summary,
        "authority": service.authority.name,
        "audience": service.audience,
        "category": service.category.title if service.category else "",
        "keywords": service.keywords,
    }
    if card is None:
        return said
    words = ("who_may_apply", "how_to_apply", "fee_text", "term_text", "result", "appeal")
    return said | {
        **{name: getattr(card, name) for name in words},
        "documents": tuple(row.name for row in card.documents.all()),
        "refusal_grounds": tuple(row.text for row in card.refusal_grounds.all()),
        "legal_acts": tuple(row.title for row in card.legal_acts.all()),
    }


def differing(entry: Entry, service: Service | None) -> list[Difference]:
    """Return in what an entry differs from the service that `with_words` loaded; for a new one, all that it says."""
    if service is None:
        return differences(ours={}, given=entry.given, taken={}, left={})
    ledger = ledger_of(service)
    card = getattr(service, "card", None)
    return differences(ours=said_here(service, card), given=entry.given, taken=ledger.taken, left=ledger.left)


def ledger_of(service: Service) -> Ledger:
    """Return the ledger of a service; an empty one where nothing was decided yet."""
    return getattr(service, "guide_ledger", None) or Ledger(service=service)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """An entry beside our service."""

    entry: Entry
    service: Service | None
    differences: Sequence[Difference]

    @property
    def local(self) -> int:
        """Return how many texts written here would be lost if all was taken."""
        return sum(one.is_local for one in self.differences)


def compared(entries: Iterable[Entry]) -> list[Compared]:
    """Return entries beside our services; many cost the same few queries as one."""
    entries = list(entries)
    services = ours_for(entries)
    return [
        Compared(entry=one, service=(ours := services.get(one.official_id)), differences=differing(one, ours))
        for one in entries
    ]


def counts(dump: Dump) -> dict[str, int]:
    """Return how many entries of a file stand in which state."""
    rows = dump.entries.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(rows)


def no_longer_in(dump: Dump) -> list[Service]:
    """Return our services with an identifier of the register that the file does not have: perhaps they are given no more."""
    known = dump.entries.values("official_id")
    return list(Service.objects.filter(is_active=True).exclude(official_id="").exclude(official_id__in=known))
