"""Checklist questions of cards in the form that the editor stores."""

import uuid
from collections.abc import Mapping
from typing import Any

from wagtail.blocks import StreamValue

from vikno.catalogue.blocks import ChecklistQuestionsBlock
from vikno.catalogue.models import Service

EMPTY_ANSWER = {"papers": [], "note": "", "fee_text": "", "term_unit": "calendar", "is_not_for_you": False}


def questions(rows: list[dict[str, Any]], *, services: Mapping[str, Service]) -> StreamValue:
    """Return the questions of a card; the same questions have the same keys in every demo."""
    blocks = []
    for row in rows:
        answers = [_answer(row["text"], answer, services) for answer in row["answers"]]
        blocks.append(_block("question", row["text"], {"help": "", **row, "answers": answers}))
    value: StreamValue = ChecklistQuestionsBlock().to_python(blocks)
    return value


def _answer(question: str, row: dict[str, Any], services: Mapping[str, Service]) -> dict[str, Any]:
    papers = [
        _block("item", question + paper["name"], {"source": "applicant", "register": "", "detail": "", **paper})
        for paper in row.get("papers", [])
    ]
    elsewhere = services[row["elsewhere"]].pk if "elsewhere" in row else None
    return _block("item", question + row["text"], {**EMPTY_ANSWER, **row, "papers": papers, "elsewhere": elsewhere})


def _block(kind: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, name)), "value": value}
