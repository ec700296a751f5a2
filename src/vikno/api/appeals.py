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

from vikno.api.appeal import item_of
from vikno.applications.queries import changed_between

PAGE = 100
LONGEST = timedelta(days=366)


@never_cache
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Return the applications handed in or changed from one day to another, both included."""
    if not _is_let_in(request):
        response = _failed("authentication", 401)
        response["WWW-Authenticate"] = 'Basic realm="appeals", charset="UTF-8"'
        return response
    try:
        start, end = (date.fromisoformat(request.GET[name]) for name in ("start_date", "end_date"))
        after = int(request.GET.get("after", "0"))
    except (KeyError, ValueError):
        return _failed("start_date and end_date are YYYY-MM-DD", 400)
    if not timedelta() <= end - start <= LONGEST or start.year < 2000 or end.year > 2100 or not 0 <= after < 2**62:
        return _failed("the period runs forward, for a year at most", 400)
    rows = changed_between(_midnight(start), _midnight(end + timedelta(days=1)), after=after, most=PAGE + 1)
    following = _address(start, end, rows[PAGE - 1].pk) if len(rows) > PAGE else None
    items = [item_of(one) for one in rows[:PAGE]]
    return JsonResponse(
        {"success": True, "next_page": following, "results": items}, json_dumps_params={"ensure_ascii": False}
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _address(start: date, end: date, after: int) -> str:
    asked = urlencode({"start_date": start.isoformat(), "end_date": end.isoformat(), "after": after})
    return f"{settings.PUBLIC_URL}/appeals/?{asked}"


def _failed(why: str, status: int) -> JsonResponse:
    return JsonResponse({"success": False, "error": why}, status=status)


def _is_let_in(request: HttpRequest) -> bool:
    """Tell whether the credentials are those in the settings; where there are none, nobody is let in."""
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(sent, validate=True)
    except (binascii.Error, ValueError):
        given = b""
    is_same = compare_digest(given, settings.REPOSITORY_LOGIN.encode())
    return ":" in settings.REPOSITORY_LOGIN and scheme.lower() == "basic" and is_same
