"""Conversion of published fields to questions, with a record of losses."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import count

from vikno.eforms.definition import KEY, RESERVED, AnswerChoice, Question, QuestionKind
from vikno.eforms.imports.fields import PublishedField
from vikno.eforms.imports.kinds import BANK_ID, guess_kind, is_checkbox

# The reasons of losses. The report names the fields of each.
HIDDEN = "not asked, hidden in the published form"
TECHNICAL = "not asked, a technical field without words for people"
READ_ONLY = "not asked, read-only in the published form"
PRINTED = "not asked, a signed print of the application, which the portal hands in itself"
NO_TEXT = "not shown, a note whose text is not in the file"
NO_LABEL = "asked without words, it has no label"
NO_LIST = "asked as text, the answers to choose from are not in the file"
QUEUE = "asked as a wish, a time in the queue cannot be booked here"
UNKNOWN_TYPE = "asked as text, its type is not known"
UNKNOWN_OPTION = "asked, but an option of it is not known"
EMPTY_CHOICE = "may be left out, one of its published answers is empty"
DOUBLE_CHOICE = "two of its answers have the same id"
OTHER_KEY = "asked under another key, its id is no key or stands for another field"
NOT_KNOWN = "not prefilled, the portal does not know it of a person"
NOT_A_FIELD = "not read, it is not a field"

_TYPES = {"string", "long", "double", "date", "enum", "select", "file", "label", "textArea", "queueData", "boolean"}
_NOT_AS_PUBLISHED = {"queueData": QUEUE, "select": NO_LIST}
_OPTIONS = {"bVisible", "bNew", "writable", "labelType", "sID_CheckboxTrue", "bPrintFormFileAsPDF", "sID_Field_SWinEd"}
_RULE = re.compile(r"[=_*~—–-]{3,}")
# Words that only announce a note; the old portal inserted the note itself.
_ANNOUNCED = re.compile(r"(?:увага|зверніть увагу|інфо|важлива інформація|зверніть увагу - корисна інформація)\W*")
_NO_TITLE = re.compile(
    r"(?:ви|у разі|для|за допомогою|вартість|сума|зверніть|увага|дата|графік|розклад|телефон|код|мфо|розрахунковий|призначення"
    r"|приклад|додаток|реквізити|зони|завжди|в залежності|сервіс)\b"
)
_TICK = re.compile(r",?\s*поз?начте галочкою\s*-?\s*якщо так(?:, якщо ні\b.*)?$", re.IGNORECASE)

FILE_LABEL, ANSWER_LABEL = "Файл", "Відповідь"
WISH = "Напишіть бажаний день і час. Це побажання, а не запис у чергу: час підтвердить центр."


@dataclass(frozen=True)
class TopicHeading:
    """The beginning of a new topic; the title is empty for a mere line."""

    title: str = ""


Item = Question | TopicHeading


@dataclass(kw_only=True)
class ImportLosses:
    """The losses of an import: ids of fields by reason."""

    by_reason: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, reason: str, id_: str) -> None:
        name = f"{id_[:60]}…" if len(id_) > 60 else id_ or "(no id)"
        if name not in self.by_reason[reason]:
            self.by_reason[reason].append(name)

    def lines(self) -> list[str]:
        return [f"{reason}: {', '.join(ids)}" for reason, ids in self.by_reason.items()]


def convert_fields(fields: list[PublishedField], *, is_mixed: bool, lost: ImportLosses) -> list[Item]:
    """Return the questions and headings of a form, in its order."""
    found: list[Item] = []
    taken: set[str] = set()
    for number, published in enumerate(fields):
        if published.type == "label":
            following = next((later for later in fields[number + 1 :] if not later.is_hidden), None)
            item = _note(published, begins=following is not None and following.type != "label", lost=lost)
        else:
            item = _question(published, is_mixed=is_mixed, lost=lost)
        if isinstance(item, Question):
            key = published.id
            if not KEY.fullmatch(key):
                key = f"q_{hashlib.sha256(published.id.encode()).hexdigest()[:12]}"
            while key.lower() in taken | RESERVED:
                key = f"{key[:70]}_{len(taken) + 1}"
            taken.add(key.lower())
            if key != published.id:
                lost.note(OTHER_KEY, published.id)
            item = replace(item, key=key)
        if item is not None:
            found.append(item)
    return found


def _note(published: PublishedField, *, begins: bool, lost: ImportLosses) -> Item | None:
    """Return a label as a heading or as information, or None where its text is not in the file."""
    text = _RULE.sub(" ", published.label).strip()
    if published.is_hidden:
        lost.note(HIDDEN, published.id)
        return None
    if not text and _RULE.search(published.label):
        return TopicHeading()
    if not text or (_ANNOUNCED.fullmatch(published.comparable_label) and not published.hint):
        lost.note(NO_TEXT, published.id)
        return None
    # A title is short, no sentence, without a tone, and no line that the old portal filled in.
    is_short = len(text) <= 120 and "labelType" not in published.options and not published.hint
    is_title = is_short and not re.search(r"[.!?]\s*$", text) and not _NO_TITLE.match(published.comparable_label)
    if begins and is_title:
        return TopicHeading(text.rstrip(":. "))
    tone = "warn" if published.options.get("labelType") in ("warning", "danger") else "info"
    return Question(key="_", kind=QuestionKind.INFO, label=text, hint=published.hint, required=False, tone=tone)


def _question(published: PublishedField, *, is_mixed: bool, lost: ImportLosses) -> Question | None:
    if reason := _not_asked(published):
        lost.note(reason, published.id)
        return None
    _note_losses(published, lost)
    match published.type:
        case "file":
            return _ask(published, QuestionKind.FILES)
        case "boolean":
            return _ask(published, QuestionKind.YES_NO)
        case "enum":
            return _choice(published, lost)
        case "queueData":
            return replace(
                _ask(published, QuestionKind.TEXT),
                hint=f"{published.hint}. {WISH}" if published.hint else WISH,
                required=False,
            )
    guess = guess_kind(published, is_mixed=is_mixed)
    if published.id.lower().startswith(BANK_ID) and not guess.prefill:
        lost.note(NOT_KNOWN, published.id)
    return replace(_ask(published, guess.kind), prefill=guess.prefill, most=guess.most)


def _note_losses(published: PublishedField, lost: ImportLosses) -> None:
    for name in sorted(set(published.options) - _OPTIONS):
        lost.note(UNKNOWN_OPTION, f"{published.id} ({name})")
    if not published.label:
        lost.note(NO_LABEL, published.id)
    if published.type not in _TYPES:
        lost.note(UNKNOWN_TYPE, f"{published.id} ({published.type})")
    elif published.type in _NOT_AS_PUBLISHED:
        lost.note(_NOT_AS_PUBLISHED[published.type], published.id)


def _not_asked(published: PublishedField) -> str:
    if published.is_hidden:
        return HIDDEN
    if published.is_read_only:
        return READ_ONLY
    if published.type == "file" and published.is_printed_application:
        return PRINTED
    nameless = not published.label and published.type != "file"
    is_technical = published.hint == "system" or published.label == published.id or nameless
    return TECHNICAL if is_technical and not published.required else ""


def _ask(published: PublishedField, kind: QuestionKind) -> Question:
    label = published.label or (FILE_LABEL if kind == QuestionKind.FILES else ANSWER_LABEL)
    return Question(key="_", kind=kind, label=label, hint=published.hint, required=published.required)


def _choice(published: PublishedField, lost: ImportLosses) -> Question:
    if is_checkbox(published):
        question = _ask(published, QuestionKind.YES_NO)
        return replace(question, hint=_TICK.sub("", published.hint).strip())
    choices: dict[str, AnswerChoice] = {}
    for code, text in published.values:
        if not text or AnswerChoice(code=code, label=text) in choices.values():
            continue
        free_code = code
        if code in choices:
            lost.note(DOUBLE_CHOICE, published.id)
            free_code = next(free for number in count(2) if (free := f"{code}_{number}") not in choices)
        choices[free_code] = AnswerChoice(code=free_code, label=text)
    if not choices:
        lost.note(NO_LIST, published.id)
        return _ask(published, QuestionKind.TEXT)
    # An empty answer meant «none of these»: now the question is left without an answer.
    has_empty = any(not text for _code, text in published.values)
    if has_empty and published.required:
        lost.note(EMPTY_CHOICE, published.id)
    question = _ask(published, QuestionKind.ONE_OF)
    return replace(question, required=published.required and not has_empty, choices=tuple(choices.values()))
