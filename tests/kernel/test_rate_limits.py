from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address, release_try

NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)
TWICE = RateLimit(name="test", tries=2, within=timedelta(minutes=15))


def writes(queries: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)


def test_the_try_after_the_last_one_is_refused_and_says_when_to_come_back():
    with time_machine.travel(NOON, tick=False):
        TWICE.acquire("a", at=NOON)
        TWICE.acquire("a", at=NOON + timedelta(minutes=1))

        with pytest.raises(RateLimitExceeded) as refusal:
            TWICE.acquire("a", at=NOON + timedelta(minutes=2))

    assert refusal.value.again_at == NOON + timedelta(minutes=15)


def test_somebody_else_has_tries_of_their_own():
    for _ in range(2):
        TWICE.acquire("a", at=NOON)

    assert TWICE.acquire("b", at=NOON)


def test_a_try_is_free_again_when_its_own_period_has_passed():
    later = NOON + timedelta(minutes=16)
    with time_machine.travel(NOON, tick=False) as clock:
        TWICE.acquire("a", at=NOON)
        TWICE.acquire("a", at=NOON)
        clock.move_to(later)

        assert TWICE.acquire("a", at=later)


def test_a_right_try_does_not_count():
    for _ in range(5):
        release_try(TWICE.acquire("a", at=NOON))

    assert TWICE.acquire("a", at=NOON)


def test_a_try_costs_one_write_to_the_cache_and_a_refused_one_none(settings, db):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    many = RateLimit(name="many", tries=20, within=timedelta(hours=1))
    for _ in range(many.tries - 1):
        many.acquire("a", at=NOON)

    with time_machine.travel(NOON, tick=False):
        with CaptureQueriesContext(connection) as last:
            many.acquire("a", at=NOON)
        with CaptureQueriesContext(connection) as refused, pytest.raises(RateLimitExceeded):
            many.acquire("a", at=NOON)

    assert (writes(last), writes(refused)) == (1, 0)


def test_the_cache_holds_no_address():
    place = TWICE.acquire("203.0.113.7", at=NOON)

    assert "203.0.113.7" not in place
    assert "203.0.113.7" not in str(cache.get(place))


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "peer", "expected"),
    [
        pytest.param(False, "203.0.113.9", "198.51.100.1", "198.51.100.1", id="the header is not trusted by itself"),
        pytest.param(True, "203.0.113.9", "10.0.0.1", "203.0.113.9", id="our proxy says who it was"),
        pytest.param(
            True, "1.2.3.4, 203.0.113.9", "10.0.0.1", "203.0.113.9", id="what the client made up is passed by"
        ),
        pytest.param(True, "", "10.0.0.1", "10.0.0.1", id="a proxy that says nothing"),
        pytest.param(False, "", "2001:db8:1:2:3::4", "2001:db8:1:2::/64", id="one subscriber of IPv6"),
        pytest.param(False, "", "", "", id="a socket without an address"),
    ],
)
def test_whose_request_it_is(settings, behind_proxy, forwarded, peer, expected):
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected
