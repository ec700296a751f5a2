"""A Mayan that is silent, trickles or hangs up: it costs as long as was agreed and no longer, and may be better later."""

import time

import pytest

from tests.integration.mayan.conftest import TOKEN
from tests.misbehaving_server import saying
from vikno.integration.connectors.mayan.client import MayanClient
from vikno.kernel.errors import Unreachable

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"


def ask(address: str) -> None:
    with MayanClient(address, TOKEN, read=0.3, whole=0.6) as client:
        client.get("users/current/")


@pytest.mark.parametrize(
    ("parts", "pause", "hangs_up"),
    [
        pytest.param((), 0, False, id="silent"),
        pytest.param((HEAD, *[b" "] * 50), 0.1, False, id="trickles"),
        pytest.param([HEAD[at : at + 1] for at in range(len(HEAD))], 0.1, False, id="trickles headers"),
        pytest.param((HEAD, b'{"id"'), 0, True, id="hangs up half way"),
        pytest.param((b"nonsense\r\n\r\n",), 0, True, id="speaks no HTTP"),
    ],
)
def test_it_may_be_better_later(parts: tuple[bytes, ...], pause: float, hangs_up: bool):
    began = time.monotonic()

    with saying(*parts, pause=pause, hangs_up=hangs_up) as address, pytest.raises(Unreachable):
        ask(address)

    assert time.monotonic() - began < 4
