"""Measure what a kept page costs beside a bare Django view on the same server: `make bench-page`.

The bare view has no middleware and no database, and sends as many bytes. Both servers are asked in turns over one open
connection each; the fastest turn counts, for what else a machine does can only add.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from tools.audit.own_portal import OwnPortal, free_port, own_portal, procfile, running, stop_when_told, wait_for

TURNS = 20
ASKED = 200
# A page that is made for this one request takes far longer.
ASKED_ANEW = 10
GUEST = {"Accept-Encoding": "gzip, br"}
# Whoever shows a right to something is no guest: the page is made for that one request.
SOMEBODY = {**GUEST, "Authorization": "Bearer nothing"}
CARD = "/services/birth-assistance/"


@dataclass(frozen=True, kw_only=True)
class BenchRequest:
    """What is asked for, and where."""

    port: int
    path: str = "/"
    headers: Mapping[str, str]
    status: int = 200
    asked: int = ASKED

    def turn(self) -> float:
        """Return how many seconds one answer takes, over some."""
        connection = HTTPConnection("localhost", self.port)
        self._ask(connection)
        began = time.perf_counter()
        for _ in range(self.asked):
            self._ask(connection)
        took = time.perf_counter() - began
        connection.close()
        return took / self.asked

    def _ask(self, connection: HTTPConnection) -> None:
        connection.request("GET", self.path, headers=self.headers)
        response = connection.getresponse()
        response.read()
        if response.status != self.status:
            raise SystemExit(f"{self.path} answers {response.status}, not {self.status}")


def main() -> int:
    stop_when_told()
    with own_portal() as portal, beside(portal) as bare_port:
        cases = cases_of(int(portal.environment["PORT"]), bare_port)
        turns: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(TURNS):
            for name, case in cases.items():
                turns[name].append(case.turn())
    least = min(turns["bare view"])
    for name, times in turns.items():
        say(f"{name:36}{min(times) * 1000:8.2f} ms {min(times) / least:7.2f} times a bare view")
    return 0


def cases_of(port: int, bare_port: int) -> dict[str, BenchRequest]:
    etag = {"If-None-Match": answer(port).headers["ETag"]}
    return {
        "bare view": BenchRequest(port=bare_port, headers=GUEST),
        "kept home page": BenchRequest(port=port, headers=GUEST),
        "kept card": BenchRequest(port=port, path=CARD, headers=GUEST),
        "kept home page, not changed (304)": BenchRequest(port=port, headers={**GUEST, **etag}, status=304),
        "home page made anew": BenchRequest(port=port, headers=SOMEBODY, asked=ASKED_ANEW),
        "card made anew": BenchRequest(port=port, path=CARD, headers=SOMEBODY, asked=ASKED_ANEW),
    }


@contextmanager
def beside(portal: OwnPortal) -> Iterator[int]:
    """Run the bare view on a server that is started just as the portal's."""
    port = free_port()
    body = portal.place / "body"
    body.write_bytes(answer(int(portal.environment["PORT"])).body)
    command = [
        word.replace("vikno.conf.wsgi", "bench.bare_view")
        for word in procfile({**portal.environment, "PORT": port})["web"]
    ]
    with running({"bare": command}, {**portal.environment, "BARE_BODY": str(body)}, portal.place):
        wait_for(f"http://localhost:{port}/", portal.place)
        yield int(port)


@dataclass(frozen=True, kw_only=True)
class TimedResponse:
    headers: Mapping[str, str]
    body: bytes


def answer(port: int) -> TimedResponse:
    connection = HTTPConnection("localhost", port)
    connection.request("GET", "/", headers=GUEST)
    response = connection.getresponse()
    return TimedResponse(headers=response.headers, body=response.read())


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
