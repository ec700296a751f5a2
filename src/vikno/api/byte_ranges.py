"""Responses with the bytes of a file, whole or one range of them (RFC 9110, section 14), so that a download can be resumed."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from vikno.api.problems import ApiProblem

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def range_response(request: HttpRequest, content: bytes, *, media_type: str, name: str, etag: str) -> HttpResponse:
    """Answer with bytes: 200, 206 for one range, 304 when the caller has them already. Raises `ApiProblem` (416)."""
    response = get_conditional_response(request, etag=etag) or _part(request, content, etag)
    if response.content:
        response["Content-Type"] = media_type
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _part(request: HttpRequest, content: bytes, etag: str) -> HttpResponse:
    """Return the requested range; all bytes for an unknown form, several ranges, or a range of another version."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    first, last = match.groups() if match else ("", "")
    if request.headers.get("If-Range", etag) != etag or not (first or last):
        return HttpResponse(content)
    size = len(content)
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        raise ApiProblem("range-not-satisfiable", headers={"Content-Range": f"bytes */{size}"})
    part = HttpResponse(content[start : end + 1], status=206)
    part["Content-Range"] = f"bytes {start}-{end}/{size}"
    return part
