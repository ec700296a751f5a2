"""Operations on a register file: import, comparison, and decisions on its entries."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Service
from vikno.guide.models import OPEN_STATES, RegisterEntry, RegisterEntryState, RegisterFile
from vikno.guide.operations.service_updates import RegisterRecordIncomplete, create_service, write_fields
from vikno.guide.queries import entry_differences, field_decisions_of, services_for_entries
from vikno.guide.register_parser import ParsedRegisterFile
from vikno.kernel.errors import Refused

BATCH_SIZE = 200

__all__ = [
    "CardChangedMeanwhile",
    "EntryAlreadyDecided",
    "RegisterRecordIncomplete",
    "accept_entry",
    "accept_safe_entries",
    "compare_register_file",
    "import_register_file",
    "reject_entry",
]


class EntryAlreadyDecided(Refused):
    """The entry has been decided on before, perhaps in another tab."""


class CardChangedMeanwhile(Refused):
    """The card has changed since the person saw it."""


@transaction.atomic
def import_register_file(*, read: ParsedRegisterFile, file_name: str, actor: str, at: datetime) -> RegisterFile:
    """Save the records of a file. No service changes; `compare_register_file` finds the differences afterwards."""
    dump = RegisterFile.objects.create(
        file_name=file_name[-200:], brought_by=actor[:60], brought_at=at, problems=read.problems[:500]
    )
    RegisterEntry.objects.bulk_create(
        (
            RegisterEntry(dump=dump, official_id=record.official_id, title=record.title, data=record.as_json())
            for record in read.services.values()
        ),
        batch_size=BATCH_SIZE,
    )
    record_audit(actor=actor, action="guide.brought_in", subject=f"dump:{dump.uid}", at=at)
    return dump


def compare_register_file(*, dump: RegisterFile, at: datetime) -> None:
    """Set the state of each entry: new, same or different. Runs in the background and may be repeated."""
    while entries := list(dump.entries.filter(state=RegisterEntryState.UNREAD).order_by("pk")[:BATCH_SIZE]):
        with transaction.atomic():
            services = services_for_entries(entries)
            for entry in entries:
                entry.service = services.get(entry.official_id)
                if entry.service is None:
                    entry.state = RegisterEntryState.NEW
                elif not (differences := entry_differences(entry, entry.service)):
                    entry.state = RegisterEntryState.SAME
                elif all(difference.was_rejected for difference in differences):
                    entry.state = RegisterEntryState.LEFT_BEFORE
                else:
                    entry.state = RegisterEntryState.DIFFERS
            RegisterEntry.objects.bulk_update(entries, ["service", "state"])
    dump.compared_at = at
    dump.save(update_fields=["compared_at"])


@transaction.atomic
def accept_entry(*, entry: RegisterEntry, fields: Collection[str], actor: str, at: datetime) -> Service:
    """Take these fields of an entry into the service; its other differences are recorded as refused.

    A new service is created with a draft of its card, for editors to finish. Raises `EntryAlreadyDecided`,
    `CardChangedMeanwhile` if a field no longer differs, `RegisterRecordIncomplete` if the record is not enough for a new service.
    """
    entry = _lock_open_entry(entry)
    service = _matching_service(entry)
    register_values = {difference.field: difference.register_value for difference in entry_differences(entry, service)}
    if set(fields) - register_values.keys():
        raise CardChangedMeanwhile(_("The card was changed meanwhile. Look at what differs now, and decide again."))
    if service is None:
        service = create_service(entry.record)
        fields = register_values.keys()
    write_fields(service, {name: register_values[name] for name in fields})
    _record_field_decisions(service, entry, accepted=set(fields), rejected=register_values.keys() - set(fields))
    _decide(entry, RegisterEntryState.TAKEN, actor=actor, at=at, service=service, fields_taken=sorted(fields))
    record_audit(
        actor=actor,
        action="guide.taken",
        subject=f"service:{service.code}"[:80],
        at=at,
        detail={"official_id": entry.official_id, "fields": sorted(fields)},
    )
    return service


@transaction.atomic
def reject_entry(*, entry: RegisterEntry, actor: str, at: datetime) -> None:
    """Leave the service unchanged. The same texts of the register need no new decision.

    Raises `EntryAlreadyDecided`.
    """
    entry = _lock_open_entry(entry)
    service = _matching_service(entry)
    if service is not None:
        differing = {difference.field for difference in entry_differences(entry, service)}
        _record_field_decisions(service, entry, accepted=set(), rejected=differing)
    _decide(entry, RegisterEntryState.LEFT, actor=actor, at=at, service=service, fields_taken=[])


def accept_safe_entries(*, dump: RegisterFile, actor: str, at: datetime) -> int:
    """Accept all entries that overwrite no local edit, and return their number.

    Entries that would overwrite one wait for a person.
    """
    accepted_count = 0
    for entry in dump.entries.filter(state=RegisterEntryState.DIFFERS).order_by("pk"):
        differences = entry_differences(entry, _matching_service(entry))
        if differences and all(difference.is_safe for difference in differences):
            fields = [difference.field for difference in differences]
            accept_entry(entry=entry, fields=fields, actor=actor, at=at)
            accepted_count += 1
    return accepted_count


def _lock_open_entry(entry: RegisterEntry) -> RegisterEntry:
    locked = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.state not in OPEN_STATES:
        raise EntryAlreadyDecided(_("This entry has been decided on already: %s.") % locked.get_state_display())
    return locked


def _matching_service(entry: RegisterEntry) -> Service | None:
    """Return the current service for an entry; it may have been created since the comparison."""
    return services_for_entries([entry]).get(entry.official_id)


def _record_field_decisions(service: Service, entry: RegisterEntry, *, accepted: set[str], rejected: set[str]) -> None:
    """Record the fields that now agree with the register, and those refused."""
    decisions = field_decisions_of(service)
    stated = entry.record.stated_fields()
    agreed = {name: value for name, value in stated.items() if name in accepted or name not in rejected}
    decisions.taken = {**decisions.taken, **agreed}
    decisions.left = {name: value for name, value in decisions.left.items() if name not in agreed}
    decisions.left |= {name: stated[name] for name in rejected}
    if decisions.pk is None:
        decisions.save(force_insert=True)
    else:
        decisions.save(update_fields=["taken", "left"])


def _decide(
    entry: RegisterEntry,
    state: RegisterEntryState,
    *,
    actor: str,
    at: datetime,
    service: Service | None,
    fields_taken: list[str],
) -> None:
    entry.state, entry.decided_by, entry.decided_at = state, actor[:60], at
    entry.service, entry.fields_taken = service, fields_taken
    entry.save(update_fields=["state", "decided_by", "decided_at", "service", "fields_taken"])
