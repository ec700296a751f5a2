"""Protection of forms on cached pages. Such a page has no CSRF token of its own, so the origin of the request is checked."""

import functools
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from vikno.web.view_type import View

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def same_origin_only(view: View) -> View:
    """Accept forms of our own pages only, without a token. For harmless views that need no sign-in."""

    @functools.wraps(view)
    def checked_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and not is_same_origin(request):
            raise PermissionDenied("A form of another site.")
        return view(request, *args, **kwargs)

    return csrf_exempt(checked_view)


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether a page of this site sent the form, by headers that browsers set and no page can forge.

    A browser sends at least one of the two headers with a request from another site. A client that sends neither is a
    program, which carries nobody's cookies but its own.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)
