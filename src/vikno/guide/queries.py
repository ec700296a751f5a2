"""Queries of register files: comparisons, counts and missing services."""

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
    """Load each service with all fields that the register may contain."""
    parts = (f"card__{part}" for part in COMPARED_CARD_PARTS)
    return services.select_related("authority", "category", "card", "guide_ledger").prefetch_related(*parts)


def services_for_entries(entries: Iterable[RegisterEntry]) -> dict[str, Service]:
    """Return the service for each entry by identifier.

    It is the service with that identifier, or one with the same title and no identifier.
    """
    entries = list(entries)
    keys = {entry.official_id for entry in entries}
    identified = with_compared_fields(Service.objects.filter(official_id__in=keys))
    services = {service.official_id: service for service in identified}
    titles = {fold_text(entry.title): entry.official_id for entry in entries if entry.official_id not in services}
    # Titles are compared in Python, because SQLite folds the case of Latin letters only.
    unidentified = Service.objects.filter(official_id="").values_list("pk", "title") if titles else []
    by_title = {pk: titles[fold_text(title)] for pk, title in unidentified if fold_text(title) in titles}
    for service in with_compared_fields(Service.objects.filter(pk__in=by_title).order_by("-pk")):
        services[by_title[service.pk]] = service
    return services


def service_fields(service: Service, card: ServiceCard | None) -> dict[str, FieldValue]:
    """Return the fields of a service as a register record names them; `card` may be a draft."""
    values: dict[str, FieldValue] = {
        "official_id": service.official_id,
        "title": service.title,
        "summary": service.summary,
        "authority": service.authority.name,
        "audience": service.audience,
        "category": service.category.title if service.category else "",
        "keywords": service.keywords,
    }
    if card is None:
        return values
    text_fields = ("who_may_apply", "how_to_apply", "fee_text", "term_text", "result", "appeal")
    return values | {
        **{name: getattr(card, name) for name in text_fields},
        "documents": tuple(row.name for row in card.documents.all()),
        "refusal_grounds": tuple(row.text for row in card.refusal_grounds.all()),
        "legal_acts": tuple(row.title for row in card.legal_acts.all()),
    }


def entry_differences(entry: RegisterEntry, service: Service | None) -> list[FieldDifference]:
    """Return the differences between an entry and a service loaded with `with_compared_fields`.

    For a new service they are all fields of the entry.
    """
    if service is None:
        return compare_fields(ours={}, record=entry.record, taken={}, left={})
    ledger = field_decisions_of(service)
    card = getattr(service, "card", None)
    return compare_fields(ours=service_fields(service, card), record=entry.record, taken=ledger.taken, left=ledger.left)


def field_decisions_of(service: Service) -> FieldDecisions:
    """Return the decisions on a service, or an empty unsaved row if there are none."""
    return getattr(service, "guide_ledger", None) or FieldDecisions(service=service)


@dataclass(frozen=True, kw_only=True)
class EntryComparison:
    """An entry compared with the service here."""

    entry: RegisterEntry
    service: Service | None
    differences: Sequence[FieldDifference]

    @property
    def locally_edited_count(self) -> int:
        """Return the number of local edits that would be lost if every field was taken."""
        return sum(difference.is_locally_edited for difference in self.differences)


def compare_entries(entries: Iterable[RegisterEntry]) -> list[EntryComparison]:
    """Compare entries with the services here; the number of queries does not depend on the number of entries."""
    entries = list(entries)
    services = services_for_entries(entries)
    return [
        EntryComparison(
            entry=entry,
            service=(service := services.get(entry.official_id)),
            differences=entry_differences(entry, service),
        )
        for entry in entries
    ]


def count_by_state(dump: RegisterFile) -> dict[str, int]:
    """Return the number of entries of a file in each state."""
    rows = dump.entries.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(RegisterEntryState.values, 0) | dict(rows)


def services_missing_from(dump: RegisterFile) -> list[Service]:
    """Return active services with a register identifier that the file lacks; they may have been abolished."""
    known = dump.entries.values("official_id")
    return list(Service.objects.filter(is_active=True).exclude(official_id="").exclude(official_id__in=known))
