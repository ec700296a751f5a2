"""Import of questions and answers from a JSON file.

A row is `{key, question?, text | answer, theme?, services?, intents?}`. The answer is HTML or plain text. Some centres have the
answers of a chat bot, which come without a question and with `intents`: the wishes that the bot recognises. Such a row gets a
working title made from its intents and is imported as a draft, for an editor to word the question. An answer that the file has
several times, for several combinations of intents, is imported once.
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
# Intents of the chat bot of a Ukrainian centre: the subjects first, then the questions about them.
SUBJECT_INTENTS = {
    "Passport": "Паспорт",
    "UkrainianPassport": "Паспорт громадянина України",
    "ForeignPassport": "Закордонний паспорт",
    "Certificate13": "Довідка про реєстрацію місця проживання",
    "Kid12Years": "для дитини",
    "CNAP": "у ЦНАП",
}
WISH_INTENTS = {
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
    """Import each question, and report what could not be stored. `source` names the file in the `source_id` of its questions."""
    report = ImportReport()
    seen: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        key = clean_line(row.get("key") or row.get("id")) if isinstance(row, Mapping) else ""
        import_row = partial(_import_row, row, key, source=source, seen=seen, publish=publish, at=at)
        report.import_row(f"question {key}" if key else f"entry {number}", import_row)
    return report


def _import_row(
    row: Any, key: str, *, source: str, seen: dict[str, str], publish: bool, at: datetime
) -> tuple[str, list[str]]:
    if not isinstance(row, Mapping):
        raise ImportRowInvalid("not a question")
    if not key or len(source_id := f"{source}:{key}") > SOURCE_MOST:
        raise ImportRowInvalid("its key is too long" if key else "it has no key")
    raw = row.get("answer") or row.get("text")
    text = raw.replace("\x00", "").strip() if isinstance(raw, str) else ""
    if not text:
        raise ImportRowInvalid("it has no answer")
    answer = text if _TAG.search(text) else _plain_text_as_html(text)
    if twin := seen.get(answer):
        raise ImportRowInvalid(f"the same answer stands in the file before it, as {twin}")
    seen[answer] = key
    lost: list[str] = []
    question = clean_line(row.get("question"))
    if not question:
        lost.append("it has no question: it was given a working title; word it before publishing")
    result = upsert_question(
        source_id=source_id,
        question=_imported_question(row, question or _working_title(row, key), answer, lost),
        publish=publish or bool(question),
        at=at,
    )
    if result.is_skipped:
        lost.append("it was changed here since it was imported, and is left as it is")
    return result.outcome, lost


def _plain_text_as_html(text: str) -> str:
    """Return plain text as HTML; lines that begin with a star or a dash become a list."""
    parts: list[str] = []
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        if match := re.match(r"\s*[*•–-]\s+(.+)", line):
            items.append(match[1])
            continue
        if items:
            parts.append("<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>")
            items = []
        if line.strip():
            parts.append(f"<p>{_inline(line)}</p>")
    return "\n".join(parts)


def _inline(text: str) -> str:
    return linebreaks(" ".join(text.split()), autoescape=True).removeprefix("<p>").removesuffix("</p>")


def _imported_question(row: Mapping[str, Any], question: str, answer: str, lost: list[str]) -> ImportedQuestion:
    codes, raw_keywords = row.get("services"), row.get("keywords")
    keywords = [clean_line(word) for word in raw_keywords] if isinstance(raw_keywords, list) else []
    known = {**SUBJECT_INTENTS, **WISH_INTENTS}
    keywords = [word for word in keywords if word] + [known[intent] for intent in _intents(row) if intent in known]
    return ImportedQuestion(
        question=truncate(question, QUESTION_MOST, what="question", lost=lost),
        answer=answer,
        theme=truncate(clean_line(row.get("theme")), THEME_MOST, what="theme", lost=lost),
        services=tuple(sorted({clean_line(code) for code in codes} - {""})) if isinstance(codes, list) else (),
        keywords=truncate(", ".join(keywords), KEYWORDS_MOST, what="keywords", lost=lost),
    )


def _working_title(row: Mapping[str, Any], key: str) -> str:
    """Return a working title made of the subjects and the questions about them, e.g. «Закордонний паспорт: вартість»."""
    intents = _intents(row)
    subjects = " ".join(words for intent, words in SUBJECT_INTENTS.items() if intent in intents)
    wishes = ", ".join(words for intent, words in WISH_INTENTS.items() if intent in intents)
    title = ": ".join(filter(None, (subjects, wishes)))
    return title[:1].upper() + title[1:] or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key)


def _intents(row: Mapping[str, Any]) -> list[str]:
    raw = row.get("intents")
    # Some files have comment marks between the names.
    names = [re.sub(r"[^A-Za-z0-9]", "", clean_line(name)) for name in raw] if isinstance(raw, list) else []
    return [name for name in names if name]
