import ssl
import time

import httpx
import pytest

from tests.misbehaving_server import saying
from vikno.kernel.bounded_http import (
    BoundedTransport,
    ResponseDeadline,
    ResponseTooLong,
    ResponseTooSlow,
    bounded_client,
    iter_chunks,
    read_body,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
BYTE_BY_BYTE = [HEAD[at : at + 1] for at in range(len(HEAD))]


@pytest.fixture
def soon() -> ResponseDeadline:
    return ResponseDeadline(0.3)


def test_a_body_that_is_short_and_quick_comes_whole(soon):
    assert read_body(iter([b"ab", b"c"]), most=3, deadline=soon) == b"abc"


def test_a_body_with_one_byte_too_many_is_not_taken(soon):
    with pytest.raises(ResponseTooLong):
        read_body(iter([b"ab", b"cd"]), most=3, deadline=soon)


def test_what_has_come_is_given_before_it_is_too_long(soon):
    coming = iter_chunks(iter([b"ab", b"cd"]), most=3, deadline=soon)

    assert next(coming) == b"ab"
    with pytest.raises(ResponseTooLong):
        next(coming)


def test_a_body_that_is_not_all_there_in_time_is_not_taken():
    with pytest.raises(ResponseTooSlow):
        read_body(iter([b"a"]), most=1, deadline=ResponseDeadline(0))


def test_a_deadline_can_begin_again():
    deadline = ResponseDeadline(0.05)
    time.sleep(0.06)

    deadline.renew()

    assert 0 < deadline.seconds_left() <= 0.05


@pytest.mark.parametrize(
    "parts", [[], BYTE_BY_BYTE, [HEAD, *[b"a"] * 100]], ids=["silent", "trickles headers", "trickles a body"]
)
def test_nobody_is_waited_for_past_the_deadline(parts, soon):
    began = time.monotonic()

    # The limit on each silence is one that nobody here reaches.
    with (
        saying(*parts, pause=0.05) as address,
        bounded_client(soon, timeout=10) as client,
        pytest.raises(ResponseTooSlow),
    ):
        client.get(address)

    assert time.monotonic() - began < 4


def test_a_connection_in_which_no_certificate_is_shown_ends_in_time(soon):
    with saying() as address, bounded_client(soon, timeout=10) as client, pytest.raises(ResponseTooSlow):
        client.get(address.replace("http:", "https:"))


def test_a_silence_has_its_own_limit():
    with (
        saying() as address,
        bounded_client(ResponseDeadline(10), timeout=0.1) as client,
        pytest.raises(httpx.ReadTimeout),
    ):
        client.get(address)


def test_a_transport_may_count_the_bytes_itself():
    transport = BoundedTransport(ResponseDeadline(10), verify=ssl.create_default_context(), most=99)

    with (
        saying(HEAD + bytes(100)) as address,
        httpx.Client(transport=transport) as client,
        pytest.raises(ResponseTooLong),
    ):
        client.get(address)


def test_after_the_deadline_nothing_new_is_asked():
    with bounded_client(ResponseDeadline(0)) as client, pytest.raises(ResponseTooSlow):
        client.get("http://127.0.0.1:9/")
