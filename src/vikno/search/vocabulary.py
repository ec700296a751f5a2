"""What a process remembers of the index, so that a question costs few rows: words, forms, and where entries belong.

It is read anew when the index or the synonyms have changed since.
"""

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from vikno.search.models import IndexedWord, IndexState, SearchEntry, Synonyms
from vikno.search.morphology import LATIN, normal_forms
from vikno.search.tokenizer import Token, has_digit, tokenize

# From these lengths on, a word may differ from a known one by so many letters.
TYPO_LIMITS = ((8, 2), (4, 1))
# A shorter beginning of a word stands for too many.
LEAST_BEGINNING = 4
MOST_ENDINGS = 60


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word of the index: how it is written, its normal forms, and how many entries hold it."""

    written: str
    forms: tuple[str, ...]
    count: int


class EntryMetadata(NamedTuple):
    """Where an entry belongs."""

    kind: str
    key: str
    language: str
    boost: int


Phrase = tuple[frozenset[str], ...]
IndexStamp = tuple[object, ...]


@dataclass(kw_only=True)
class Vocabulary:
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
        """Return the normal forms of a word: those the index knows it by, or what a dictionary says."""
        known = self.words.get(token.spelling)
        return frozenset(known.forms) if known else normal_forms(token.written, self.languages)

    def words_with_forms(self, forms: Iterable[str]) -> frozenset[str]:
        """Return the words of the index that share a normal form with these."""
        return frozenset(spelling for form in forms for spelling in self._by_form.get(form, ()))

    def words_beginning_with(self, start: str, *, most: int = MOST_ENDINGS) -> list[str]:
        """Return the words that begin so, those that stand in most entries first."""
        first = bisect.bisect_left(self.sorted, start)
        last = bisect.bisect_left(self.sorted, start + "\U0010ffff", lo=first)
        return sorted(self.sorted[first:last], key=self._rarity)[:most]

    def nearest_word(self, spelling: str) -> str | None:
        """Return the word that differs least from this one, as typing errors differ; the commonest of several."""
        slips = next((slips for length, slips in TYPO_LIMITS if len(spelling) >= length), 0)
        if not slips or has_digit(spelling):
            return None
        near = [
            (distance, word[0] != spelling[0], self._rarity(word))
            for length in range(len(spelling) - slips, len(spelling) + slips + 1)
            for word, distance, _place in process.extract_iter(
                spelling, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=slips
            )
            if word != spelling
        ]
        return min(near)[-1][-1] if near else None

    def _rarity(self, spelling: str) -> tuple[int, str]:
        return -self.words[spelling].count, spelling


_remembered: tuple[IndexStamp, Vocabulary] | None = None


def load_vocabulary() -> Vocabulary:
    """Return what is remembered, or read it when it is old."""
    global _remembered
    stamp = _stamp()
    if _remembered is None or _remembered[0] != stamp:
        _remembered = stamp, _read()
    return _remembered[1]


def _stamp() -> IndexStamp:
    version = IndexState.objects.filter(pk=1).values_list("version", flat=True).first()
    changed = Synonyms.objects.aggregate(at=Max("changed_at"), count=Count("pk"))
    return version, changed["at"], changed["count"]


def _read() -> Vocabulary:
    words = IndexedWord.objects.values_list("spelling", "written", "forms", "count")
    entries = SearchEntry.objects.values_list("pk", "kind", "key", "language", "boost")
    return Vocabulary(
        words={spelling: KnownWord(written, tuple(forms.split()), count) for spelling, written, forms, count in words},
        entries={pk: EntryMetadata(kind, key, language, boost) for pk, kind, key, language, boost in entries},
        synonyms=[_phrases(row) for row in Synonyms.objects.order_by("pk")],
    )


def _phrases(row: Synonyms) -> list[Phrase]:
    return [phrase for line in row.lines if (phrase := tuple(_forms_of(line)))]


def _forms_of(line: str) -> Iterator[frozenset[str]]:
    return (normal_forms(token.written) for token in tokenize(line))
