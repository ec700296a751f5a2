"""Understanding what was typed into the search box: its words, mended where nothing is known of them, and their synonyms."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from vikno.search.keyboard import likely_meanings
from vikno.search.morphology import is_stop_word, is_weak_word
from vikno.search.tokenizer import Token, tokenize
from vikno.search.vocabulary import LEAST_BEGINNING, Phrase, Vocabulary

QUERY_LETTERS_MOST = 200
QUERY_WORDS_MOST = 12
# While somebody is still typing, two letters are enough to guess from.
LEAST_UNFINISHED = 2

Words = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class QueryTerm:
    """One word that is looked for: its normal forms, and the words of the index that answer to it."""

    forms: frozenset[str]
    words: Words
    is_weak: bool


@dataclass(frozen=True, kw_only=True)
class QuerySynonym:
    """Other words in place of some parts; all of them must be there."""

    replaced_terms: range
    words: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class ParsedQuery:
    """What is looked for. `shown_for` is what it was understood as, where that differs from what was typed."""

    typed: str
    understood_as: str
    terms: tuple[QueryTerm, ...]
    synonyms: tuple[QuerySynonym, ...]

    @property
    def words(self) -> Words:
        """Return all words of the index that are looked for."""
        own = [part.words for part in self.terms]
        others = [words for synonym in self.synonyms for words in synonym.words]
        return frozenset().union(*own, *others)


@dataclass(frozen=True, kw_only=True)
class QueryParser:
    """How to understand: with the words of this index; as typed, or mended; with a last word that is not typed to its end."""

    vocabulary: Vocabulary
    as_typed: bool = False
    unfinished: bool = False

    def parse(self, typed: str) -> ParsedQuery:
        typed = " ".join(unicodedata.normalize("NFC", typed)[:QUERY_LETTERS_MOST].split())
        chunks = typed.split()[:QUERY_WORDS_MOST]
        understood = [self._understood(chunk, is_last=chunk is chunks[-1]) for chunk in chunks]
        differs = any(chunk.lower() != text for chunk, text in zip(chunks, understood, strict=True))
        parts = tuple(self._parts(understood))
        return ParsedQuery(
            typed=typed,
            understood_as=" ".join(understood) if differs else "",
            terms=parts,
            synonyms=tuple(self._synonyms(parts)),
        )

    def _parts(self, chunks: list[str]) -> Iterator[QueryTerm]:
        for place, chunk in enumerate(chunks, start=1):
            for token in tokenize(chunk):
                is_open = self.unfinished and place == len(chunks)
                words = self._words(token, is_open=is_open)
                if not is_stop_word(token.spelling) or (is_open and words):
                    weak = is_weak_word(token.spelling) or is_stop_word(token.spelling)
                    yield QueryTerm(forms=self.vocabulary.forms(token), words=words, is_weak=weak)

    def _words(self, token: Token, *, is_open: bool) -> Words:
        words = self.vocabulary.words_with_forms(self.vocabulary.forms(token))
        least = LEAST_UNFINISHED if is_open else LEAST_BEGINNING
        if (is_open or not words) and len(token.spelling) >= least:
            words |= frozenset(self.vocabulary.words_beginning_with(token.spelling))
        return words

    # Mending.

    def _understood(self, chunk: str, *, is_last: bool) -> str:
        """Return what a word was meant to be, or the word itself where it is known or nothing comes near."""
        is_open = self.unfinished and is_last
        meanings = [chunk.lower(), *likely_meanings(chunk.lower())]
        if self.as_typed or not any(True for _token in tokenize(chunk)):
            return meanings[0]
        for text in meanings:
            if all(self._stands(token, is_open=is_open) for token in tokenize(text)):
                return text
        for text in meanings:
            near = [self._nearest(token) for token in tokenize(text)]
            if near and all(near):
                return " ".join(filter(None, near))
        return meanings[0]

    def _stands(self, token: Token, *, is_open: bool) -> bool:
        return is_stop_word(token.spelling) or is_weak_word(token.spelling) or bool(self._words(token, is_open=is_open))

    def _nearest(self, token: Token) -> str | None:
        if self._stands(token, is_open=False):
            return token.written
        near = self.vocabulary.nearest_word(token.spelling)
        return self.vocabulary.words[near].written if near else None

    # Synonyms.

    def _synonyms(self, parts: tuple[QueryTerm, ...]) -> Iterator[QuerySynonym]:
        for group in self.vocabulary.synonyms:
            for phrase in group:
                for first in _places(phrase, parts):
                    others = (other for other in group if other is not phrase)
                    for other in others:
                        words = tuple(self.vocabulary.words_with_forms(forms) for forms in other)
                        if all(words):
                            yield QuerySynonym(replaced_terms=range(first, first + len(phrase)), words=words)


def _places(phrase: Phrase, parts: tuple[QueryTerm, ...]) -> Iterator[int]:
    """Return where the words of the phrase stand among the parts, one after another."""
    for first in range(len(parts) - len(phrase) + 1):
        if all(forms & part.forms for forms, part in zip(phrase, parts[first:], strict=False)):
            yield first
