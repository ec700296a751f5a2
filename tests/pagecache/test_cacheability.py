"""What may be kept and what may not, whatever the view."""

import gzip
import threading

import brotli
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.views.decorators.http import require_safe

from vikno.catalogue.models import LifeEvent
from vikno.pagecache.cached_page import CachedPage, choose_encoding
from vikno.pagecache.decorators import cached_for_guests, cached_parameters
from vikno.pagecache.middleware import PageCacheMiddleware
from vikno.pagecache.store import PAGE_STORE, PageStore

# Inside the transaction of a usual test nothing is kept.
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BODY = b"<p>" + b"words " * 500


def served(view, request: HttpRequest) -> HttpResponse:
    """Return what a guest gets from a view through the middleware, as Django calls it."""

    def respond(request: HttpRequest) -> HttpResponse:
        keeping.process_view(request, view, (), {})
        return view(request)

    keeping = PageCacheMiddleware(respond)
    return keeping(request)


def with_cookie(_request):
    response = HttpResponse(BODY)
    response.set_cookie("a", "b")
    return response


def with_message(request):
    request._messages = ["Saved"]
    return HttpResponse(BODY)


KEEPABLE = cached_for_guests("page")(lambda request: HttpResponse(BODY))


@committed
def test_a_page_that_says_nothing_about_anybody_is_kept(rf):
    served(KEEPABLE, rf.get("/"))

    assert len(PAGE_STORE) == 1


PERSONAL = {
    "sets a cookie": with_cookie,
    "shows a message": with_message,
    "is missing": lambda request: HttpResponse(BODY, status=404),
    "leads away": lambda request: HttpResponseRedirect("/"),
    "streams": lambda request: StreamingHttpResponse([BODY]),
    "is private": lambda request: HttpResponse(BODY, headers={"Cache-Control": "private"}),
    "varies": lambda request: HttpResponse(BODY, headers={"Vary": "Cookie, HX-Request"}),
    "varies always": lambda request: HttpResponse(BODY, headers={"Vary": "*"}),
    "is packed": lambda request: HttpResponse(BODY, headers={"Content-Encoding": "br"}),
    "has a nonce": lambda request: HttpResponse(BODY, headers={"Content-Security-Policy": "script-src 'nonce-x'"}),
}


@committed
def test_what_is_for_one_request_only_is_not_kept(rf):
    for view in PERSONAL.values():
        served(cached_for_guests()(view), rf.get("/"))

    assert len(PAGE_STORE) == 0


@committed
@pytest.mark.parametrize("view", [KEEPABLE, lambda request: HttpResponse(BODY)], ids=["kept", "not marked"])
def test_what_was_not_agreed_is_not_kept(rf, view):
    unusual = [rf.post("/"), rf.get("/", {"other": "1"}), rf.get("/", {"page": "9" * 400})]

    for request in unusual if view is KEEPABLE else [rf.get("/")]:
        served(view, request)

    assert len(PAGE_STORE) == 0


def test_the_mark_is_seen_through_other_decorators(rf):
    assert cached_parameters(require_safe(cached_for_guests("page")(lambda request: HttpResponse()))) == {"page"}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0.000", ""),
        ("GZIP", "gzip"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_browser_gets_the_smallest_coding_that_it_takes(accepted, coding):
    assert choose_encoding(accepted, ("br", "gzip", "")) == coding


@committed
def test_each_coding_holds_the_same_page_under_a_tag_of_its_own(rf):
    unpacking = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}

    answers = {name: served(KEEPABLE, rf.get("/", headers={"accept-encoding": name})) for name in unpacking}

    assert all(unpacking[name](answer.content) == BODY for name, answer in answers.items())
    assert len({answer["ETag"] for answer in answers.values()}) == 3
    assert not any(answer["ETag"].startswith("W/") for answer in answers.values())


def test_the_memory_is_bounded_and_forgets_what_nobody_asks_for():
    page = CachedPage.from_response(HttpResponse(BODY), stamp=1, until=1)
    memory = PageStore(max_bytes=page.size * 3)

    for number in range(3):
        memory.add(number, page)
    memory.get(0)
    memory.add(3, page)

    assert [number for number in range(4) if number in memory] == [0, 2, 3]
    assert memory.bytes == page.size * 3


def test_a_page_larger_than_the_memory_is_not_kept():
    memory = PageStore(max_bytes=10)

    memory.add("a", CachedPage.from_response(HttpResponse(BODY), stamp=1, until=1))

    assert (len(memory), memory.bytes) == (0, 0)


@committed
def test_a_page_made_while_something_was_changed_is_not_given_again(rf):
    changes = iter(["a", "b"])

    @cached_for_guests()
    def slow(request):
        seen = LifeEvent.objects.count()
        for code in changes:
            LifeEvent.objects.create(code=code, title=code)
            break
        return HttpResponse(str(seen))

    answers = [served(slow, rf.get("/")).content for _ in range(4)]

    assert answers == [b"0", b"1", b"2", b"2"]


@committed
def test_of_many_who_want_an_old_page_one_makes_it(rf):
    made = []
    started = threading.Event()

    @cached_for_guests()
    def slow(request):
        made.append(request)
        started.wait(0.2)
        return HttpResponse(BODY)

    served(slow, rf.get("/"))
    for key in list(PAGE_STORE._pages):
        PAGE_STORE.add(key, CachedPage.from_response(HttpResponse(b"old"), stamp=-1, until=0))

    def ask() -> None:
        served(slow, rf.get("/"))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 2
