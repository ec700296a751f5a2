"""Whole pages for guests, made once and kept until what they show is changed.

The stamp is read before a page is made, and the page is kept under that number. Whoever changes what it shows moves the stamp
in the same transaction: a page that was made in between, of old data or new, lies under a number that is not read any more.
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

# What a page may say about a person hangs on these; what htmx asks for is a piece of a page.
PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}
SPECIAL_HEADERS = ("Authorization", "HX-Request")
# A kept page is found by the language in its address, by the looks in its cookies, and has every coding.
KNOWN_VARY = {"accept-encoding", "accept-language", "cookie"}
# What advertisers and networks add to addresses: no page looks at it.
TRACKING_PARAMETERS = re.compile(r"(?:^|(?<=&))(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_eid)=[^&]*(?:&|$)")
QUERY_MOST = 300
MINUTE = 60
PATIENCE_SECONDS = 3

ResponseCallable = Callable[..., HttpResponseBase]
looks_of = import_string(settings.PAGECACHE_LOOKS)


@dataclass(frozen=True, kw_only=True)
class RenderState:
    """How the world stood before a page was made."""

    stamp: int
    fresh_until: float


class GuestRequest(HttpRequest):
    """What is noted with a request while its page is made."""

    kept_as: Hashable
    making: RenderState


class PageCacheMiddleware:
    def __init__(self, get_response: ResponseCallable) -> None:
        self.get_response = get_response

    def __call__(self, request: GuestRequest) -> HttpResponseBase:
        drop_tracking_parameters(request)
        if not is_guest_request(request):
            return self.get_response(request)
        request.kept_as = page_key(request)
        if request.kept_as not in PAGE_STORE:
            return self._made(request)
        return _found(request) or self._made_once(request)

    def process_view(self, request: GuestRequest, view: ResponseCallable, args: object, kwargs: object) -> None:
        """Note the stamp before the view reads anything."""
        parameters = cached_parameters(view)
        if parameters is not None and hasattr(request, "kept_as") and request.GET.keys() <= parameters:
            now = time.time()
            request.making = RenderState(stamp=current_stamp(), fresh_until=now - now % MINUTE + MINUTE)

    def _made_once(self, request: GuestRequest) -> HttpResponseBase:
        """Make anew a page that has grown old: whoever asks meanwhile waits for that one instead of making their own."""
        turn = PAGE_STORE.rebuild_lock(request.kept_as)
        mine = turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            return _found(request) or self._made(request)
        finally:
            if mine:
                turn.release()

    def _made(self, request: GuestRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_cacheable(response, request):
            return response
        page = CachedPage.from_response(response, stamp=request.making.stamp, until=request.making.fresh_until)
        PAGE_STORE.add(request.kept_as, page)
        return page.to_response(request)


def _found(request: GuestRequest) -> HttpResponseBase | None:
    page = PAGE_STORE.get(request.kept_as)
    return page.to_response(request) if page and page.is_fresh(stamp=current_stamp(), now=time.time()) else None


def is_guest_request(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not PERSONAL_COOKIES & request.COOKIES.keys()
        and not any(name in request.headers for name in SPECIAL_HEADERS)
        and len(request.META.get("QUERY_STRING", "")) <= QUERY_MOST
        # Inside a transaction a page may show what nobody else sees yet.
        and not connection.in_atomic_block
    )


def drop_tracking_parameters(request: HttpRequest) -> None:
    if query := request.META.get("QUERY_STRING"):
        request.META["QUERY_STRING"] = TRACKING_PARAMETERS.sub("", query).rstrip("&")


def page_key(request: HttpRequest) -> Hashable:
    query = tuple(sorted((name, tuple(values)) for name, values in request.GET.lists()))
    looks = tuple(sorted(looks_of(request.COOKIES).items()))
    return request.scheme, request.get_host(), request.path, query, looks


def is_cacheable(response: HttpResponseBase, request: GuestRequest) -> TypeGuard[HttpResponse]:
    """Tell whether an answer is the same for every guest."""
    return (
        hasattr(request, "making")
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
