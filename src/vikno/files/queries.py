"""Reading files back."""

from django.core.files.storage import storages
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from vikno.files.models import StoredFile
from vikno.kernel.crypto import open_bytes

SEAL_CONTEXT = "files.storedfile"


def content_of(file: StoredFile) -> bytes:
    """Return the bytes as they were sent. Raises `FileNotFoundError`, or `Unreadable` when they were tampered with."""
    with storages["sealed"].open(file.stored_as) as sealed:
        return open_bytes(sealed.read(), context=SEAL_CONTEXT)


def download(file: StoredFile) -> HttpResponse:
    """Answer with the file, to be saved and never run in the page; who may have it is the caller's question."""
    response = HttpResponse(content_of(file), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
