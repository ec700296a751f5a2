"""Reading files back."""

from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from vikno.files.models import StoredFile
from vikno.kernel.crypto import decrypt_bytes

ENCRYPTION_CONTEXT = "files.storedfile"


def read_content(file: StoredFile) -> bytes:
    """Return the bytes as they were sent. Raises `FileNotFoundError`, or `Unreadable` when they were tampered with."""
    with storages["sealed"].open(file.stored_as) as sealed:
        return decrypt_bytes(sealed.read(), context=ENCRYPTION_CONTEXT)


def download_response(file: StoredFile) -> HttpResponse:
    """Answer with the file, to be saved and never run in the page; who may have it is the caller's question."""
    return private_response(read_content(file), media_type=file.media_type, name=file.name)


def private_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Answer one reader with bytes that are theirs alone."""
    response = _to_save(content, media_type=media_type, name=name)
    response["Cache-Control"] = "private, no-store"
    return response


def public_response(file: StoredFile, *, name: str, request: HttpRequest) -> HttpResponse:
    """Answer anybody with a file that is for everybody; with 304 where the reader has it already."""
    etag = quote_etag(file.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _to_save(read_content(file), media_type=file.media_type, name=name)
    response["ETag"] = etag
    # A new version stands at the same address: a kept copy is asked about each time.
    response["Cache-Control"] = "public, no-cache"
    return response


def _to_save(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
