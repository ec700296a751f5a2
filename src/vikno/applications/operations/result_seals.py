"""Sealing of results. It is slow and may fail, so it follows the issue of a result, which does not wait for it."""

import logging
from datetime import datetime

from django.db import transaction

from vikno.applications.case_documents import seal_sheet
from vikno.applications.models import Result, SealStatus
from vikno.files import operations as files
from vikno.files.models import StoredFile
from vikno.files.queries import read_content
from vikno.signatures.queries import is_signed
from vikno.signatures.sealing import NotSealed, PdfSealer, configured_sealer

logger = logging.getLogger(__name__)

MAX_SEAL_TRIES = 10
SEAL_BATCH_SIZE = 20


def initial_seal_status(file: StoredFile | None) -> SealStatus:
    """Return the seal status of a new result: a PDF waits for the seal where the centre has one."""
    sealable = file is not None and file.media_type == files.PDF and configured_sealer() is not None
    return SealStatus.WAITING if sealable else SealStatus.NONE


def seal_waiting_results(*, at: datetime) -> int:
    """Seal the results that wait for it; return how many were sealed. A failure is tried again later, ten times."""
    sealer = configured_sealer()
    if sealer is None:
        return 0
    waiting = Result.objects.filter(seal=SealStatus.WAITING).select_related("file", "application__centre")
    return sum(
        seal_result(result=result, by=sealer, at=at)
        for result in waiting.order_by("seal_tries", "pk")[:SEAL_BATCH_SIZE]
    )


def seal_result(*, result: Result, by: PdfSealer, at: datetime) -> bool:
    """Add the sheet with the QR code and the seal to one result. A file that is signed already stays as it is."""
    assert result.file is not None, "only files wait for a seal"
    content = read_content(result.file)
    if is_signed(content, name=result.file.name):
        Result.objects.filter(pk=result.pk).update(seal=SealStatus.SIGNED)
        return False
    try:
        with_sheet = seal_sheet.append_sheet(content, result, at=at)
        sealed = by.seal(with_sheet, reason=result.application.centre.name)
    except (NotSealed, seal_sheet.SealSheetNotAdded):
        logger.warning("a result could not be sealed", exc_info=True)
        tries = result.seal_tries + 1
        state = SealStatus.FAILED if tries >= MAX_SEAL_TRIES else SealStatus.WAITING
        Result.objects.filter(pk=result.pk).update(seal_tries=tries, seal=state)
        return False
    return _replace(result, sealed, at)


@transaction.atomic
def _replace(result: Result, sealed: bytes, at: datetime) -> bool:
    """Replace the file by the sealed one, unless another process has done so."""
    locked = Result.objects.select_for_update().get(pk=result.pk)
    if locked.seal != SealStatus.WAITING or locked.file is None:
        return False
    before = locked.file
    locked.file = files.store_trusted(name=before.name, media_type=before.media_type, content=sealed, at=at)
    locked.seal, locked.sealed_at = SealStatus.SEALED, at
    locked.save(update_fields=["file", "seal", "sealed_at"])
    files.erase(file=before)
    return True
