"""A clerk at work in Mayan, by its REST: as the pages of Mayan would do it."""

import json
import time
from typing import Any

import httpx

from tests.patience import PATIENCE_SECONDS


class MayanUser:
    """A user of Mayan. What Mayan refuses fails the test."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.http = httpx.Client(
            base_url=f"{address}/api/v4/",
            headers={"Accept": "application/json"},
            timeout=PATIENCE_SECONDS,
            trust_env=False,
        )
        self.token = self.post("auth/token/obtain/", {"username": user, "password": password})["token"]
        self.http.headers["Authorization"] = f"Token {self.token}"

    def ask(self, method: str, path: str, **more: Any) -> Any:
        for _attempt in range(20):
            answer = self.http.request(method, path, **more)
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            time.sleep(1)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, params=query)

    def post(self, path: str, values: dict[str, Any]) -> Any:
        return self.ask("POST", path, json=values)

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        return self.get(path, page_size=100, **query)["results"]

    def move(self, document: str, label: str, comment: str = "", **filled: str) -> None:
        """Make the step that is called so."""
        path = f"{self.workflow(document)}log_entries/"
        step = next(one["id"] for one in self.rows(f"{path}transitions/") if one["label"] == label)
        self.post(path, {"transition_id": step, "comment": comment, "extra_data": json.dumps(filled)})

    def workflow(self, document: str) -> str:
        return f"documents/{document}/workflow_instances/{self.rows(f'documents/{document}/workflow_instances/')[0]['id']}/"

    def state(self, document: str) -> str:
        return self.get(self.workflow(document))["current_state"]["label"]

    def history(self, document: str) -> list[str]:
        rows = self.rows(f"{self.workflow(document)}log_entries/")
        return [row["transition"]["label"] for row in rows if row["transition"]]

    def write(self, document: str, name: str, value: str) -> None:
        """Write on the document."""
        key = next(one["id"] for one in self.rows("metadata_types/") if one["name"] == name)
        self.post(f"documents/{document}/metadata/", {"metadata_type_id": key, "value": value})

    def attach(self, document: str, name: str, content: bytes, comment: str = "") -> None:
        values = {"action_name": "keep", "comment": comment, "filename": name}
        self.ask("POST", f"documents/{document}/files/", data=values, files={"file_new": (name, content)})

    def marks(self, document: str) -> dict[str, str]:
        return {one["metadata_type"]["name"]: one["value"] for one in self.rows(f"documents/{document}/metadata/")}

    def files(self, document: str) -> list[dict[str, Any]]:
        return self.rows(f"documents/{document}/files/")

    def documents(self, number: str) -> list[str]:
        """Return the keys of all documents whose label begins with this number."""
        return [str(one["id"]) for one in self.rows("documents/") if one["label"].startswith(number)]
