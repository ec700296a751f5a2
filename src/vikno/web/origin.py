"""Forms of pages that are kept for everybody: such a page has no token of its own, so the browser is asked where a form stood."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def same_origin_only(view: View) -> View:
    """Take forms from our own pages only, without a token. For what does no harm and needs nobody's sign-in."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and not is_same_origin(request):
            raise PermissionDenied("A form of another site.")
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether a page of this site sent the form, by what browsers say and no page can forge.

    A browser says at least one of both headers when another site sends; who says neither is a program, and carries no one's
    cookies but its own.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)
