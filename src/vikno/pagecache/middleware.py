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

from vikno.pagecache.kept import kept_for
from vikno.pagecache.memory import MEMORY
from vikno.pagecache.page import KeptPage
from vikno.pagecache.queries import stamp

# What a page may say about a person hangs on these; what htmx asks for is a piece of a page.
PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}
SPECIAL_HEADERS = ("Authorization", "HX-Request")
# A kept page is found by the language in its address, by the looks in its cookies, and has every coding.
KNOWN_VARY = {"accept-encoding", "accept-language", "cookie"}
# What advertisers and networks add to addresses: no page looks at it.
TRACKERS = re.compile(r"(?:^|(?<=&))(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_eid)=[^&]*(?:&|$)")
QUERY_MOST = 300
MINUTE = 60
PATIENCE_SECONDS = 3

Answer = Callable[..., HttpResponseBase]
looks_of = import_string(settings.PAGECACHE_LOOKS)


@dataclass(frozen=True, kw_only=True)
class Making:
    """How the world stood before a page was made."""

    stamp: int
    until: float


class GuestRequest(HttpRequest):
    """What is noted with a request while its page is made."""

    kept_as: Hashable
    making: Making


class KeepPages:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: GuestRequest) -> HttpResponseBase:
        drop_trackers(request)
        if not is_from_a_guest(request):
            return self.get_response(request)
        request.kept_as = key_of(request)
        if request.kept_as not in MEMORY:
            return self._made(request)
        return _found(request) or self._made_once(request)

    def process_view(self, request: GuestRequest, view: Answer, args: object, kwargs: object) -> None:
        """Note the stamp before the view reads anything."""
        parameters = kept_for(view)
        if parameters is not None and hasattr(request, "kept_as") and request.GET.keys() <= parameters:
            now = time.time()
            request.making = Making(stamp=stamp(), until=now - now % MINUTE + MINUTE)

    def _made_once(self, request: GuestRequest) -> HttpResponseBase:
        """Make anew a page that has grown old: whoever asks meanwhile waits for that one instead of making their own."""
        turn = MEMORY.turn(request.kept_as)
        mine = turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            return _found(request) or self._made(request)
        finally:
            if mine:
                turn.release()

    def _made(self, request: GuestRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not may_be_kept(response, request):
            return response
        page = KeptPage.of(response, stamp=request.making.stamp, until=request.making.until)
        MEMORY.put(request.kept_as, page)
        return page.answer(request)


def _found(request: GuestRequest) -> HttpResponseBase | None:
    page = MEMORY.get(request.kept_as)
    return page.answer(request) if page and page.is_good(stamp=stamp(), now=time.time()) else None


def is_from_a_guest(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not PERSONAL_COOKIES & request.COOKIES.keys()
        and not any(name in request.headers for name in SPECIAL_HEADERS)
        and len(request.META.get("QUERY_STRING", "")) <= QUERY_MOST
        # Inside a transaction a page may show what nobody else sees yet.
        and not connection.in_atomic_block
    )


def drop_trackers(request: HttpRequest) -> None:
    if query := request.META.get("QUERY_STRING"):
        request.META["QUERY_STRING"] = TRACKERS.sub("", query).rstrip("&")


def key_of(request: HttpRequest) -> Hashable:
    query = tuple(sorted((name, tuple(values)) for name, values in request.GET.lists()))
    looks = tuple(sorted(looks_of(request.COOKIES).items()))
    return request.scheme, request.get_host(), request.path, query, looks


def may_be_kept(response: HttpResponseBase, request: GuestRequest) -> TypeGuard[HttpResponse]:
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
