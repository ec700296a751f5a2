"""Parsing of a search query: its words, corrected if unknown, and their synonyms."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from vikno.search.keyboard import likely_meanings
from vikno.search.morphology import is_stop_word, is_weak_word
from vikno.search.tokenizer import Token, tokenize
from vikno.search.vocabulary import MIN_PREFIX_LENGTH, Vocabulary

MAX_QUERY_LETTERS = 200
MAX_QUERY_WORDS = 12
# Two letters are enough to complete a word that is still being typed.
MIN_UNFINISHED_LENGTH = 2

Words = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class QueryTerm:
    """One word of the query: its normal forms, and the matching words of the index."""

    forms: frozenset[str]
    words: Words
    is_weak: bool


@dataclass(frozen=True, kw_only=True)
class QuerySynonym:
    """A synonym of some terms; all its words must match."""

    replaced_terms: range
    words: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class ParsedQuery:
    """A parsed query. `understood_as` is the corrected text if it differs from the typed one, else empty."""

    typed: str
    understood_as: str
    terms: tuple[QueryTerm, ...]
    synonyms: tuple[QuerySynonym, ...]

    @property
    def words(self) -> Words:
        """Return all words of the index that match the query."""
        own_words = [term.words for term in self.terms]
        synonym_words = [words for synonym in self.synonyms for words in synonym.words]
        return frozenset().union(*own_words, *synonym_words)


@dataclass(frozen=True, kw_only=True)
class QueryParser:
    """A parser with the vocabulary of the index.

    `as_typed` turns corrections off; `unfinished` means that the last word may still be incomplete.
    """

    vocabulary: Vocabulary
    as_typed: bool = False
    unfinished: bool = False

    def parse(self, typed: str) -> ParsedQuery:
        typed = " ".join(unicodedata.normalize("NFC", typed)[:MAX_QUERY_LETTERS].split())
        chunks = typed.split()[:MAX_QUERY_WORDS]
        understood = [self._corrected(chunk, is_last=chunk is chunks[-1]) for chunk in chunks]
        differs = any(chunk.lower() != text for chunk, text in zip(chunks, understood, strict=True))
        terms = []
        for number, text in enumerate(understood, start=1):
            for token in tokenize(text):
                is_open = self.unfinished and number == len(understood)
                words = self._words(token, is_open=is_open)
                if not is_stop_word(token.spelling) or (is_open and words):
                    is_weak = is_weak_word(token.spelling) or is_stop_word(token.spelling)
                    terms.append(QueryTerm(forms=self.vocabulary.forms(token), words=words, is_weak=is_weak))
        return ParsedQuery(
            typed=typed,
            understood_as=" ".join(understood) if differs else "",
            terms=tuple(terms),
            synonyms=tuple(self._synonyms(terms)),
        )

    def _words(self, token: Token, *, is_open: bool) -> Words:
        words = self.vocabulary.words_with_forms(self.vocabulary.forms(token))
        min_length = MIN_UNFINISHED_LENGTH if is_open else MIN_PREFIX_LENGTH
        if (is_open or not words) and len(token.spelling) >= min_length:
            words |= frozenset(self.vocabulary.words_beginning_with(token.spelling))
        return words

    def _corrected(self, chunk: str, *, is_last: bool) -> str:
        """Return the likely intended word, or the word itself if it is known or nothing similar is."""
        is_open = self.unfinished and is_last
        meanings = [chunk.lower(), *likely_meanings(chunk.lower())]
        if self.as_typed or not any(True for _token in tokenize(chunk)):
            return meanings[0]
        for text in meanings:
            if all(self._is_known(token, is_open=is_open) for token in tokenize(text)):
                return text
        for text in meanings:
            near = [self._nearest(token) for token in tokenize(text)]
            if near and all(near):
                return " ".join(filter(None, near))
        return meanings[0]

    def _is_known(self, token: Token, *, is_open: bool) -> bool:
        return is_stop_word(token.spelling) or is_weak_word(token.spelling) or bool(self._words(token, is_open=is_open))

    def _nearest(self, token: Token) -> str | None:
        if self._is_known(token, is_open=False):
            return token.written
        near = self.vocabulary.nearest_word(token.spelling)
        return self.vocabulary.words[near].written if near else None

    def _synonyms(self, terms: Sequence[QueryTerm]) -> Iterator[QuerySynonym]:
        for group in self.vocabulary.synonyms:
            for phrase in group:
                positions = [
                    first
                    for first in range(len(terms) - len(phrase) + 1)
                    if all(forms & term.forms for forms, term in zip(phrase, terms[first:], strict=False))
                ]
                others = [other for other in group if other is not phrase]
                for first, other in product(positions, others):
                    words = tuple(self.vocabulary.words_with_forms(forms) for forms in other)
                    if all(words):
                        yield QuerySynonym(replaced_terms=range(first, first + len(phrase)), words=words)
