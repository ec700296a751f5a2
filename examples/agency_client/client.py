"""A small client of the agency API, in plain Python with httpx: what an EDMS needs to work with the portal.

It stores nothing: the EDMS stores the cursor and the cases. Every request that changes something has an Idempotency-Key, and is
sent again under the same key when no response came.
"""

import hashlib
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

CHUNK_BYTES = 512 * 1024
MAX_ATTEMPTS = 5


class RequestRefused(Exception):
    """The portal refused a request; `problem` is its problem document (RFC 9457)."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem.get('type')}: {problem.get('detail', '')}")
        self.problem = problem


class Agency:
    """The agency API at `address`, called with the credentials that `manage.py partner add` prints."""

    def __init__(self, address: str, client_id: str, client_secret: str) -> None:
        self.http = httpx.Client(base_url=f"{address.rstrip('/')}/api/v1", timeout=30)
        self.credentials = {"client_id": client_id, "client_secret": client_secret}
        self.token, self.token_expires_at = "", 0.0

    def __enter__(self) -> "Agency":
        return self

    def __exit__(self, *_error: object) -> None:
        self.http.close()

    # Reading.

    def news(self, after: str) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the items of the feed since a cursor, each with the cursor after it: store that once the item is handled."""
        has_more = True
        while has_more:
            page = self._request("GET", "feed", params={"after": after}).json()
            after, has_more = page["next"], page["has_more"]
            for item in page["items"]:
                yield item, item["sequence"]

    def application(self, number: str) -> tuple[dict[str, Any], str]:
        """Return an application and its ETag."""
        response = self._request("GET", f"applications/{number}")
        return response.json(), response.headers["ETag"]

    def pdf(self, number: str) -> bytes:
        return self._request("GET", f"applications/{number}/application.pdf").content

    def file(self, number: str, file: dict[str, Any]) -> bytes:
        """Return a file of an application. Raises `RequestRefused` where its digest is another."""
        content = self._request("GET", f"applications/{number}/files/{file['key']}").content
        if hashlib.sha256(content).hexdigest() != file["sha256"]:
            raise RequestRefused({"type": "damaged"})
        return content

    # Writing.

    def acknowledge(self, number: str, remote: str) -> dict[str, Any]:
        return self._post(f"applications/{number}/ack", {"state": "received", "remote": remote})

    def register(self, number: str, incoming: str, on: str) -> dict[str, Any]:
        return self._post(f"applications/{number}/ack", {"state": "registered", "number": incoming, "on": on})

    def status(self, number: str, word: str, who: str = "") -> dict[str, Any]:
        return self._post(f"applications/{number}/status", {"status": word, "who": who})

    def give_back(self, number: str, reason: str, remarks: dict[str, str], etag: str) -> dict[str, Any]:
        request = {"reason": reason, "remarks": remarks}
        return self._post(f"applications/{number}/return", request, headers={"If-Match": etag})

    def grant(self, number: str, etag: str) -> dict[str, Any]:
        return self._post(f"applications/{number}/decision", {"outcome": "granted"}, headers={"If-Match": etag})

    def send_result(self, number: str, name: str, content: bytes, title: str = "") -> dict[str, Any]:
        """Send a result in chunks. An upload that was interrupted goes on from the byte that was reached."""
        digest = hashlib.sha256(content).hexdigest()
        promise = {"name": name, "title": title, "size": len(content), "sha256": digest}
        upload = self._post(f"applications/{number}/results", promise)
        path, received = f"uploads/{upload['upload']}", upload["received"]
        while received < len(content):
            chunk = content[received : received + CHUNK_BYTES]
            content_range = f"bytes {received}-{received + len(chunk) - 1}/{len(content)}"
            response = self._request("PUT", path, content=chunk, headers={"Content-Range": content_range})
            received = response.json()["received"]
        return self._post(f"{path}/complete", {})

    def enter_paper(self, service: str, applicant: dict[str, str], remote: str) -> dict[str, Any]:
        return self._post("applications", {"service": service, "applicant": applicant, "remote": remote})

    # Requests.

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
        key = f'"{uuid.uuid4()}"'
        response: dict[str, Any] = self._request(
            "POST", path, json=body, headers={"Idempotency-Key": key, **(headers or {})}
        ).json()
        return response

    def _request(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> httpx.Response:
        for attempt in range(MAX_ATTEMPTS):
            try:
                signed = {"Authorization": f"Bearer {self._token()}", **(headers or {})}
                response = self.http.request(method, f"agency/{path}", headers=signed, **options)
            except httpx.TransportError:
                time.sleep(2**attempt)
                continue
            if response.status_code in (429, 503):
                time.sleep(float(response.headers.get("Retry-After", 2**attempt)))
                continue
            if response.status_code == 401:
                self.token_expires_at = 0
                continue
            if response.is_error:
                raise RequestRefused(response.json())
            return response
        raise RequestRefused({"type": "unreachable"})

    def _token(self) -> str:
        if time.monotonic() > self.token_expires_at:
            grant = {"grant_type": "client_credentials", **self.credentials}
            response = self.http.post("oauth/token", data=grant)
            response.raise_for_status()
            self.token = response.json()["access_token"]
            self.token_expires_at = time.monotonic() + response.json()["expires_in"] - 60
        return self.token
