"""A small client of the agency API: what an EDMS needs to be joined to the portal, in plain Python with httpx.

It keeps nothing of its own: where the cursor and the cases are kept is the EDMS's affair. Every request that changes something
bears an Idempotency-Key, and is sent again under the same one when no answer came.
"""

import hashlib
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

CHUNK = 512 * 1024
TRIES = 5


class RequestRefused(Exception):
    """The portal said no; `problem` is the answer, by RFC 9457."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem.get('type')}: {problem.get('detail', '')}")
        self.problem = problem


class Agency:
    """The portal at `address`, spoken to with the credentials that `manage.py partner add` has printed."""

    def __init__(self, address: str, client_id: str, client_secret: str) -> None:
        self.http = httpx.Client(base_url=f"{address.rstrip('/')}/api/v1", timeout=30)
        self.credentials = {"client_id": client_id, "client_secret": client_secret}
        self.token, self.good_until = "", 0.0

    def __enter__(self) -> "Agency":
        return self

    def __exit__(self, *_error: object) -> None:
        self.http.close()

    # What there is.

    def news(self, after: str) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield what has happened since a cursor, each with the cursor after it: keep that once the item is dealt with."""
        has_more = True
        while has_more:
            page = self._ask("GET", "feed", params={"after": after}).json()
            after, has_more = page["next"], page["has_more"]
            for item in page["items"]:
                yield item, item["sequence"]

    def application(self, number: str) -> tuple[dict[str, Any], str]:
        """Return an application and its ETag."""
        answer = self._ask("GET", f"applications/{number}")
        return answer.json(), answer.headers["ETag"]

    def pdf(self, number: str) -> bytes:
        return self._ask("GET", f"applications/{number}/application.pdf").content

    def file(self, number: str, file: dict[str, Any]) -> bytes:
        """Return a file of an application. Raises `Refused` where it is not what was promised."""
        content = self._ask("GET", f"applications/{number}/files/{file['key']}").content
        if hashlib.sha256(content).hexdigest() != file["sha256"]:
            raise RequestRefused({"type": "damaged"})
        return content

    # What is said.

    def acknowledge(self, number: str, remote: str) -> dict[str, Any]:
        return self._say(f"applications/{number}/ack", {"state": "received", "remote": remote})

    def register(self, number: str, incoming: str, on: str) -> dict[str, Any]:
        return self._say(f"applications/{number}/ack", {"state": "registered", "number": incoming, "on": on})

    def status(self, number: str, word: str, who: str = "") -> dict[str, Any]:
        return self._say(f"applications/{number}/status", {"status": word, "who": who})

    def give_back(self, number: str, reason: str, remarks: dict[str, str], etag: str) -> dict[str, Any]:
        said = {"reason": reason, "remarks": remarks}
        return self._say(f"applications/{number}/return", said, headers={"If-Match": etag})

    def grant(self, number: str, etag: str) -> dict[str, Any]:
        return self._say(f"applications/{number}/decision", {"outcome": "granted"}, headers={"If-Match": etag})

    def send_result(self, number: str, name: str, content: bytes, title: str = "") -> dict[str, Any]:
        """Send a result in pieces. Broken off, it goes on from the byte that was reached."""
        digest = hashlib.sha256(content).hexdigest()
        said = {"name": name, "title": title, "size": len(content), "sha256": digest}
        upload = self._say(f"applications/{number}/results", said)
        path, received = f"uploads/{upload['upload']}", upload["received"]
        while received < len(content):
            piece = content[received : received + CHUNK]
            told = f"bytes {received}-{received + len(piece) - 1}/{len(content)}"
            received = self._ask("PUT", path, content=piece, headers={"Content-Range": told}).json()["received"]
        return self._say(f"{path}/complete", {})

    def enter_paper(self, service: str, applicant: dict[str, str], remote: str) -> dict[str, Any]:
        return self._say("applications", {"service": service, "applicant": applicant, "remote": remote})

    # How.

    def _say(self, path: str, said: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
        key = f'"{uuid.uuid4()}"'
        answer: dict[str, Any] = self._ask(
            "POST", path, json=said, headers={"Idempotency-Key": key, **(headers or {})}
        ).json()
        return answer

    def _ask(self, method: str, path: str, headers: dict[str, str] | None = None, **sent: Any) -> httpx.Response:
        for attempt in range(TRIES):
            try:
                told = {"Authorization": f"Bearer {self._token()}", **(headers or {})}
                answer = self.http.request(method, f"agency/{path}", headers=told, **sent)
            except httpx.TransportError:
                time.sleep(2**attempt)
                continue
            if answer.status_code in (429, 503):
                time.sleep(float(answer.headers.get("Retry-After", 2**attempt)))
                continue
            if answer.status_code == 401:
                self.good_until = 0
                continue
            if answer.is_error:
                raise RequestRefused(answer.json())
            return answer
        raise RequestRefused({"type": "unreachable"})

    def _token(self) -> str:
        if time.monotonic() > self.good_until:
            asked = {"grant_type": "client_credentials", **self.credentials}
            answer = self.http.post("oauth/token", data=asked)
            answer.raise_for_status()
            self.token = answer.json()["access_token"]
            self.good_until = time.monotonic() + answer.json()["expires_in"] - 60
        return self.token
