"""The piece of a text that shows why it was found, with the words marked."""

from dataclasses import dataclass

from vikno.search.query_parser import Words
from vikno.search.tokenizer import Token, tokenize

LENGTH = 220
# How much of the text before the first marked word is shown with it.
BEFORE = 60


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A piece of text; `is_marked` for a word that was looked for."""

    text: str
    is_marked: bool


def mark_matches(text: str, words: Words) -> list[ExcerptPiece]:
    """Return the text in pieces, the words that were looked for each by itself."""
    pieces, place = [], 0
    for token in tokenize(text, words):
        pieces += [ExcerptPiece(text[place : token.start], False), ExcerptPiece(text[token.start : token.end], True)]
        place = token.end
    return [piece for piece in (*pieces, ExcerptPiece(text[place:], False)) if piece.text]


def excerpt(text: str, words: Words) -> list[ExcerptPiece]:
    """Return the part of a text where most of the words stand close together; its beginning where none does."""
    if len(text) <= LENGTH:
        return mark_matches(text, words)
    start = _start(text, words)
    end = _cut(text, start + LENGTH)
    shown = f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
    return mark_matches(shown, words)


def _start(text: str, words: Words) -> int:
    found = list(tokenize(text, words))
    if not found:
        return 0
    best = max(found, key=lambda first: (_together(first, found), -first.start))
    start = max(best.start - BEFORE, 0)
    return text.find(" ", start, best.start) + 1 if start else 0


def _together(first: Token, found: list[Token]) -> int:
    return len({token.spelling for token in found if first.start <= token.start < first.start + LENGTH - BEFORE})


def _cut(text: str, end: int) -> int:
    """Return where to end so that no word is cut, unless a word is very long."""
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - BEFORE, end)
    return space if space > 0 else end
