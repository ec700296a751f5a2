"""The questions of cards, as an editor leaves them."""

import uuid
from collections.abc import Mapping
from typing import Any

from wagtail.blocks import StreamValue

from vikno.catalogue.blocks import ChecklistQuestionsBlock
from vikno.catalogue.models import Service

EMPTY_ANSWER = {"papers": [], "note": "", "fee_text": "", "term_unit": "calendar", "is_not_for_you": False}


def questions(rows: list[dict[str, Any]], *, services: Mapping[str, Service]) -> StreamValue:
    """Return what a card asks; the same questions have the same keys in every demo."""
    value: StreamValue = ChecklistQuestionsBlock().to_python([_question(row, services) for row in rows])
    return value


def _question(row: dict[str, Any], services: Mapping[str, Service]) -> dict[str, Any]:
    answers = [_answer(row["text"], one, services) for one in row["answers"]]
    return _piece("question", row["text"], {"help": "", **row, "answers": answers})


def _answer(question: str, row: dict[str, Any], services: Mapping[str, Service]) -> dict[str, Any]:
    papers = [
        _piece("item", question + one["name"], {"source": "applicant", "register": "", "detail": "", **one})
        for one in row.get("papers", [])
    ]
    elsewhere = services[row["elsewhere"]].pk if "elsewhere" in row else None
    return _piece("item", question + row["text"], {**EMPTY_ANSWER, **row, "papers": papers, "elsewhere": elsewhere})


def _piece(kind: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, name)), "value": value}
