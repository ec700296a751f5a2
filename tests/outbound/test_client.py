import dataclasses
import time

import httpx
import pytest

from tests.misbehaving_server import saying
from vikno.kernel.errors import Rejected
from vikno.outbound.bounds import ResponseDeadline, ResponseTooLong, ResponseTooSlow, iter_chunks, read_body
from vikno.outbound.client import OutboundSettings, open_client
from vikno.outbound.tls import TlsCredentials, tls_context

# The limit on each silence is one that no server here reaches.
PATIENT = OutboundSettings(total_seconds=10, silence_seconds=10)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
BYTE_BY_BYTE = [HEAD[at : at + 1] for at in range(len(HEAD))]


@pytest.fixture
def soon() -> ResponseDeadline:
    return ResponseDeadline(0.3)


def test_a_body_that_is_short_and_quick_comes_whole(soon):
    assert read_body(iter([b"ab", b"c"]), max_bytes=3, deadline=soon) == b"abc"


def test_a_body_with_one_byte_too_many_is_not_taken(soon):
    with pytest.raises(ResponseTooLong):
        read_body(iter([b"ab", b"cd"]), max_bytes=3, deadline=soon)


def test_what_has_come_is_given_before_it_is_too_long(soon):
    coming = iter_chunks(iter([b"ab", b"cd"]), max_bytes=3, deadline=soon)

    assert next(coming) == b"ab"
    with pytest.raises(ResponseTooLong):
        next(coming)


def test_a_body_that_is_not_all_there_in_time_is_not_taken():
    with pytest.raises(ResponseTooSlow):
        read_body(iter([b"a"]), max_bytes=1, deadline=ResponseDeadline(0))


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

    with (
        saying(*parts, pause=0.05) as address,
        open_client(PATIENT, deadline=soon) as client,
        pytest.raises(ResponseTooSlow),
    ):
        client.get(address)

    assert time.monotonic() - began < 4


def test_a_connection_in_which_no_certificate_is_shown_ends_in_time(soon):
    with saying() as address, open_client(PATIENT, deadline=soon) as client, pytest.raises(ResponseTooSlow):
        client.get(address.replace("http:", "https:"))


def test_a_silence_has_its_own_limit():
    with (
        saying() as address,
        open_client(OutboundSettings(total_seconds=10, silence_seconds=0.1)) as client,
        pytest.raises(httpx.ReadTimeout),
    ):
        client.get(address)


def test_a_body_longer_than_the_settings_allow_is_not_taken():
    limits = OutboundSettings(total_seconds=10, silence_seconds=10, max_body_bytes=99)

    with (
        saying(HEAD + bytes(100)) as address,
        open_client(limits) as client,
        pytest.raises(ResponseTooLong),
    ):
        client.get(address)


def test_after_the_deadline_nothing_new_is_asked():
    with open_client(PATIENT, deadline=ResponseDeadline(0)) as client, pytest.raises(ResponseTooSlow):
        client.get("http://127.0.0.1:9/")


def test_a_deadline_per_request_begins_again_with_each():
    limits = OutboundSettings(total_seconds=3, silence_seconds=10, deadline_per_request=True)
    no_content = b"HTTP/1.1 204 No Content\r\n\r\n"

    with open_client(limits) as client:
        for _ in range(3):
            with saying(no_content, pause=1.2) as address:
                assert client.get(address).status_code == 204


def test_a_redirect_is_not_followed():
    moved = b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"

    with saying(moved) as address, open_client(PATIENT) as client:
        assert client.get(address).status_code == 302


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    with saying(b"HTTP/1.1 204 No Content\r\n\r\n") as address, open_client(PATIENT) as client:
        assert client.get(address).status_code == 204


def test_a_certificate_that_cannot_be_read_is_for_a_person(tmp_path):
    credentials = TlsCredentials(certificate=str(tmp_path / "nothing.pem"))

    with pytest.raises(Rejected, match="certificate"):
        open_client(dataclasses.replace(PATIENT, credentials=credentials))


def test_the_same_credentials_have_one_tls_context():
    assert tls_context(TlsCredentials()) is tls_context(TlsCredentials())
