"""What can be done with a file of the register: bringing it in, comparing it, taking an entry over, leaving it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Service
from vikno.guide.models import OPEN, Dump, Entry, State
from vikno.guide.operations.taking import NotEnough, make_service, write
from vikno.guide.queries import differing, ledger_of, ours_for
from vikno.guide.reading import Read
from vikno.kernel.errors import Refused

BATCH = 200

__all__ = ["AlreadyDecided", "ChangedMeanwhile", "NotEnough", "bring_in", "compare", "leave", "take", "take_safe"]


class AlreadyDecided(Refused):
    """Somebody has decided on this entry before, perhaps in another tab."""


class ChangedMeanwhile(Refused):
    """What the person saw is not what stands here now."""


@transaction.atomic
def bring_in(*, read: Read, file_name: str, actor: str, at: datetime) -> Dump:
    """Keep what a file says. Nothing of ours changes; `compare` says afterwards what differs."""
    dump = Dump.objects.create(
        file_name=file_name[-200:], brought_by=actor[:60], brought_at=at, problems=read.problems[:500]
    )
    Entry.objects.bulk_create(
        (
            Entry(dump=dump, official_id=given.official_id, title=given.title, data=given.as_json())
            for given in read.services.values()
        ),
        batch_size=BATCH,
    )
    record_audit(actor=actor, action="guide.brought_in", subject=f"dump:{dump.uid}", at=at)
    return dump


def compare(*, dump: Dump, at: datetime) -> None:
    """Say of each entry whether it is new, the same, or differs. Done in the background; may be done again."""
    while entries := list(dump.entries.filter(state=State.UNREAD).order_by("pk")[:BATCH]):
        with transaction.atomic():
            _compare(entries)
    dump.compared_at = at
    dump.save(update_fields=["compared_at"])


def _compare(entries: list[Entry]) -> None:
    services = ours_for(entries)
    for entry in entries:
        entry.service = services.get(entry.official_id)
        entry.state = _state_of(entry, entry.service)
    Entry.objects.bulk_update(entries, ["service", "state"])


def _state_of(entry: Entry, service: Service | None) -> State:
    if service is None:
        return State.NEW
    found = differing(entry, service)
    if not found:
        return State.SAME
    return State.LEFT_BEFORE if all(one.was_left for one in found) else State.DIFFERS


@transaction.atomic
def take(*, entry: Entry, fields: Collection[str], actor: str, at: datetime) -> Service:
    """Take these fields of an entry over; what else differs is remembered as left.

    A new service is made with a draft of its card, for editors to finish. Raises `AlreadyDecided`, `ChangedMeanwhile` when a
    field does not differ any more, `NotEnough` when a new service cannot be made of what the file says.
    """
    entry = _open(entry)
    service = _ours(entry)
    found = {one.field: one.theirs for one in differing(entry, service)}
    if set(fields) - found.keys():
        raise ChangedMeanwhile(_("The card was changed meanwhile. Look at what differs now, and decide again."))
    if service is None:
        service = make_service(entry.given)
        fields = found.keys()
    write(service, {name: found[name] for name in fields})
    _remember(service, entry, taken=set(fields), left=found.keys() - set(fields))
    _decide(entry, State.TAKEN, actor=actor, at=at, service=service, fields_taken=sorted(fields))
    record_audit(
        actor=actor,
        action="guide.taken",
        subject=f"service:{service.code}"[:80],
        at=at,
        detail={"official_id": entry.official_id, "fields": sorted(fields)},
    )
    return service


@transaction.atomic
def leave(*, entry: Entry, actor: str, at: datetime) -> None:
    """Leave ours as it is. The same words of the register are not asked about again. Raises `AlreadyDecided`."""
    entry = _open(entry)
    service = _ours(entry)
    if service is not None:
        _remember(service, entry, taken=set(), left={one.field for one in differing(entry, service)})
    _decide(entry, State.LEFT, actor=actor, at=at, service=service, fields_taken=[])


def take_safe(*, dump: Dump, actor: str, at: datetime) -> int:
    """Take over all that loses nothing written here; return of how many services. What is local waits for a person."""
    done = 0
    for entry in dump.entries.filter(state=State.DIFFERS).order_by("pk"):
        found = differing(entry, _ours(entry))
        if found and all(one.is_safe for one in found):
            take(entry=entry, fields=[one.field for one in found], actor=actor, at=at)
            done += 1
    return done


def _open(entry: Entry) -> Entry:
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    if locked.state not in OPEN:
        raise AlreadyDecided(_("This entry has been decided on already: %s.") % locked.get_state_display())
    return locked


def _ours(entry: Entry) -> Service | None:
    """Return our service for an entry as it stands now: it may have been made since the file was compared."""
    return ours_for([entry]).get(entry.official_id)


def _remember(service: Service, entry: Entry, *, taken: set[str], left: set[str]) -> None:
    """Write down what now stands as the register says it, and what was refused."""
    ledger = ledger_of(service)
    said = entry.given.said()
    agreed = {name: value for name, value in said.items() if name in taken or name not in left}
    ledger.taken = {**ledger.taken, **agreed}
    ledger.left = {name: value for name, value in ledger.left.items() if name not in agreed}
    ledger.left |= {name: said[name] for name in left}
    if ledger.pk is None:
        ledger.save(force_insert=True)
    else:
        ledger.save(update_fields=["taken", "left"])


def _decide(
    entry: Entry, state: State, *, actor: str, at: datetime, service: Service | None, fields_taken: list[str]
) -> None:
    entry.state, entry.decided_by, entry.decided_at = state, actor[:60], at
    entry.service, entry.fields_taken = service, fields_taken
    entry.save(update_fields=["state", "decided_by", "decided_at", "service", "fields_taken"])
