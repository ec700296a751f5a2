"""The counterparts as they really run: their own server, keys made in a folder that goes away."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from dstu.certificates import Certificate, KeyPair, read_certificate
from dstu.pkcs12 import read_p12
from tests.patience import PATIENCE_SECONDS
from tools.audit.own_portal import environment, free_port, procfile, running, start, wait_for

PORTAL = "http://localhost:8000"


@dataclass(frozen=True)
class SimulatorServer:
    """A running counterpart, seen by a portal that was given its keys."""

    http: httpx.Client
    client_id: str
    client_secret: str
    password: str
    pair: KeyPair
    root: Certificate
    # What the portal was given: its keys, the root, who it is for them.
    given: Path

    @property
    def address(self) -> str:
        return str(self.http.base_url).rstrip("/")

    def chosen(self, path: str, form: dict[str, str]) -> dict[str, str]:
        """Press the button of the page of choice; return what the portal's address is called with."""
        answer = self.http.post(path, data=form)
        assert answer.status_code == 302, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


@contextmanager
def running_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorServer]:
    """Make the keys and start the server; stop it at the end."""
    place = tmp_path_factory.mktemp("simulators")
    told = environment(place, free_port(), {"PUBLIC_URL": PORTAL})
    start([sys.executable, "-m", "simulators"], told)
    with running({"web": procfile(told)["simulators"]}, told, place):
        wait_for(f"{told['SIMULATORS_URL']}/health/", place)
        with httpx.Client(base_url=told["SIMULATORS_URL"], timeout=PATIENCE_SECONDS) as http:
            yield _bench(http, place / "simulators" / "for-the-portal")


def _bench(http: httpx.Client, given: Path) -> SimulatorServer:
    client = json.loads((given / "client.json").read_text())
    store = read_p12((given / "portal.p12").read_bytes(), client["password"])
    return SimulatorServer(
        http=http,
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        password=client["password"],
        given=given,
        pair=store.pairs[0],
        root=read_certificate((given / "root.cer").read_bytes()),
    )
