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
    markable = []
    for section in sections:
        answers: dict[str, MarkableAnswer] = {}
        for row in section.rows:
            is_marked, remark = row.key in remarks, remarks.get(row.key, "")
            answer = MarkableAnswer(key=row.key, label=row.label, texts=[], is_marked=is_marked, remark=remark)
            answers.setdefault(row.key, answer).texts.append(row.text)
        markable.append(MarkableSection(title=section.title, answers=list(answers.values())))
    return markable
