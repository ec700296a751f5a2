"""A published field as a question, and what of it could not be kept."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import count

from vikno.eforms.definition import KEY, RESERVED, AnswerChoice, Question, QuestionKind
from vikno.eforms.imports.fields import PublishedField
from vikno.eforms.imports.kinds import BANK_ID, guess_kind, is_checkbox

# What could not be kept as it was published. The report names the fields behind each.
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
# Words that only announce a note: the note itself was put in by the old portal.
_ANNOUNCED = re.compile(r"(?:увага|зверніть увагу|інфо|важлива інформація|зверніть увагу - корисна інформація)\W*")
_TICK = re.compile(r",?\s*поз?начте галочкою\s*-?\s*якщо так(?:, якщо ні\b.*)?$", re.IGNORECASE)

FILE_LABEL, ANSWER_LABEL = "Файл", "Відповідь"
WISH = "Напишіть бажаний день і час. Це побажання, а не запис у чергу: час підтвердить центр."


@dataclass(frozen=True)
class TopicHeading:
    """Where a new topic begins; without a title where there was only a line."""

    title: str = ""


Item = Question | TopicHeading


@dataclass(kw_only=True)
class ImportLosses:
    """What could not be kept, by reason: the ids of the fields."""

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
    for number, one in enumerate(fields):
        if one.type == "label":
            following = next((after for after in fields[number + 1 :] if not after.is_hidden), None)
            item = _note(one, begins=following is not None and following.type != "label", lost=lost)
        else:
            item = _question(one, is_mixed=is_mixed, lost=lost)
        if isinstance(item, Question):
            item = _with_key(item, one, taken, lost)
        if item is not None:
            found.append(item)
    return found


def _with_key(question: Question, one: PublishedField, taken: set[str], lost: ImportLosses) -> Question:
    key = _key(one.id)
    while key.lower() in taken | RESERVED:
        key = f"{key[:70]}_{len(taken) + 1}"
    taken.add(key.lower())
    if key != one.id:
        lost.note(OTHER_KEY, one.id)
    return replace(question, key=key)


def _key(id_: str) -> str:
    if KEY.fullmatch(id_):
        return id_
    return f"q_{hashlib.sha256(id_.encode()).hexdigest()[:12]}"


def _note(one: PublishedField, *, begins: bool, lost: ImportLosses) -> Item | None:
    """Return a label as a heading or as information; None where its text is not in the file."""
    text = _RULE.sub(" ", one.label).strip()
    if one.is_hidden:
        lost.note(HIDDEN, one.id)
        return None
    if not text and _RULE.search(one.label):
        return TopicHeading()
    if not text or (_ANNOUNCED.fullmatch(one.comparable_label) and not one.hint):
        lost.note(NO_TEXT, one.id)
        return None
    if begins and _is_title(one, text):
        return TopicHeading(text.rstrip(":. "))
    tone = "warn" if one.options.get("labelType") in ("warning", "danger") else "info"
    return Question(key="_", kind=QuestionKind.INFO, label=text, hint=one.hint, required=False, tone=tone)


_NO_TITLE = re.compile(
    r"(?:ви|у разі|для|за допомогою|вартість|сума|зверніть|увага|дата|графік|розклад|телефон|код|мфо|розрахунковий|призначення"
    r"|приклад|додаток|реквізити|зони|завжди|в залежності|сервіс)\b"
)


def _is_title(one: PublishedField, text: str) -> bool:
    """Tell a title from a note: short, no sentence, no tone, and not a line the old portal filled in."""
    is_short = len(text) <= 120 and "labelType" not in one.options and not one.hint
    return is_short and not re.search(r"[.!?]\s*$", text) and not _NO_TITLE.match(one.comparable_label)


def _question(one: PublishedField, *, is_mixed: bool, lost: ImportLosses) -> Question | None:
    if reason := _not_asked(one):
        lost.note(reason, one.id)
        return None
    _note_what_differs(one, lost)
    match one.type:
        case "file":
            return _ask(one, QuestionKind.FILES)
        case "boolean":
            return _ask(one, QuestionKind.YES_NO)
        case "enum":
            return _choice(one, lost)
        case "queueData":
            return replace(
                _ask(one, QuestionKind.TEXT), hint=f"{one.hint}. {WISH}" if one.hint else WISH, required=False
            )
    return _typed(one, is_mixed=is_mixed, lost=lost)


def _note_what_differs(one: PublishedField, lost: ImportLosses) -> None:
    for name in sorted(set(one.options) - _OPTIONS):
        lost.note(UNKNOWN_OPTION, f"{one.id} ({name})")
    if not one.label:
        lost.note(NO_LABEL, one.id)
    if one.type not in _TYPES:
        lost.note(UNKNOWN_TYPE, f"{one.id} ({one.type})")
    elif one.type in _NOT_AS_PUBLISHED:
        lost.note(_NOT_AS_PUBLISHED[one.type], one.id)


def _not_asked(one: PublishedField) -> str:
    if one.is_hidden:
        return HIDDEN
    if one.is_read_only:
        return READ_ONLY
    if one.type == "file" and one.is_printed_application:
        return PRINTED
    nameless = not one.label and one.type != "file"
    is_technical = one.hint == "system" or one.label == one.id or nameless
    return TECHNICAL if is_technical and not one.required else ""


def _ask(one: PublishedField, kind: QuestionKind) -> Question:
    label = one.label or (FILE_LABEL if kind == QuestionKind.FILES else ANSWER_LABEL)
    return Question(key="_", kind=kind, label=label, hint=one.hint, required=one.required)


def _typed(one: PublishedField, *, is_mixed: bool, lost: ImportLosses) -> Question:
    sort = guess_kind(one, is_mixed=is_mixed)
    if one.id.lower().startswith(BANK_ID) and not sort.prefill:
        lost.note(NOT_KNOWN, one.id)
    return Question(
        key="_",
        kind=sort.kind,
        label=one.label or ANSWER_LABEL,
        hint=one.hint,
        required=one.required,
        prefill=sort.prefill,
        most=sort.most,
    )


def _choice(one: PublishedField, lost: ImportLosses) -> Question:
    if is_checkbox(one):
        asked = _ask(one, QuestionKind.YES_NO)
        return replace(asked, hint=_TICK.sub("", one.hint).strip())
    choices = _choices(one, lost)
    if not choices:
        lost.note(NO_LIST, one.id)
        return _ask(one, QuestionKind.TEXT)
    # An empty answer was an answer: «none of these». Whoever chose it leaves the question out.
    has_empty = any(not words for _code, words in one.values)
    if has_empty and one.required:
        lost.note(EMPTY_CHOICE, one.id)
    asked = _ask(one, QuestionKind.ONE_OF)
    return replace(asked, required=one.required and not has_empty, choices=choices)


def _choices(one: PublishedField, lost: ImportLosses) -> tuple[AnswerChoice, ...]:
    found: dict[str, AnswerChoice] = {}
    for code, words in one.values:
        if not words or AnswerChoice(code=code, label=words) in found.values():
            continue
        if code in found:
            lost.note(DOUBLE_CHOICE, one.id)
            code = next(own for number in count(2) if (own := f"{code}_{number}") not in found)
        found[code] = AnswerChoice(code=code, label=words)
    return tuple(found.values())
