"""Operations on centres: importing one from a file, setting its hours, setting its mode."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vikno.audit.models import AuditEntry
from vikno.audit.operations import record as record_audit
from vikno.centres.access import require_mode_permission
from vikno.centres.events import CentreModeChanged
from vikno.centres.hours_parser import WeekdayOpening
from vikno.centres.models import Centre, CentreMode, HoursKind, HoursPeriod, ModeChange, Officer, OpeningHours
from vikno.kernel.data_import import CREATED, UNCHANGED, UPDATED
from vikno.kernel.errors import Refused
from vikno.outbox.operations import record_event

IMPORT_ACTION = "centre.imported"


class CentreChangedLocally(Refused):
    """Somebody has changed the centre since its last import, so the file does not overwrite it."""


@dataclass(frozen=True, kw_only=True)
class ImportedCentre:
    """A centre as a file has it. `email` is None where the file has no column for it."""

    name: str
    address: str
    phones: str = ""
    email: str | None = None
    hours_text: str = ""
    hours: tuple[WeekdayOpening, ...] = ()


@transaction.atomic
def upsert_centre(*, source_id: str, code: str, imported: ImportedCentre, at: datetime) -> tuple[Centre, str]:
    """Create or update the centre of a file; return it and the outcome (`created`, `updated` or `unchanged`).

    Raises `CentreChangedLocally`, or `ValidationError` for values that cannot be stored; then nothing has changed.
    """
    centre = Centre.objects.select_for_update().filter(source_id=source_id).first()
    imported = replace(imported, email=imported.email if imported.email is not None else centre.email if centre else "")
    if centre is None:
        centre = Centre(source_id=source_id, code=code)
        outcome = CREATED
    elif _as_import(centre) == imported:
        return centre, UNCHANGED
    else:
        entry = AuditEntry.objects.about(_ref(centre)).filter(action=IMPORT_ACTION).last()
        if entry is None or entry.detail.get("sha256") != import_digest(_as_import(centre)):
            raise CentreChangedLocally(_("The centre was changed here since it was imported. It stays as it is."))
        outcome = UPDATED
    centre.name, centre.address, centre.phones = imported.name, imported.address, imported.phones
    centre.email, centre.hours_text = imported.email or "", imported.hours_text
    centre.full_clean()
    if outcome == CREATED:
        centre.save(force_insert=True)
    else:
        centre.save(update_fields=["name", "address", "phones", "email", "hours_text"])
        _usual_week(centre).delete()
    OpeningHours.objects.bulk_create([OpeningHours(centre=centre, **opening._asdict()) for opening in imported.hours])
    record_audit(
        actor="import", action=IMPORT_ACTION, subject=_ref(centre), at=at, detail={"sha256": import_digest(imported)}
    )
    return centre, outcome


@transaction.atomic
def set_hours(
    *,
    centre: Centre,
    hours: Iterable[WeekdayOpening],
    actor: str,
    at: datetime,
    kind: HoursKind = HoursKind.RECEPTION,
    period: HoursPeriod | None = None,
) -> None:
    """Replace the opening hours of one kind, in the usual week or in a period."""
    centre.hours.filter(period=period, kind=kind).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, period=period, kind=kind, **opening._asdict()) for opening in hours
    )
    detail = {"kind": kind, "period": period.title if period else ""}
    record_audit(actor=actor, action="centre.hours_set", subject=f"centre:{centre.code}"[:80], at=at, detail=detail)


class CentreModeChangedMeanwhile(Refused):
    """A colleague has set another mode since the page was opened."""


@transaction.atomic
def set_mode(
    *,
    centre: Centre,
    was: CentreMode,
    mode: CentreMode,
    officer: Officer,
    at: datetime,
    note: str = "",
    with_branches: bool = False,
) -> list[Centre]:
    """Set the mode of a centre and, with `with_branches`, of all centres below it; return the centres that changed.

    `was` is the mode that the officer saw. If a colleague has set a third mode meanwhile, nothing changes; if the colleague has
    set the same, nothing is left to do. A branch that was closed on its own stays closed.
    Raises `CentreModeNotYours`, `CentreModeChangedMeanwhile`.
    """
    among = Q(pk=centre.pk) | Q(parent=centre) if with_branches else Q(pk=centre.pk)
    rows = {row.pk: row for row in Centre.objects.select_for_update().in_use().filter(among).order_by("pk")}
    current = rows[centre.pk].mode
    if current not in (was, mode):
        message = _("A colleague has just set “%(mode)s”. Look whether you still want to change it.")
        raise CentreModeChangedMeanwhile(message % {"mode": CentreMode(current).label})
    affected = [
        row for row in rows.values() if row.pk == centre.pk or row.mode != CentreMode.CLOSED or was == CentreMode.CLOSED
    ]
    for row in affected:
        require_mode_permission(officer, row, mode)
    changed = [row for row in affected if (row.mode, row.mode_note) != (mode, note)]
    for row in changed:
        _change_mode(row, mode, note, officer, at)
    return changed


def _change_mode(centre: Centre, mode: CentreMode, note: str, officer: Officer, at: datetime) -> None:
    before = CentreMode(centre.mode)
    centre.mode, centre.mode_note = mode, note
    centre.mode_since = None if mode == CentreMode.NORMAL else at if mode != before else centre.mode_since
    centre.save(update_fields=["mode", "mode_note", "mode_since"])
    change = ModeChange.objects.create(centre=centre, before=before, after=mode, note=note, at=at, officer=officer)
    subject, detail = f"centre:{centre.code}"[:80], {"before": before, "after": mode}
    record_audit(actor=officer.person.ref, action="centre.mode_changed", subject=subject, at=at, detail=detail)
    event = CentreModeChanged(centre=centre.code, before=before, after=mode, mode_change_id=change.pk)
    record_event(event, subject_id=f"centre:{centre.pk}", at=at)


def _as_import(centre: Centre) -> ImportedCentre:
    """Return the centre as a file would have it."""
    hours = _usual_week(centre).order_by("weekday", "opens_at")
    return ImportedCentre(
        name=centre.name,
        address=centre.address,
        phones=centre.phones,
        email=centre.email,
        hours_text=centre.hours_text,
        hours=tuple(WeekdayOpening(row.weekday, row.opens_at, row.closes_at) for row in hours),
    )


def _usual_week(centre: Centre) -> QuerySet[OpeningHours]:
    """Return the hours that a file can have. Periods and office hours are edited here only."""
    return OpeningHours.objects.filter(centre=centre, period=None, kind=HoursKind.RECEPTION)


def _ref(centre: Centre) -> str:
    return f"centre:{centre.source_id}"[:80]


def import_digest(imported: ImportedCentre) -> str:
    """Return the SHA-256 of the values of a file."""
    data: dict[str, Any] = asdict(imported)
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
