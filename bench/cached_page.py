"""Compare the cost of a cached page with that of a bare Django view on the same server: `make bench-page`.

The bare view has no middleware and no database, and sends as many bytes. Both servers get requests in turns, each over one
open connection. The fastest turn counts, because other work of the machine can only add time.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from tools.audit.own_portal import OwnPortal, free_port, own_portal, procfile, running, stop_when_told, wait_for

TURNS = 20
REQUESTS_PER_TURN = 200
# A page that is rendered for each request takes far longer.
UNCACHED_REQUESTS_PER_TURN = 10
GUEST = {"Accept-Encoding": "gzip, br"}
# A request with credentials is not a guest's: the portal renders the page for it and does not use the cache.
WITH_CREDENTIALS = {**GUEST, "Authorization": "Bearer nothing"}
CARD = "/services/birth-assistance/"


@dataclass(frozen=True, kw_only=True)
class BenchRequest:
    """A request that is sent again and again, and the status that it must get."""

    port: int
    path: str = "/"
    headers: Mapping[str, str]
    status: int = 200
    requests: int = REQUESTS_PER_TURN

    def seconds_per_response(self) -> float:
        """Return the mean seconds per response over one turn."""
        connection = HTTPConnection("localhost", self.port)
        self._send(connection)
        began = time.perf_counter()
        for _ in range(self.requests):
            self._send(connection)
        took = time.perf_counter() - began
        connection.close()
        return took / self.requests

    def _send(self, connection: HTTPConnection) -> None:
        connection.request("GET", self.path, headers=self.headers)
        response = connection.getresponse()
        response.read()
        if response.status != self.status:
            raise SystemExit(f"{self.path} answers {response.status}, not {self.status}")


def main() -> int:
    stop_when_told()
    with own_portal() as portal, bare_server(portal) as bare_port:
        requests = bench_requests(int(portal.environment["PORT"]), bare_port)
        turns: dict[str, list[float]] = {name: [] for name in requests}
        for _ in range(TURNS):
            for name, request in requests.items():
                turns[name].append(request.seconds_per_response())
    bare_seconds = min(turns["bare view"])
    for name, times in turns.items():
        print_line(f"{name:36}{min(times) * 1000:8.2f} ms {min(times) / bare_seconds:7.2f} times a bare view")
    return 0


def bench_requests(port: int, bare_port: int) -> dict[str, BenchRequest]:
    etag = {"If-None-Match": fetch_home_page(port).headers["ETag"]}
    return {
        "bare view": BenchRequest(port=bare_port, headers=GUEST),
        "kept home page": BenchRequest(port=port, headers=GUEST),
        "kept card": BenchRequest(port=port, path=CARD, headers=GUEST),
        "kept home page, not changed (304)": BenchRequest(port=port, headers={**GUEST, **etag}, status=304),
        "home page made anew": BenchRequest(port=port, headers=WITH_CREDENTIALS, requests=UNCACHED_REQUESTS_PER_TURN),
        "card made anew": BenchRequest(
            port=port, path=CARD, headers=WITH_CREDENTIALS, requests=UNCACHED_REQUESTS_PER_TURN
        ),
    }


@contextmanager
def bare_server(portal: OwnPortal) -> Iterator[int]:
    """Run the bare view on a server with the same command line as the portal's; yield its port."""
    port = free_port()
    body = portal.place / "body"
    body.write_bytes(fetch_home_page(int(portal.environment["PORT"])).body)
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


def fetch_home_page(port: int) -> TimedResponse:
    connection = HTTPConnection("localhost", port)
    connection.request("GET", "/", headers=GUEST)
    response = connection.getresponse()
    return TimedResponse(headers=response.headers, body=response.read())


def print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
