import ipaddress
import socket

import httpx
import pytest

from tests.misbehaving_server import saying
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbound.address_guard import AddressGuard
from vikno.outbound.client import OutboundSettings, open_client

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]
NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"


@pytest.fixture
def names(monkeypatch):
    """Answers of the resolver, in turn: each a list of addresses."""
    answers: list[list[str]] = []

    def resolve(host: str, port: int, *_flags: object, **_options: object) -> list[tuple]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    def give(*more: list[str]) -> None:
        answers.extend(more)
        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return give


def guarded(allowed=()) -> httpx.Client:
    guard = AddressGuard(allowed=allowed, label="the partner")
    return open_client(OutboundSettings(total_seconds=5, silence_seconds=5, guard=guard))


def pinned(url: str, **kwargs) -> httpx.Request:
    request = httpx.Request("GET", url)
    AddressGuard(label="the partner", **kwargs).pin(request)
    return request


def test_a_request_goes_to_the_address_that_was_checked(names):
    names(["93.184.216.34"])

    request = pinned("https://partner.example:8443/path?query")

    assert request.url == "https://93.184.216.34:8443/path?query"
    assert request.headers["Host"] == "partner.example:8443"
    assert request.extensions["sni_hostname"] == "partner.example"


def test_a_name_that_resolves_differently_the_second_time_leads_nowhere(names):
    with saying(NO_CONTENT) as address, guarded(LOOPBACK) as client:
        port = httpx.URL(address).port
        # Once to check it; the connection goes to the number, for which a resolver gives the number back.
        names(["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])

        assert client.get(f"http://partner.example:{port}/").status_code == 204


def test_one_private_address_among_several_is_enough_to_refuse(names):
    names(["93.184.216.34", "10.0.0.1"])

    with pytest.raises(Rejected, match="the partner lies in a network that is not reached"):
        pinned("https://partner.example/")


def test_a_private_address_is_not_reached():
    with guarded() as client, pytest.raises(Rejected, match="not reached"):
        client.get("https://127.0.0.1/")


def test_a_public_address_needs_https(names):
    names(["93.184.216.34"])

    with pytest.raises(Rejected, match="must begin with https"):
        pinned("http://partner.example/")


def test_an_allowed_network_is_reached_by_http():
    with saying(NO_CONTENT) as address, guarded(LOOPBACK) as client:
        assert client.get(address).status_code == 204


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "https://user:word@127.0.0.1/"])
def test_other_schemes_and_passwords_in_the_address_are_refused(url):
    with guarded(LOOPBACK) as client, pytest.raises(Rejected, match="The address of the partner is none"):
        client.get(url)


def test_a_name_that_is_not_known_may_be_known_later():
    with guarded() as client, pytest.raises(Unreachable, match="not known"):
        client.get("https://partner.invalid/")
