"""Uploads of result files in chunks: in order, checked when complete; an interrupted upload goes on where it stopped."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.files import operations as keeping
from vikno.files.models import StoredFile
from vikno.integration.connectors.base import CaseUpdate
from vikno.integration.models import Connection, ExternalCase, ResultUpload, ResultUploadChunk
from vikno.kernel.errors import Refused, Rejected
from vikno.signatures import archives, asic_writer
from vikno.signatures.containers import open_container

MAX_CHUNK_BYTES = 1024 * 1024
MAX_OPEN_UPLOADS = 20
UPLOAD_LIFETIME = timedelta(hours=24)


class TooManyOpenUploads(Refused):
    """Too many uploads are open: the system finishes them, or waits a day."""


class UploadOffsetMismatch(Refused):
    """A chunk does not begin where the last one ended, which is at `received`."""

    def __init__(self, received: int) -> None:
        super().__init__(_("The bytes from %d on are expected.") % received)
        self.received = received


class UploadIncomplete(Refused):
    """Some bytes are still missing."""


class UploadDigestMismatch(Refused):
    """The bytes do not have the promised digest: the upload begins anew."""


@transaction.atomic
def open_result_upload(
    *, case: ExternalCase, name: str, size: int, sha256: str, title: str = "", at: datetime
) -> ResultUpload:
    """Open an upload of `size` bytes with this digest. Raises `TooManyOpenUploads`."""
    is_open = ResultUpload.objects.filter(connection=case.connection_id, file=None, opened_at__gt=at - UPLOAD_LIFETIME)
    if is_open.count() >= MAX_OPEN_UPLOADS:
        raise TooManyOpenUploads(_("Too many uploads are open. Finish them first."))
    return ResultUpload.objects.create(
        connection_id=case.connection_id,
        application_id=case.application_id,
        name=keeping.clean_name(name),
        title=title,
        size=size,
        sha256=sha256.lower(),
        opened_at=at,
    )


@transaction.atomic
def add_result_chunk(*, parcel: ResultUpload, start: int, content: bytes) -> ResultUpload:
    """Add the next chunk; a chunk that is here already changes nothing. Raises `UploadOffsetMismatch`."""
    parcel = ResultUpload.objects.select_for_update().get(pk=parcel.pk)
    if parcel.file_id or start + len(content) <= parcel.received:
        return parcel
    if start != parcel.received or start + len(content) > parcel.size:
        raise UploadOffsetMismatch(parcel.received)
    ResultUploadChunk.objects.create(parcel=parcel, start=start, content=content)
    parcel.received += len(content)
    parcel.save(update_fields=["received"])
    return parcel


@transaction.atomic
def complete_result_upload(*, parcel: ResultUpload, at: datetime) -> ResultUpload:
    """Store the complete file; repeated, it changes nothing.

    Raises `UploadIncomplete`, `UploadDigestMismatch`, or what `files.store` raises.
    """
    parcel = ResultUpload.objects.select_for_update().get(pk=parcel.pk)
    if parcel.file_id:
        return parcel
    if parcel.received < parcel.size:
        raise UploadIncomplete(
            _("%(received)d bytes of %(size)d have come.") % {"received": parcel.received, "size": parcel.size}
        )
    content = b"".join(bytes(chunk.content) for chunk in parcel.pieces.order_by("start"))
    if hashlib.sha256(content).hexdigest() != parcel.sha256:
        raise UploadDigestMismatch(_("The digest of what came is not the one that was promised. Send the file again."))
    # A signed container is taken too, although it is no PDF and no picture. Anything else is refused as any other upload is.
    is_signed = False
    if not keeping.detect_media_type(content):
        with suppress(archives.ContainerUnreadable):
            is_signed = bool(open_container(content, name=parcel.name).signatures)
    if is_signed:
        media_type = asic_writer.MIMETYPE if archives.is_zip(content) else "application/pkcs7-mime"
        parcel.file = keeping.store_trusted(name=parcel.name, media_type=media_type, content=content, at=at)
    else:
        parcel.file = keeping.store(upload=keeping.FileUpload(name=parcel.name, content=content), at=at)
    parcel.save(update_fields=["file"])
    parcel.pieces.all().delete()
    return parcel


@transaction.atomic
def reset_result_upload(*, parcel: ResultUpload) -> None:
    """Delete the bytes that came, so that the upload begins anew."""
    parcel.pieces.all().delete()
    ResultUpload.objects.filter(pk=parcel.pk, file=None).update(received=0)


def uploaded_files_of(update: CaseUpdate, *, connection: Connection) -> list[StoredFile]:
    """Return the files of an update, which this connection has uploaded. Raises `Rejected`."""
    stored = []
    for file in update.files:
        parcel = ResultUpload.objects.filter(connection=connection, uid=file.key).select_related("file").first()
        if parcel is None or parcel.file is None:
            raise Rejected("A file that was not sent here.")
        stored.append(parcel.file)
    return stored


def delete_expired_uploads(*, at: datetime) -> int:
    """Delete the uploads that nobody finished within a day; return how many."""
    expired = ResultUpload.objects.filter(file=None, opened_at__lte=at - UPLOAD_LIFETIME)
    count = expired.count()
    expired.delete()
    return count
