"""A partner system for the benchmarks: a program that answers in 20 ms, and the connector that speaks to it.

`python -m bench.partner_system PORT` stores a case for each message it receives (`POST /cases`), and serves the news that was
posted to it (`POST /news`, `GET /news?after=N`). The connector delivers the same as a connector to an archive: the answers as
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

RESPONSE_SECONDS = 0.02
JSON = {"Content-Type": "application/json"}


class BenchSettings(pydantic.BaseModel):
    url: str


class BenchConnector:
    """A connector with one HTTP client for all threads of a process, so that connections stay open."""

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
        receipt = self._request(
            "POST", "/cases", content=encode_case(message), headers={**JSON, "Idempotency-Key": message.id}
        )
        return DeliveryReceipt(remote=receipt["case"], received=True)

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        for item in self._request("GET", "/news", params={"after": cursor or 0})["news"]:
            yield (
                RawInboundMessage(id=f"{item['seq']}", kind="status", body=json.dumps(item).encode()),
                f"{item['seq']}",
            )

    def confirm(self, incoming: RawInboundMessage) -> None:
        return None

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        status_change = json.loads(incoming.body)
        return [
            CaseUpdate(application=status_change["number"], status=status_change["status"], order=status_change["seq"])
        ]

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        raise Rejected("It gives no files.")

    def look(self, remote: str) -> CaseUpdate | None:
        return None

    def check(self) -> ConnectionCheck:
        return ConnectionCheck(is_ok=True, words="well")

    def _request(self, method: str, path: str, **options: Any) -> Any:
        try:
            return self.http.request(method, f"{self.url}{path}", **options).raise_for_status().json()
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__) from None


def encode_case(message: OutboundMessage) -> bytes:
    """Return the body of the request that creates a case."""
    dossier = message.dossier
    files = [
        {"name": enclosure.name, "size": enclosure.size, "sha256": enclosure.sha256} for enclosure in dossier.enclosures
    ]
    return json.dumps({"number": dossier.number, "data": json.loads(dossier.data), "files": files}).encode()


class BenchPartnerServer(http.server.ThreadingHTTPServer):
    """The server of the partner. `cases` maps the numbers of applications to the numbers of their cases."""

    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), BenchPartnerHandler)
        self.cases: dict[str, int] = {}
        self.news: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def add_case(self, case: Mapping[str, Any]) -> Mapping[str, Any]:
        with self.lock:
            return {"case": f"R-{self.cases.setdefault(case['number'], len(self.cases) + 1)}"}

    def add_news(self, news: Mapping[str, Any]) -> Mapping[str, Any]:
        with self.lock:
            self.news.append({**news, "seq": len(self.news) + 1})
        return {}


class BenchPartnerHandler(http.server.BaseHTTPRequestHandler):
    server: BenchPartnerServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(RESPONSE_SECONDS)
        self._respond(self.server.add_case(document) if self.path == "/cases" else self.server.add_news(document))

    def do_GET(self) -> None:
        after = int(self.path.rpartition("=")[2] or 0)
        time.sleep(RESPONSE_SECONDS)
        self._respond({"news": self.server.news[after:], "cases": len(self.server.cases)})

    def _respond(self, document: Mapping[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *about: Any) -> None:
        return


if __name__ == "__main__":
    BenchPartnerServer(int(sys.argv[1])).serve_forever()
