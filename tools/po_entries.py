"""Keys of the strings of .po files, and the checks of their translations."""

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
    problems = ["fuzzy"] if entry.fuzzy else []
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if any(set(PLACEHOLDER.findall(text)) - wanted for text in texts):
        problems.append("a placeholder that the code does not give")
    if not entry.msgid_plural and wanted - set(PLACEHOLDER.findall(entry.msgstr)):
        problems.append("a placeholder was lost")
    if any(markup(text) not in (markup(entry.msgid), markup(entry.msgid_plural or entry.msgid)) for text in texts):
        problems.append("other markup than in the code")
    # The first Ukrainian form is also that of 21 and 31, so it must contain the number.
    if language == "uk" and len({frozenset(PLACEHOLDER.findall(text)) for text in texts}) > 1:
        problems.append("a form without its number")
    return problems


def markup(text: str) -> Counter[str]:
    return Counter(TAG.findall(text))
