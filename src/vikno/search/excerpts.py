"""Excerpts of texts that show why they were found, with the matching words marked."""

from dataclasses import dataclass

from vikno.search.query_parser import Words
from vikno.search.tokenizer import Token, tokenize

EXCERPT_LENGTH = 220
# The length of the text shown before the first marked word.
LEADING_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A piece of text; `is_marked` for a word of the query."""

    text: str
    is_marked: bool


def mark_matches(text: str, words: Words) -> list[ExcerptPiece]:
    """Return the text in pieces, with each word of the query as a piece of its own."""
    pieces, position = [], 0
    for token in tokenize(text, words):
        pieces += [ExcerptPiece(text[position : token.start], False), ExcerptPiece(text[token.start : token.end], True)]
        position = token.end
    return [piece for piece in (*pieces, ExcerptPiece(text[position:], False)) if piece.text]


def excerpt(text: str, words: Words) -> list[ExcerptPiece]:
    """Return the part of a text with most words of the query close together, or its beginning if it has none."""
    if len(text) <= EXCERPT_LENGTH:
        return mark_matches(text, words)
    start = _best_start(text, words)
    end = start + EXCERPT_LENGTH
    if end < len(text):
        # The end does not cut a word, unless the word is very long.
        space = text.rfind(" ", end - LEADING_CONTEXT, end)
        end = space if space > 0 else end
    part = f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
    return mark_matches(part, words)


def _best_start(text: str, words: Words) -> int:
    matches = list(tokenize(text, words))
    if not matches:
        return 0

    def words_near(first: Token) -> int:
        end = first.start + EXCERPT_LENGTH - LEADING_CONTEXT
        return len({token.spelling for token in matches if first.start <= token.start < end})

    best = max(matches, key=lambda first: (words_near(first), -first.start))
    start = max(best.start - LEADING_CONTEXT, 0)
    return text.find(" ", start, best.start) + 1 if start else 0
