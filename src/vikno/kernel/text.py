"""Words as people expect them: sorted by the Ukrainian alphabet, found however they were typed."""

import re
import unicodedata

# Databases disagree on this order (SQLite compares code points, PostgreSQL follows its locale), so lists are sorted here.
# Letters of the neighbours stand beside the nearest Ukrainian one.
ALPHABET = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"

_RANK = str.maketrans({letter: chr(0xE000 + rank) for rank, letter in enumerate(ALPHABET)})
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘")
_NEITHER_LETTER_NOR_SPACE = re.compile(r"[^\w\s]+")


def sort_key(text: str) -> tuple[str, str]:
    """Return what sorts texts alphabetically: digits, Latin, Cyrillic; case, quotes and apostrophes only break ties."""
    letters = _NEITHER_LETTER_NOR_SPACE.sub("", text.casefold().translate(_APOSTROPHES))
    ranked = letters.translate(_RANK)
    # Only what is left is taken apart: «й» and «ї» are letters of their own, «č» sorts with «c».
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", ranked) if not unicodedata.combining(mark))
    return " ".join(bare.split()), text


def fold_text(text: str) -> str:
    """Return the text as it is compared in a search: without case, apostrophes and doubled spaces."""
    return " ".join(text.casefold().translate(_APOSTROPHES).split())


def query_words(query: str) -> list[str]:
    """Return the words of what was typed into a search box, folded."""
    return _NEITHER_LETTER_NOR_SPACE.sub(" ", fold_text(query)).split()
