"""What makes one string of a .po file the same as another, and what can be wrong with its translation."""

import re
from collections import Counter
from pathlib import Path

import polib

Key = tuple[str, str, str]
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^<>]*>")


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def read(path: Path) -> dict[Key, polib.POEntry]:
    """Return the strings of a file; none when there is no such file."""
    file = polib.pofile(str(path)) if path.exists() else []
    return {key(entry): entry for entry in file if not entry.obsolete}


def faults(entry: polib.POEntry, language: str) -> list[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not texts or not all(texts):
        return ["empty"]
    found = ["fuzzy"] if entry.fuzzy else []
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if any(set(PLACEHOLDER.findall(text)) - wanted for text in texts):
        found.append("a placeholder that the code does not give")
    if not entry.msgid_plural and wanted - set(PLACEHOLDER.findall(entry.msgstr)):
        found.append("a placeholder was lost")
    if any(markup(text) not in (markup(entry.msgid), markup(entry.msgid_plural or entry.msgid)) for text in texts):
        found.append("other markup than in the code")
    # In Ukrainian the first form is not only for one: 21 and 31 take it too, so it must say the number.
    if language == "uk" and len({frozenset(PLACEHOLDER.findall(text)) for text in texts}) > 1:
        found.append("a form without its number")
    return found


def markup(text: str) -> Counter[str]:
    return Counter(TAG.findall(text))
