"""Bringing in questions and answers from a JSON file.

A row is `{key, question?, text | answer, theme?, services?, intents?}`. The answer is HTML or plain text. Some centres keep the
answers of a chat bot: those have no question, only `intents`, what the bot understood people to want. Such a row gets a working
title out of its intents and comes in as a draft, for an editor to word the question; answers that stand in the file several
times, under several combinations of intents, come in once.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.html import linebreaks

from vikno.enquiries.operations import ImportedQuestion, upsert_question
from vikno.kernel.data_import import ImportReport, ImportRowInvalid, clean_line, truncate

QUESTION_MOST, THEME_MOST, KEYWORDS_MOST, SOURCE_MOST = 300, 120, 500, 70

_TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
# What a bot of a Ukrainian centre understood: whom or what it is about, then what is asked of it.
_ABOUT = {
    "Passport": "Паспорт",
    "UkrainianPassport": "Паспорт громадянина України",
    "ForeignPassport": "Закордонний паспорт",
    "Certificate13": "Довідка про реєстрацію місця проживання",
    "Kid12Years": "для дитини",
    "CNAP": "у ЦНАП",
}
_ASKED = {
    "Time": "строк",
    "Price": "вартість",
    "Pay": "оплата",
    "Where": "де",
    "Get": "отримання",
    "DocumentsRequired": "потрібні документи",
    "GivingDocuments": "подання документів",
    "Circumstances": "обмін",
    "Photo": "фотографія",
    "Confirm": "підтвердження запису",
    "Register": "запис на прийом",
    "Requisites": "реквізити",
    "Not": "інші місця",
}


def import_questions(rows: list[Any], *, source: str, publish: bool, at: datetime) -> ImportReport:
    """Bring in each question; say what could not be kept. `source` names the file in what they are known by."""
    report = ImportReport()
    seen: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        key = clean_line(row.get("key") or row.get("id")) if isinstance(row, Mapping) else ""
        bring_in = partial(_bring_in, row, key, source=source, seen=seen, publish=publish, at=at)
        report.import_row(f"question {key}" if key else f"entry {number}", bring_in)
    return report


def _bring_in(
    row: Any, key: str, *, source: str, seen: dict[str, str], publish: bool, at: datetime
) -> tuple[str, list[str]]:
    if not isinstance(row, Mapping):
        raise ImportRowInvalid("not a question")
    if not key or len(source_id := f"{source}:{key}") > SOURCE_MOST:
        raise ImportRowInvalid("its key is too long" if key else "it has no key")
    answer = _answer(row)
    if twin := seen.get(answer):
        raise ImportRowInvalid(f"the same answer stands in the file before it, as {twin}")
    seen[answer] = key
    lost: list[str] = []
    own = clean_line(row.get("question"))
    if not own:
        lost.append("it has no question: it was given a working title; word it before publishing")
    done = upsert_question(
        source_id=source_id,
        given=_given(row, own or _title(row, key), answer, lost),
        publish=publish or bool(own),
        at=at,
    )
    if done.is_skipped:
        lost.append("it was changed here since it was imported, and is left as it is")
    return done.outcome, lost


def _answer(row: Mapping[str, Any]) -> str:
    raw = row.get("answer") or row.get("text")
    text = raw.replace("\x00", "").strip() if isinstance(raw, str) else ""
    if not text:
        raise ImportRowInvalid("it has no answer")
    return text if _TAG.search(text) else _as_html(text)


def _as_html(text: str) -> str:
    """Return plain text as HTML; lines that begin with a star or a dash become a list."""
    parts: list[str] = []
    items: list[str] = []
    for one in [*text.splitlines(), ""]:
        if match := re.match(r"\s*[*•–-]\s+(.+)", one):
            items.append(match[1])
            continue
        if items:
            parts.append("<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>")
            items = []
        if one.strip():
            parts.append(f"<p>{_inline(one)}</p>")
    return "\n".join(parts)


def _inline(text: str) -> str:
    return linebreaks(" ".join(text.split()), autoescape=True).removeprefix("<p>").removesuffix("</p>")


def _given(row: Mapping[str, Any], question: str, answer: str, lost: list[str]) -> ImportedQuestion:
    codes = row.get("services")
    return ImportedQuestion(
        question=truncate(question, QUESTION_MOST, what="question", lost=lost),
        answer=answer,
        theme=truncate(clean_line(row.get("theme")), THEME_MOST, what="theme", lost=lost),
        services=tuple(sorted({clean_line(one) for one in codes} - {""})) if isinstance(codes, list) else (),
        keywords=truncate(", ".join(_words(row)), KEYWORDS_MOST, what="keywords", lost=lost),
    )


def _title(row: Mapping[str, Any], key: str) -> str:
    """Return a working title: what it is about and what is asked, e.g. «Закордонний паспорт: вартість»."""
    intents = _intents(row)
    about = " ".join(_ABOUT[one] for one in _ABOUT if one in intents)
    asked = ", ".join(_ASKED[one] for one in _ASKED if one in intents)
    title = ": ".join(filter(None, (about, asked)))
    return title[:1].upper() + title[1:] or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key)


def _words(row: Mapping[str, Any]) -> list[str]:
    raw = row.get("keywords")
    given = [clean_line(one) for one in raw] if isinstance(raw, list) else []
    known = {**_ABOUT, **_ASKED}
    return [word for word in given if word] + [known[one] for one in _intents(row) if one in known]


def _intents(row: Mapping[str, Any]) -> list[str]:
    raw = row.get("intents")
    # Marks of comments were left between the names in some files.
    return [
        name for one in (raw if isinstance(raw, list) else []) if (name := re.sub(r"[^A-Za-z0-9]", "", clean_line(one)))
    ]
