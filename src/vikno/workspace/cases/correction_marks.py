"""The marks of a correction request: the answers that the page lists, with the officer's ticks and remarks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vikno.eforms.answer_display import AnswerSection


@dataclass(frozen=True, kw_only=True)
class MarkableAnswer:
    """One answer with its tick and its remark."""

    key: str
    label: str
    texts: list[str]
    is_marked: bool
    remark: str


@dataclass(frozen=True, kw_only=True)
class MarkableSection:
    title: str
    answers: list[MarkableAnswer]


def read_remarks(sent: Mapping[str, str], sections: Iterable[AnswerSection]) -> dict[str, str]:
    """Return the remark by question, for those that were ticked. A remark without a tick counts as ticked."""
    keys = dict.fromkeys(row.key for section in sections for row in section.rows)
    return {
        key: sent.get(f"remark-{key}", "").strip()
        for key in keys
        if sent.get(f"mark-{key}") or sent.get(f"remark-{key}", "").strip()
    }


def markable_sections(sections: Iterable[AnswerSection], remarks: Mapping[str, str]) -> list[MarkableSection]:
    """Return the answers with the marks so far. A repeated question is one answer with several texts."""
    return [MarkableSection(title=section.title, answers=_answers(section, remarks)) for section in sections]


def _answers(section: AnswerSection, remarks: Mapping[str, str]) -> list[MarkableAnswer]:
    labels: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for row in section.rows:
        labels.setdefault(row.key, row.label)
        texts.setdefault(row.key, []).append(row.text)
    return [
        MarkableAnswer(key=key, label=label, texts=texts[key], is_marked=key in remarks, remark=remarks.get(key, ""))
        for key, label in labels.items()
    ]
