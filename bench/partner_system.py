"""A partner system for the benchmarks: a program that answers in 20 ms, and the connector that speaks to it.

`python -m bench.partner_system PORT` keeps a case for each message it is given (`POST /cases`), and serves the news that was
posted to it (`POST /news`, `GET /news?after=N`). The connector hands over what a connector to an archive would: the answers as
canonical JSON and the list of the files with their digests.
"""

import http.server
import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import httpx
import pydantic

from vikno.integration.connectors.base import (
    CaseUpdate,
    ConnectionCheck,
    DeliveryReceipt,
    OutboundMessage,
    PortalIdentity,
    RawInboundMessage,
    RemoteFile,
)
from vikno.kernel.errors import Rejected, Unreachable

ANSWERS_AFTER = 0.02
JSON = {"Content-Type": "application/json"}


class BenchSettings(pydantic.BaseModel):
    url: str


class BenchConnector:
    """The connector. One client for all threads of a process: connections are kept open, as a connector to a busy system does."""

    code: ClassVar[str] = "bench"
    title: ClassVar[str] = "Bench"
    Settings: ClassVar[type[pydantic.BaseModel]] = BenchSettings
    default_status_map: ClassVar[Mapping[str, str]] = {"У роботі": "in_work"}
    can_look: ClassVar[bool] = False
    http: ClassVar[httpx.Client] = httpx.Client(timeout=30, trust_env=False)

    def __init__(self, settings: BenchSettings, place: PortalIdentity) -> None:
        self.url = settings.url

    @classmethod
    def wants(cls, kind: str) -> bool:
        return kind == "submitted"

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        said = self._ask("POST", "/cases", content=written(message), headers={**JSON, "Idempotency-Key": message.id})
        return DeliveryReceipt(remote=said["case"], received=True)

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        for one in self._ask("GET", "/news", params={"after": cursor or 0})["news"]:
            yield RawInboundMessage(id=f"{one['seq']}", kind="status", body=json.dumps(one).encode()), f"{one['seq']}"

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        said = json.loads(incoming.body)
        return [CaseUpdate(application=said["number"], status=said["status"], order=said["seq"])]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        raise Rejected("It gives no files.")

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words="well")

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        try:
            return self.http.request(method, f"{self.url}{path}", **more).raise_for_status().json()
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__) from None


def written(message: OutboundMessage) -> bytes:
    """Return a case as it is sent."""
    dossier = message.dossier
    files = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in dossier.enclosures]
    return json.dumps({"number": dossier.number, "data": json.loads(dossier.data), "files": files}).encode()


class BenchPartnerServer(http.server.ThreadingHTTPServer):
    """The other side. `cases` is what it was given, by the number of the application."""

    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), BenchPartnerHandler)
        self.cases: dict[str, int] = {}
        self.news: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def take(self, case: Mapping[str, Any]) -> Mapping[str, Any]:
        with self.lock:
            return {"case": f"R-{self.cases.setdefault(case['number'], len(self.cases) + 1)}"}

    def tell(self, news: Mapping[str, Any]) -> Mapping[str, Any]:
        with self.lock:
            self.news.append({**news, "seq": len(self.news) + 1})
        return {}


class BenchPartnerHandler(http.server.BaseHTTPRequestHandler):
    server: BenchPartnerServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(ANSWERS_AFTER)
        self._answer(self.server.take(said) if self.path == "/cases" else self.server.tell(said))

    def do_GET(self) -> None:
        after = int(self.path.rpartition("=")[2] or 0)
        time.sleep(ANSWERS_AFTER)
        self._answer({"news": self.server.news[after:], "cases": len(self.server.cases)})

    def _answer(self, said: Mapping[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *about: Any) -> None:
        return


if __name__ == "__main__":
    BenchPartnerServer(int(sys.argv[1])).serve_forever()
