"""The vocabulary of the index, cached in the process so that a query reads few rows: words, forms and entry metadata.

It is loaded again after a change of the index or the synonyms.
"""

import bisect
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from vikno.search.models import IndexedWord, IndexState, SearchEntry, Synonyms
from vikno.search.morphology import LATIN, normal_forms
from vikno.search.tokenizer import Token, has_digit, tokenize

# Pairs of a word length and the number of typing errors allowed from that length on.
TYPO_LIMITS = ((8, 2), (4, 1))
# A shorter prefix matches too many words.
MIN_PREFIX_LENGTH = 4
MAX_COMPLETIONS = 60


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word of the index: its written form, its normal forms, and the number of entries that contain it."""

    written: str
    forms: tuple[str, ...]
    count: int


class EntryMetadata(NamedTuple):
    """The kind, key, language and boost of an entry."""

    kind: str
    key: str
    language: str
    boost: int


Phrase = tuple[frozenset[str], ...]
IndexStamp = tuple[object, ...]


@dataclass(kw_only=True)
class Vocabulary:
    """The words, entries and synonyms of the index."""

    words: dict[str, KnownWord] = field(default_factory=dict)
    entries: dict[int, EntryMetadata] = field(default_factory=dict)
    synonyms: list[list[Phrase]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sorted = sorted(self.words)
        self.languages = tuple(sorted({entry.language for entry in self.entries.values()} & set(LATIN)))
        self._by_form: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for spelling, known in self.words.items():
            for form in known.forms:
                self._by_form[form].append(spelling)
            if not has_digit(spelling):
                self._by_length[len(spelling)].append(spelling)

    def forms(self, token: Token) -> frozenset[str]:
        """Return the normal forms of a word, from the index or else from a dictionary."""
        known = self.words.get(token.spelling)
        return frozenset(known.forms) if known else normal_forms(token.written, self.languages)

    def words_with_forms(self, forms: Iterable[str]) -> frozenset[str]:
        """Return the words of the index that have one of these normal forms."""
        return frozenset(spelling for form in forms for spelling in self._by_form.get(form, ()))

    def words_beginning_with(self, prefix: str, *, limit: int = MAX_COMPLETIONS) -> list[str]:
        """Return the words with this prefix, those in most entries first."""
        first = bisect.bisect_left(self.sorted, prefix)
        last = bisect.bisect_left(self.sorted, prefix + "\U0010ffff", lo=first)
        return sorted(self.sorted[first:last], key=self._rarity)[:limit]

    def nearest_word(self, spelling: str) -> str | None:
        """Return the most similar word by typing errors, the most frequent of several; None if no word is similar enough."""
        max_errors = next((max_errors for length, max_errors in TYPO_LIMITS if len(spelling) >= length), 0)
        if not max_errors or has_digit(spelling):
            return None
        near = [
            (distance, word[0] != spelling[0], self._rarity(word))
            for length in range(len(spelling) - max_errors, len(spelling) + max_errors + 1)
            for word, distance, _index in process.extract_iter(
                spelling, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=max_errors
            )
            if word != spelling
        ]
        return min(near)[-1][-1] if near else None

    def _rarity(self, spelling: str) -> tuple[int, str]:
        return -self.words[spelling].count, spelling


_cached: tuple[IndexStamp, Vocabulary] | None = None


def load_vocabulary() -> Vocabulary:
    """Return the cached vocabulary, or load it if it is outdated."""
    global _cached
    version = IndexState.objects.filter(pk=1).values_list("version", flat=True).first()
    changed = Synonyms.objects.aggregate(at=Max("changed_at"), count=Count("pk"))
    stamp = version, changed["at"], changed["count"]
    if _cached is not None and _cached[0] == stamp:
        return _cached[1]
    words = IndexedWord.objects.values_list("spelling", "written", "forms", "count")
    entries = SearchEntry.objects.values_list("pk", "kind", "key", "language", "boost")
    vocabulary = Vocabulary(
        words={spelling: KnownWord(written, tuple(forms.split()), count) for spelling, written, forms, count in words},
        entries={pk: EntryMetadata(kind, key, language, boost) for pk, kind, key, language, boost in entries},
        synonyms=[
            [phrase for line in row.lines if (phrase := tuple(normal_forms(token.written) for token in tokenize(line)))]
            for row in Synonyms.objects.order_by("pk")
        ],
    )
    _cached = stamp, vocabulary
    return vocabulary
