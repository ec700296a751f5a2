"""What can be done to centres: bringing one in from a file, setting its hours."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.models import Entry
from vikno.audit.operations import record as record_audit
from vikno.centres.hours_text import Opening
from vikno.centres.models import Centre, OpeningHours
from vikno.kernel.errors import Refused
from vikno.kernel.imports import CREATED, UNCHANGED, UPDATED

IMPORTED = "centre.imported"


class ChangedHere(Refused):
    """Somebody has changed the centre since it was imported last; the file does not overwrite that."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a file says of a centre; without an e-mail (None) where it has no column for it."""

    name: str
    address: str
    phones: str = ""
    email: str | None = None
    hours_text: str = ""
    hours: tuple[Opening, ...] = ()


@transaction.atomic
def put(*, source_id: str, code: str, given: Given, at: datetime) -> tuple[Centre, str]:
    """Make the centre of a file, or bring it up to date; return it and `created|updated|unchanged`.

    Raises `ChangedHere`, or `ValidationError` for values that cannot be kept; then nothing has changed.
    """
    centre = Centre.objects.select_for_update().filter(source_id=source_id).first()
    given = replace(given, email=given.email if given.email is not None else centre.email if centre else "")
    if centre is None:
        centre = Centre(source_id=source_id, code=code)
        outcome = CREATED
    elif _said_of(centre) == given:
        return centre, UNCHANGED
    else:
        _must_be_as_imported(centre)
        outcome = UPDATED
    _write(centre, given)
    record_audit(actor="import", action=IMPORTED, subject=_ref(centre), at=at, detail={"sha256": digest(given)})
    return centre, outcome


@transaction.atomic
def set_hours(*, centre: Centre, hours: Iterable[Opening], actor: str, at: datetime) -> None:
    """Put these hours in the place of those there were."""
    centre.hours.all().delete()
    OpeningHours.objects.bulk_create([OpeningHours(centre=centre, **opening._asdict()) for opening in hours])
    record_audit(actor=actor, action="centre.hours_set", subject=f"centre:{centre.code}"[:80], at=at)


def _write(centre: Centre, given: Given) -> None:
    centre.name, centre.address, centre.phones = given.name, given.address, given.phones
    centre.email, centre.hours_text = given.email or "", given.hours_text
    centre.full_clean()
    if centre.pk is None:
        centre.save(force_insert=True)
    else:
        centre.save(update_fields=["name", "address", "phones", "email", "hours_text"])
        centre.hours.all().delete()
    OpeningHours.objects.bulk_create([OpeningHours(centre=centre, **opening._asdict()) for opening in given.hours])


def _said_of(centre: Centre) -> Given:
    """Return what is known of the centre, as a file would say it."""
    hours = centre.hours.order_by("weekday", "opens_at")
    return Given(
        name=centre.name,
        address=centre.address,
        phones=centre.phones,
        email=centre.email,
        hours_text=centre.hours_text,
        hours=tuple(Opening(row.weekday, row.opens_at, row.closes_at) for row in hours),
    )


def _must_be_as_imported(centre: Centre) -> None:
    imported = Entry.objects.about(_ref(centre)).filter(action=IMPORTED).last()
    if imported is None or imported.detail.get("sha256") != digest(_said_of(centre)):
        raise ChangedHere(_("The centre was changed here since it was imported. It stays as it is."))


def _ref(centre: Centre) -> str:
    return f"centre:{centre.source_id}"[:80]


def digest(given: Given) -> str:
    """Return the SHA-256 of what a file said."""
    data: dict[str, Any] = asdict(given)
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
