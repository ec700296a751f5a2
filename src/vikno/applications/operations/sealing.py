"""Putting the centre’s seal into results. It is slow and may fail, so it comes after issuing: a result waits for nothing."""

import logging
from datetime import datetime

from django.db import transaction

from vikno.applications.models import Result, Seal
from vikno.applications.papers import seal_sheet
from vikno.files import operations as files
from vikno.files.models import StoredFile
from vikno.files.queries import content_of
from vikno.signatures.queries import is_signed
from vikno.signatures.sealing import NotSealed, Sealer, sealer

logger = logging.getLogger(__name__)

MOST_TRIES = 10
MOST_AT_ONCE = 20


def first_seal(file: StoredFile | None) -> Seal:
    """Return what becomes of a file that is issued: a PDF waits for the seal, where the centre has one."""
    sealable = file is not None and file.media_type == files.PDF and sealer() is not None
    return Seal.WAITING if sealable else Seal.NONE


def seal_waiting(*, at: datetime) -> int:
    """Seal what waits for it; return how many were sealed. What fails is tried again later, ten times."""
    ours = sealer()
    if ours is None:
        return 0
    waiting = Result.objects.filter(seal=Seal.WAITING).select_related("file", "application__centre")
    return sum(seal(result=result, by=ours, at=at) for result in waiting.order_by("seal_tries", "pk")[:MOST_AT_ONCE])


def seal(*, result: Result, by: Sealer, at: datetime) -> bool:
    """Put the sheet with the QR and the seal into one result; a file that is signed already is left as it is."""
    assert result.file is not None, "only files wait for a seal"
    content = content_of(result.file)
    if is_signed(content, name=result.file.name):
        Result.objects.filter(pk=result.pk).update(seal=Seal.SIGNED)
        return False
    try:
        with_sheet = seal_sheet.added(content, result, at=at)
        sealed = by.seal(with_sheet, reason=result.application.centre.name)
    except (NotSealed, seal_sheet.NotAdded):
        logger.warning("a result could not be sealed", exc_info=True)
        tries = result.seal_tries + 1
        state = Seal.FAILED if tries >= MOST_TRIES else Seal.WAITING
        Result.objects.filter(pk=result.pk).update(seal_tries=tries, seal=state)
        return False
    return _replace(result, sealed, at)


@transaction.atomic
def _replace(result: Result, sealed: bytes, at: datetime) -> bool:
    """Put the sealed file in the place of the one without, unless somebody has done it meanwhile."""
    locked = Result.objects.select_for_update().get(pk=result.pk)
    if locked.seal != Seal.WAITING or locked.file is None:
        return False
    before = locked.file
    locked.file = files.keep(name=before.name, media_type=before.media_type, content=sealed, at=at)
    locked.seal, locked.sealed_at = Seal.SEALED, at
    locked.save(update_fields=["file", "seal", "sealed_at"])
    files.erase(file=before)
    return True
