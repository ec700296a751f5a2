"""What can be done with a file of the register: bringing it in, comparing it, taking an entry over, leaving it."""

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

BATCH = 200

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
    """Somebody has decided on this entry before, perhaps in another tab."""


class CardChangedMeanwhile(Refused):
    """What the person saw is not what stands here now."""


@transaction.atomic
def import_register_file(*, read: ParsedRegisterFile, file_name: str, actor: str, at: datetime) -> RegisterFile:
    """Keep what a file says. Nothing of ours changes; `compare` says afterwards what differs."""
    dump = RegisterFile.objects.create(
        file_name=file_name[-200:], brought_by=actor[:60], brought_at=at, problems=read.problems[:500]
    )
    RegisterEntry.objects.bulk_create(
        (
            RegisterEntry(dump=dump, official_id=given.official_id, title=given.title, data=given.as_json())
            for given in read.services.values()
        ),
        batch_size=BATCH,
    )
    record_audit(actor=actor, action="guide.brought_in", subject=f"dump:{dump.uid}", at=at)
    return dump


def compare_register_file(*, dump: RegisterFile, at: datetime) -> None:
    """Say of each entry whether it is new, the same, or differs. Done in the background; may be done again."""
    while entries := list(dump.entries.filter(state=RegisterEntryState.UNREAD).order_by("pk")[:BATCH]):
        with transaction.atomic():
            _compare(entries)
    dump.compared_at = at
    dump.save(update_fields=["compared_at"])


def _compare(entries: list[RegisterEntry]) -> None:
    services = services_for_entries(entries)
    for entry in entries:
        entry.service = services.get(entry.official_id)
        entry.state = _state_of(entry, entry.service)
    RegisterEntry.objects.bulk_update(entries, ["service", "state"])


def _state_of(entry: RegisterEntry, service: Service | None) -> RegisterEntryState:
    if service is None:
        return RegisterEntryState.NEW
    found = entry_differences(entry, service)
    if not found:
        return RegisterEntryState.SAME
    return RegisterEntryState.LEFT_BEFORE if all(one.was_rejected for one in found) else RegisterEntryState.DIFFERS


@transaction.atomic
def accept_entry(*, entry: RegisterEntry, fields: Collection[str], actor: str, at: datetime) -> Service:
    """Take these fields of an entry over; what else differs is remembered as left.

    A new service is made with a draft of its card, for editors to finish. Raises `AlreadyDecided`, `ChangedMeanwhile` when a
    field does not differ any more, `NotEnough` when a new service cannot be made of what the file says.
    """
    entry = _open(entry)
    service = _ours(entry)
    found = {one.field: one.register_value for one in entry_differences(entry, service)}
    if set(fields) - found.keys():
        raise CardChangedMeanwhile(_("The card was changed meanwhile. Look at what differs now, and decide again."))
    if service is None:
        service = create_service(entry.record)
        fields = found.keys()
    write_fields(service, {name: found[name] for name in fields})
    _remember(service, entry, taken=set(fields), left=found.keys() - set(fields))
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
    """Leave ours as it is. The same words of the register are not asked about again. Raises `AlreadyDecided`."""
    entry = _open(entry)
    service = _ours(entry)
    if service is not None:
        _remember(service, entry, taken=set(), left={one.field for one in entry_differences(entry, service)})
    _decide(entry, RegisterEntryState.LEFT, actor=actor, at=at, service=service, fields_taken=[])


def accept_safe_entries(*, dump: RegisterFile, actor: str, at: datetime) -> int:
    """Take over all that loses nothing written here; return of how many services. What is local waits for a person."""
    done = 0
    for entry in dump.entries.filter(state=RegisterEntryState.DIFFERS).order_by("pk"):
        found = entry_differences(entry, _ours(entry))
        if found and all(one.is_safe for one in found):
            accept_entry(entry=entry, fields=[one.field for one in found], actor=actor, at=at)
            done += 1
    return done


def _open(entry: RegisterEntry) -> RegisterEntry:
    locked = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.state not in OPEN_STATES:
        raise EntryAlreadyDecided(_("This entry has been decided on already: %s.") % locked.get_state_display())
    return locked


def _ours(entry: RegisterEntry) -> Service | None:
    """Return our service for an entry as it stands now: it may have been made since the file was compared."""
    return services_for_entries([entry]).get(entry.official_id)


def _remember(service: Service, entry: RegisterEntry, *, taken: set[str], left: set[str]) -> None:
    """Write down what now stands as the register says it, and what was refused."""
    ledger = field_decisions_of(service)
    said = entry.record.stated_fields()
    agreed = {name: value for name, value in said.items() if name in taken or name not in left}
    ledger.taken = {**ledger.taken, **agreed}
    ledger.left = {name: value for name, value in ledger.left.items() if name not in agreed}
    ledger.left |= {name: said[name] for name in left}
    if ledger.pk is None:
        ledger.save(force_insert=True)
    else:
        ledger.save(update_fields=["taken", "left"])


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
