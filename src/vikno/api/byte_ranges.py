"""Giving out bytes, whole or a range of them (RFC 9110, section 14): whoever was broken off goes on where they were."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from vikno.api.problems import ApiProblem

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def range_response(request: HttpRequest, content: bytes, *, media_type: str, name: str, etag: str) -> HttpResponse:
    """Answer with bytes: 200, 206 where one range is asked for, 304 where the caller has them. Raises `Problem` (416)."""
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
    asked = _asked(request, etag)
    if asked is None:
        return HttpResponse(content)
    first, last = asked.group(1), asked.group(2)
    size = len(content)
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        raise ApiProblem("range-not-satisfiable", headers={"Content-Range": f"bytes */{size}"})
    part = HttpResponse(content[start : end + 1], status=206)
    part["Content-Range"] = f"bytes {start}-{end}/{size}"
    return part


def _asked(request: HttpRequest, etag: str) -> re.Match[str] | None:
    """Return the one range that is asked for; what is not understood, several, or of another version, counts for nothing."""
    if request.headers.get("If-Range", etag) != etag:
        return None
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    return asked if asked and (asked.group(1) or asked.group(2)) else None
