"""Taking a text apart into words, and one spelling for what people write in several ways."""

import functools
import re
import unicodedata
from collections.abc import Container, Iterator
from typing import NamedTuple

WORD_LIMIT = 64

# An apostrophe, a stress mark or a soft hyphen inside a word belongs to it; a dash parts two words.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´‘\u0301\u00ad]+[^\W_]+)*")
_ONE_APOSTROPHE = str.maketrans({**dict.fromkeys("’ʼ`´‘", "'"), "\u0301": "", "\u00ad": ""})
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]")
# Letters that look alike: a Latin «i» in a Ukrainian word is seen by nobody.
_LOOK_ALIKE = str.maketrans("aceiopxyk", "асеіорхук")


class Token(NamedTuple):
    """A word where it stands in a text: `written` as a dictionary knows it, `spelling` as the index does."""

    start: int
    end: int
    written: str
    spelling: str


def tokenize(text: str, among: Container[str] | None = None) -> Iterator[Token]:
    """Return the words of a text in order; only those with one of these spellings where some are given."""
    for match in _WORD.finditer(text):
        written, spelling = _read(match.group())
        if among is None or spelling in among:
            yield Token(match.start(), match.end(), written, spelling)


@functools.lru_cache(maxsize=60_000)
def _read(word: str) -> tuple[str, str]:
    """Return a word as a dictionary knows it, and its spelling."""
    written = _in_one_script(word.translate(_ONE_APOSTROPHE).lower())[:WORD_LIMIT]
    return written, normalize_spelling(written)


def _in_one_script(word: str) -> str:
    """Mend a Cyrillic word with Latin letters in it; one that is meant so, such as «id-картка», is left."""
    if _CYRILLIC.search(word) and _LATIN.search(word):
        mended = word.translate(_LOOK_ALIKE)
        return word if _LATIN.search(mended) else mended
    return word


def normalize_spelling(written: str) -> str:
    """Return the one spelling: without apostrophes and the accents of Latin letters, «ґ» as «г»."""
    bare = written.replace("'", "").replace("ґ", "г")
    return bare if bare.isascii() or is_cyrillic(bare) else _without_accents(bare)[:WORD_LIMIT]


def _without_accents(word: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", word) if not unicodedata.combining(mark))


def is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.search(word))


def has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def normalize_phrase(text: str) -> str:
    """Return the words of a text in their one spelling, with single spaces: what is compared word for word."""
    return " ".join(token.spelling for token in tokenize(text))
