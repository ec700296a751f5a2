"""Texts for lists and searches: sort keys by the Ukrainian alphabet, and words folded for comparison."""

import re
import unicodedata

# Databases disagree on this order (SQLite compares code points, PostgreSQL follows its locale), so lists are sorted here.
# Letters of the neighbours stand beside the nearest Ukrainian one.
ALPHABET = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"

_RANK = str.maketrans({letter: chr(0xE000 + rank) for rank, letter in enumerate(ALPHABET)})
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘")
_NEITHER_LETTER_NOR_SPACE = re.compile(r"[^\w\s]+")


def sort_key(text: str) -> tuple[str, str]:
    """Return a key for alphabetical order: digits, Latin, Cyrillic; case, quotes and apostrophes only break ties."""
    letters = _NEITHER_LETTER_NOR_SPACE.sub("", text.casefold().translate(_APOSTROPHES))
    ranked = letters.translate(_RANK)
    # Only the remaining letters lose their marks: «й» and «ї» are separate letters, «č» sorts with «c».
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", ranked) if not unicodedata.combining(mark))
    return " ".join(bare.split()), text


def fold_text(text: str) -> str:
    """Return the text for comparison in a search: without case, apostrophes and doubled spaces."""
    return " ".join(text.casefold().translate(_APOSTROPHES).split())


def query_words(query: str) -> list[str]:
    """Return the folded words of a search query."""
    return _NEITHER_LETTER_NOR_SPACE.sub(" ", fold_text(query)).split()
