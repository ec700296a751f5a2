"""What can be asked of the register's files for a screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from vikno.catalogue.models import Service, ServiceCard
from vikno.guide.differences import FieldDifference, compare_fields
from vikno.guide.models import FieldDecisions, RegisterEntry, RegisterEntryState, RegisterFile
from vikno.guide.register_record import FieldValue
from vikno.kernel.text import fold_text

COMPARED_CARD_PARTS = ("documents", "refusal_grounds", "legal_acts")


def with_compared_fields(services: QuerySet[Service]) -> QuerySet[Service]:
    """Load with each service all that the register may say of it."""
    parts = (f"card__{part}" for part in COMPARED_CARD_PARTS)
    return services.select_related("authority", "category", "card", "guide_ledger").prefetch_related(*parts)


def services_for_entries(entries: Iterable[RegisterEntry]) -> dict[str, Service]:
    """Return our service for each entry, by identifier: the one that has it, or one of the same title that has none yet."""
    entries = list(entries)
    keys = {entry.official_id for entry in entries}
    found = {one.official_id: one for one in with_compared_fields(Service.objects.filter(official_id__in=keys))}
    titles = {fold_text(entry.title): entry.official_id for entry in entries if entry.official_id not in found}
    # Titles are compared here: SQLite folds the case of Latin letters only.
    nameless = Service.objects.filter(official_id="").values_list("pk", "title") if titles else []
    by_title = {pk: titles[fold_text(title)] for pk, title in nameless if fold_text(title) in titles}
    for service in with_compared_fields(Service.objects.filter(pk__in=by_title).order_by("-pk")):
        found[by_title[service.pk]] = service
    return found


def service_fields(service: Service, card: ServiceCard | None) -> dict[str, FieldValue]:
    """Return what we say of a service, field by field as the register would; of the card as it is given, a draft or not."""
    said: dict[str, FieldValue] = {
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


def entry_differences(entry: RegisterEntry, service: Service | None) -> list[FieldDifference]:
    """Return in what an entry differs from the service that `with_words` loaded; for a new one, all that it says."""
    if service is None:
        return compare_fields(ours={}, given=entry.record, taken={}, left={})
    ledger = field_decisions_of(service)
    card = getattr(service, "card", None)
    return compare_fields(ours=service_fields(service, card), given=entry.record, taken=ledger.taken, left=ledger.left)


def field_decisions_of(service: Service) -> FieldDecisions:
    """Return the ledger of a service; an empty one where nothing was decided yet."""
    return getattr(service, "guide_ledger", None) or FieldDecisions(service=service)


@dataclass(frozen=True, kw_only=True)
class EntryComparison:
    """An entry beside our service."""

    entry: RegisterEntry
    service: Service | None
    differences: Sequence[FieldDifference]

    @property
    def locally_edited_count(self) -> int:
        """Return how many texts written here would be lost if all was taken."""
        return sum(one.is_locally_edited for one in self.differences)


def compare_entries(entries: Iterable[RegisterEntry]) -> list[EntryComparison]:
    """Return entries beside our services; many cost the same few queries as one."""
    entries = list(entries)
    services = services_for_entries(entries)
    return [
        EntryComparison(
            entry=one, service=(ours := services.get(one.official_id)), differences=entry_differences(one, ours)
        )
        for one in entries
    ]


def count_by_state(dump: RegisterFile) -> dict[str, int]:
    """Return how many entries of a file stand in which state."""
    rows = dump.entries.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(RegisterEntryState.values, 0) | dict(rows)


def services_missing_from(dump: RegisterFile) -> list[Service]:
    """Return our services with an identifier of the register that the file does not have: perhaps they are given no more."""
    known = dump.entries.values("official_id")
    return list(Service.objects.filter(is_active=True).exclude(official_id="").exclude(official_id__in=known))
