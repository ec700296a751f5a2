"""Reading of stored files."""

from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from vikno.files.models import StoredFile
from vikno.kernel.crypto import decrypt_bytes

ENCRYPTION_CONTEXT = "files.storedfile"


def read_content(file: StoredFile) -> bytes:
    """Return the original content. Raises `FileNotFoundError`, or `Unreadable` if the content was tampered with."""
    with storages["sealed"].open(file.stored_as) as encrypted:
        return decrypt_bytes(encrypted.read(), context=ENCRYPTION_CONTEXT)


def download_response(file: StoredFile) -> HttpResponse:
    """Return a response that saves the file and never runs it in the page; the caller checks access."""
    return private_response(read_content(file), media_type=file.media_type, name=file.name)


def private_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Return a response with content for one reader only."""
    response = _attachment_response(content, media_type=media_type, name=name)
    response["Cache-Control"] = "private, no-store"
    return response


def public_response(file: StoredFile, *, name: str, request: HttpRequest) -> HttpResponse:
    """Return a response with a public file, or 304 if the reader has it already."""
    etag = quote_etag(file.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _attachment_response(read_content(file), media_type=file.media_type, name=name)
    response["ETag"] = etag
    # A new version has the same address, so a cached copy is revalidated each time.
    response["Cache-Control"] = "public, no-cache"
    return response


def _attachment_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
