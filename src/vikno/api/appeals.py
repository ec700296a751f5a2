"""The list for the national repository: `GET /appeals/?start_date=…&end_date=…`, Basic auth, in pages."""

import base64
import binascii
from datetime import date, datetime, time, timedelta
from hmac import compare_digest
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vikno.api.appeal_format import appeal_item
from vikno.applications.queries import applications_changed_between

MAX_PAGE_SIZE = 100
MAX_PERIOD = timedelta(days=366)


@never_cache
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Return the applications submitted or changed from one day to another, both included."""
    if not _is_authorized(request):
        response = _failed("authentication", 401)
        response["WWW-Authenticate"] = 'Basic realm="appeals", charset="UTF-8"'
        return response
    try:
        start, end = (date.fromisoformat(request.GET[name]) for name in ("start_date", "end_date"))
        after, limit = (
            int(request.GET.get(name, default)) for name, default in (("after", 0), ("limit", MAX_PAGE_SIZE))
        )
    except (KeyError, ValueError):
        return _failed("start_date and end_date are YYYY-MM-DD", 400)
    is_period = timedelta() <= end - start <= MAX_PERIOD and start.year >= 2000 and end.year <= 2100
    if not is_period or not 0 <= after < 2**62 or not 1 <= limit <= MAX_PAGE_SIZE:
        return _failed("the period runs forward, for a year at most; a page has 1 to 100 items", 400)
    rows = applications_changed_between(
        _midnight(start), _midnight(end + timedelta(days=1)), after=after, most=limit + 1
    )
    next_page = None
    if len(rows) > limit:
        period = {"start_date": start.isoformat(), "end_date": end.isoformat()}
        query = urlencode({**period, "after": rows[limit - 1].pk, "limit": limit})
        next_page = f"{settings.PUBLIC_URL}/appeals/?{query}"
    items = [appeal_item(application) for application in rows[:limit]]
    return JsonResponse(
        {"success": True, "next_page": next_page, "results": items}, json_dumps_params={"ensure_ascii": False}
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _failed(error: str, status: int) -> JsonResponse:
    return JsonResponse({"success": False, "error": error}, status=status)


def _is_authorized(request: HttpRequest) -> bool:
    """Return whether the credentials are those in the settings; without any in the settings nobody is authorized."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        credentials = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        credentials = b""
    is_same = compare_digest(credentials, settings.REPOSITORY_LOGIN.encode())
    return ":" in settings.REPOSITORY_LOGIN and scheme.lower() == "basic" and is_same
