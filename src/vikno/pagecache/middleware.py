"""The page cache: whole pages for guests, rendered once and cached until their data changes.

The stamp is read before a page is rendered, and the page is cached with that number. A transaction that changes public data moves
the stamp, so a page rendered in between, from old or new data, has a number that is no longer current.
"""

import re
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeGuard

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from vikno.pagecache.cached_page import CachedPage
from vikno.pagecache.decorators import cached_parameters
from vikno.pagecache.queries import current_stamp
from vikno.pagecache.store import PAGE_STORE

# Cookies that may make a page personal; and headers of requests that are authenticated or, by htmx, ask for a part of a page.
PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}
SPECIAL_HEADERS = ("Authorization", "HX-Request")
# The cache key includes the language in the address and the appearance cookies, and a cached page has every encoding.
KNOWN_VARY = {"accept-encoding", "accept-language", "cookie"}
# Parameters added to addresses by advertisers and social networks; no page uses them.
TRACKING_PARAMETERS = re.compile(r"(?:^|(?<=&))(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_eid)=[^&]*(?:&|$)")
MAX_QUERY_LENGTH = 300
MINUTE = 60
REBUILD_WAIT_SECONDS = 3

ResponseCallable = Callable[..., HttpResponseBase]
appearance_of = import_string(settings.PAGECACHE_LOOKS)


@dataclass(frozen=True, kw_only=True)
class RenderState:
    """The stamp read before a page is rendered, and the time until which the page is valid."""

    stamp: int
    fresh_until: float


class GuestRequest(HttpRequest):
    """A request of a guest, with the data that the middleware adds while its page is rendered."""

    cache_key: Hashable
    render_state: RenderState


class PageCacheMiddleware:
    def __init__(self, get_response: ResponseCallable) -> None:
        self.get_response = get_response

    def __call__(self, request: GuestRequest) -> HttpResponseBase:
        drop_tracking_parameters(request)
        if not is_guest_request(request):
            return self.get_response(request)
        request.cache_key = page_key(request)
        if request.cache_key not in PAGE_STORE:
            return self._render(request)
        if (cached := _cached_response(request)) is not None:
            return cached
        # An outdated page is rendered once: simultaneous requests wait for the result instead of rendering their own.
        lock = PAGE_STORE.rebuild_lock(request.cache_key)
        is_acquired = lock.acquire(timeout=REBUILD_WAIT_SECONDS)
        try:
            return _cached_response(request) or self._render(request)
        finally:
            if is_acquired:
                lock.release()

    def process_view(self, request: GuestRequest, view: ResponseCallable, args: object, kwargs: object) -> None:
        """Save the stamp before the view reads any data."""
        parameters = cached_parameters(view)
        if parameters is not None and hasattr(request, "cache_key") and request.GET.keys() <= parameters:
            now = time.time()
            request.render_state = RenderState(stamp=current_stamp(), fresh_until=now - now % MINUTE + MINUTE)

    def _render(self, request: GuestRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_cacheable(response, request):
            return response
        page = CachedPage.from_response(
            response, stamp=request.render_state.stamp, until=request.render_state.fresh_until
        )
        PAGE_STORE.add(request.cache_key, page)
        return page.to_response(request)


def _cached_response(request: GuestRequest) -> HttpResponseBase | None:
    page = PAGE_STORE.get(request.cache_key)
    return page.to_response(request) if page and page.is_fresh(stamp=current_stamp(), now=time.time()) else None


def is_guest_request(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not PERSONAL_COOKIES & request.COOKIES.keys()
        and not any(name in request.headers for name in SPECIAL_HEADERS)
        and len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY_LENGTH
        # Inside a transaction a page may show uncommitted data.
        and not connection.in_atomic_block
    )


def drop_tracking_parameters(request: HttpRequest) -> None:
    if query := request.META.get("QUERY_STRING"):
        request.META["QUERY_STRING"] = TRACKING_PARAMETERS.sub("", query).rstrip("&")


def page_key(request: HttpRequest) -> Hashable:
    query = tuple(sorted((name, tuple(values)) for name, values in request.GET.lists()))
    appearance = tuple(sorted(appearance_of(request.COOKIES).items()))
    return request.scheme, request.get_host(), request.path, query, appearance


def is_cacheable(response: HttpResponseBase, request: GuestRequest) -> TypeGuard[HttpResponse]:
    """Return whether a response is the same for every guest."""
    return (
        hasattr(request, "render_state")
        and request.method == "GET"
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not is_personal(response, request)
    )


def is_personal(response: HttpResponse, request: HttpRequest) -> bool:
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return bool(
        response.cookies
        or response.has_header("Cache-Control")
        or response.has_header("Content-Encoding")
        or not varies <= KNOWN_VARY
        or "'nonce-" in response.get("Content-Security-Policy", "")
        or len(getattr(request, "_messages", ()))
    )
