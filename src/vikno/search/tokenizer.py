"""Splitting of a text into words, with one normalized spelling for the variants of a word."""

import functools
import re
import unicodedata
from collections.abc import Container, Iterator
from typing import NamedTuple

WORD_LIMIT = 64

# An apostrophe, a stress mark or a soft hyphen inside a word belongs to it; a dash separates two words.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´‘\u0301\u00ad]+[^\W_]+)*")
_NORMAL_APOSTROPHE = str.maketrans({**dict.fromkeys("’ʼ`´‘", "'"), "\u0301": "", "\u00ad": ""})
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]")
# Latin letters that look like Cyrillic ones: a reader cannot see a Latin «i» in a Ukrainian word.
_HOMOGLYPHS = str.maketrans("aceiopxyk", "асеіорхук")


class Token(NamedTuple):
    """A word at its position in a text: `written` as in a dictionary, `spelling` as in the index."""

    start: int
    end: int
    written: str
    spelling: str


def tokenize(text: str, among: Container[str] | None = None) -> Iterator[Token]:
    """Yield the words of a text in order, or only those with one of the given spellings."""
    for match in _WORD.finditer(text):
        written, spelling = _spellings(match.group())
        if among is None or spelling in among:
            yield Token(match.start(), match.end(), written, spelling)


@functools.lru_cache(maxsize=60_000)
def _spellings(word: str) -> tuple[str, str]:
    """Return the dictionary form of a word, and its normalized spelling."""
    word = word.translate(_NORMAL_APOSTROPHE).lower()
    cyrillic = word.translate(_HOMOGLYPHS)
    # A word with other Latin letters than homoglyphs, such as «id-картка», stays.
    if _CYRILLIC.search(word) and not _LATIN.search(cyrillic):
        word = cyrillic
    written = word[:WORD_LIMIT]
    return written, normalize_spelling(written)


def normalize_spelling(written: str) -> str:
    """Return the normalized spelling: without apostrophes and the accents of Latin letters, «ґ» as «г»."""
    bare = written.replace("'", "").replace("ґ", "г")
    if bare.isascii() or is_cyrillic(bare):
        return bare
    decomposed = unicodedata.normalize("NFKD", bare)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))[:WORD_LIMIT]


def is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.search(word))


def has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def normalize_phrase(text: str) -> str:
    """Return the words of a text in normalized spelling, separated by single spaces."""
    return " ".join(token.spelling for token in tokenize(text))
