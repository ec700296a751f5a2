"""A little Mayan in memory: documents with marks, files, a workflow and comments. The shapes are as recorded.

It can fail at any request: before it has done what was asked, or after, so that only the answer is lost.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.integration.mayan.canned_server import CannedResponse, rows
from vikno.integration.connectors.mayan import schema

MARKS = {mark.name: key for key, mark in enumerate((*schema.PORTAL_METADATA, *schema.CLERK_METADATA), start=1)}
STATES = {state.label: key for key, state in enumerate(schema.STATES, start=1)}
MOVES = {move.label: key for key, move in enumerate(schema.TRANSITIONS, start=1)}
AWAY = CannedResponse({"detail": "away"}, status=502)


@dataclass
class FakeMayanDocument:
    """A document."""

    id: int
    label: str
    marks: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    state: str = schema.RECEIVED.label

    def offered(self) -> list[schema.WorkflowTransition]:
        return [move for move in schema.TRANSITIONS if self.state in [origin.label for origin in move.origins]]

    def move(self, label: str, comment: str = "") -> None:
        step = next(move for move in self.offered() if move.label == label)
        self.state = step.destination.label
        self.moves.append({"id": len(self.moves) + 1, "comment": comment, "transition": {"label": label}})


class FakeMayan:
    def __init__(self) -> None:
        self.address = ""
        self.papers: list[FakeMayanDocument] = []
        self.asked: list[str] = []
        # The number of the request that fails, and whether its work is done nevertheless.
        self.fails_at: int | None = None
        self.does_it_nevertheless = False
        self.search_knows_nothing = False
        # Files that were taken and not stored yet, where it is slow.
        self.is_slow = False
        self.on_their_way: list[tuple[FakeMayanDocument, dict[str, Any]]] = []

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> CannedResponse:
        self.asked.append(f"{method} {target}")
        fails = len(self.asked) == self.fails_at
        if fails and not self.does_it_nevertheless:
            return AWAY
        found = self._answer(method, urlsplit(target), values_of(headers, body))
        return AWAY if fails else found

    def store(self) -> None:
        """Store what is on its way."""
        for paper, file in self.on_their_way:
            paper.files.append(file)
        self.on_their_way.clear()

    def _answer(self, method: str, target: Any, values: dict[str, Any]) -> CannedResponse:
        path = target.path.removeprefix("/api/v4/")
        for pattern, act in self._acts().items():
            if match := re.fullmatch(pattern, f"{method} {path}"):
                return act(*match.groups(), **({"query": parse_qs(target.query)} if "search" in path else values))
        return CannedResponse({"detail": "Not found."}, status=404)

    def _acts(self) -> dict[str, Callable[..., CannedResponse]]:
        document = r"documents/(\d+)/"
        return {
            "GET document_types/": lambda: rows({"id": 2, "label": schema.DOCUMENT_TYPE}),
            "GET document_types/2/metadata_types/": lambda: rows(*({"metadata_type": kind(name)} for name in MARKS)),
            "GET workflow_templates/": lambda: rows({"id": 1, "internal_name": schema.WORKFLOW_NAME}),
            "GET workflow_templates/1/states/": lambda: rows(
                *({"id": k, "label": label} for label, k in STATES.items())
            ),
            "GET search/advanced/.*": self._search,
            "GET document_types/2/documents/": lambda: rows(*map(shown, reversed(self.papers))),
            "POST documents/": self._make,
            f"GET {document}": lambda key: self._of(key, shown),
            f"GET {document}metadata/": lambda key: rows(*map(mark, self._paper(key).marks.items())),
            f"POST {document}metadata/": self._write,
            rf"PATCH {document}metadata/(\d+)/": self._write,
            f"GET {document}files/": lambda key: rows(*self._paper(key).files),
            f"POST {document}files/": self._file,
            f"GET {document}workflow_instances/": lambda key: rows(instance(self._paper(key))),
            rf"GET {document}workflow_instances/\d+/log_entries/": lambda key: rows(*self._paper(key).moves),
            rf"GET {document}workflow_instances/\d+/log_entries/transitions/": self._offer,
            rf"POST {document}workflow_instances/\d+/log_entries/": self._move,
            f"GET {document}comments/": lambda key: rows(*self._paper(key).comments),
            f"POST {document}comments/": self._comment,
        }

    def _paper(self, key: str) -> FakeMayanDocument:
        return self.papers[int(key) - 1]

    def _of(self, key: str, show: Callable[[FakeMayanDocument], dict[str, Any]]) -> CannedResponse:
        known = 0 < int(key) <= len(self.papers)
        return (
            CannedResponse(show(self._paper(key)))
            if known
            else CannedResponse({"detail": "No Document matches."}, status=404)
        )

    def _search(self, query: dict[str, list[str]]) -> CannedResponse:
        """Find by parts of words, as the real one does."""
        (word,) = query.get("label") or query["metadata__value"]
        texts = ((paper, paper.label if "label" in query else " ".join(paper.marks.values())) for paper in self.papers)
        return rows(*(shown(paper) for paper, text in texts if word in text and not self.search_knows_nothing))

    def _make(self, document_type_id: int, label: str) -> CannedResponse:
        self.papers.append(FakeMayanDocument(id=len(self.papers) + 1, label=label))
        return CannedResponse(shown(self.papers[-1]), status=201)

    def _write(self, key: str, of: str = "", *, value: str, metadata_type_id: int = 0) -> CannedResponse:
        name = next(name for name, number in MARKS.items() if number == (metadata_type_id or int(of)))
        self._paper(key).marks[name] = value
        return CannedResponse({"id": MARKS[name]}, status=200 if of else 201)

    def _file(self, key: str, *, action_name: str, comment: str, filename: str, file_new: bytes) -> CannedResponse:
        digest = hashlib.sha256(file_new).hexdigest()
        self.on_their_way.append((self._paper(key), {"checksum": digest, "comment": comment, "filename": filename}))
        if not self.is_slow:
            self.store()
        return CannedResponse(b"", status=202)

    def _offer(self, key: str) -> CannedResponse:
        return rows(*({"id": MOVES[move.label], "label": move.label} for move in self._paper(key).offered()))

    def _move(self, key: str, *, transition_id: int, comment: str) -> CannedResponse:
        self._paper(key).move(next(label for label, number in MOVES.items() if number == transition_id), comment)
        return CannedResponse({"id": 1}, status=201)

    def _comment(self, key: str, *, text: str) -> CannedResponse:
        self._paper(key).comments.append({"text": text})
        return CannedResponse({"id": 1}, status=201)


def values_of(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    kind_of = headers.get("Content-Type", "")
    if kind_of.startswith("multipart/"):
        parts = BytesParser().parsebytes(f"Content-Type: {kind_of}\r\n\r\n".encode() + body).get_payload()
        return dict(map(part, parts))
    return json.loads(body) if body else {}


def part(told: Any) -> tuple[str, Any]:
    content = told.get_payload(decode=True)
    name = str(told.get_param("name", header="content-disposition"))
    return name, content if told.get_filename() else content.decode()


def shown(paper: FakeMayanDocument) -> dict[str, Any]:
    return {"id": paper.id, "label": paper.label}


def kind(name: str) -> dict[str, Any]:
    return {"id": MARKS[name], "name": name}


def mark(written: tuple[str, str]) -> dict[str, Any]:
    name, value = written
    return {"id": MARKS[name], "value": value, "metadata_type": {"name": name}}


def instance(paper: FakeMayanDocument) -> dict[str, Any]:
    return {
        "id": paper.id,
        "current_state": {"label": paper.state},
        "workflow_template": {"internal_name": schema.WORKFLOW_NAME},
    }
