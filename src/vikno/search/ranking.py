"""Which entries answer best: those with all the words before those with some; the title before the text."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vikno.search.asking import Sought, Words
from vikno.search.postings import unpacked

# A synonym counts almost like the word itself; a word of the asking («отримати») counts little.
SYNONYM = 0.9
WEAK = 0.2
# Where that many entries have all the words, those with some are not shown.
ENOUGH = 10
# What share of the sought an entry must have to be shown after those that have all; or, when none has all, of the best share.
SOME = 0.5

Weights = dict[int, float]
Postings = Mapping[str, bytes | memoryview]


@dataclass(frozen=True, slots=True)
class Score:
    """How well an entry answers: what share of the words it has, weighed by how much each tells, and how heavily."""

    share: float
    weight: float

    @property
    def is_whole(self) -> bool:
        return self.share > 0.999


def scores(sought: Sought, postings: Postings, *, total: int) -> dict[int, Score]:
    """Return the entries that are worth showing."""
    tables = [_weights(part.words, postings) for part in sought.parts]
    for synonym in sought.synonyms:
        others = [_weights(words, postings) for words in synonym.words]
        for entry in set.intersection(*map(set, others)):
            weight = SYNONYM * sum(table[entry] for table in others) / len(others)
            for place in synonym.parts:
                tables[place][entry] = max(tables[place].get(entry, 0.0), weight)
    return _worth_showing(_summed(sought, tables, total))


def _weights(words: Words, postings: Postings) -> Weights:
    weights: Weights = {}
    for word in words:
        for entry, weight in unpacked(postings.get(word, b"")):
            weights[entry] = weights.get(entry, 0.0) + weight
    return weights


def _summed(sought: Sought, tables: list[Weights], total: int) -> dict[int, Score]:
    # A rare word tells more than one that stands everywhere.
    telling = [math.log(1 + total / max(len(table), 1)) for table in tables]
    all_weak = all(part.is_weak for part in sought.parts)
    needed = [tell if all_weak or not part.is_weak else 0.0 for tell, part in zip(telling, sought.parts, strict=True)]
    whole = sum(needed) or 1.0
    shares: Weights = defaultdict(float)
    weights: Weights = defaultdict(float)
    for table, tell, need, part in zip(tables, telling, needed, sought.parts, strict=True):
        worth, share = tell * (WEAK if part.is_weak else 1.0), need / whole
        for entry, weight in table.items():
            weights[entry] += worth * weight
            shares[entry] += share
    return {entry: Score(shares[entry], weight) for entry, weight in weights.items()}


def _worth_showing(scored: dict[int, Score]) -> dict[int, Score]:
    best = max((score.share for score in scored.values()), default=0.0)
    whole = {entry: score for entry, score in scored.items() if score.is_whole}
    if len(whole) >= ENOUGH:
        return whole
    return {entry: score for entry, score in scored.items() if score.share and score.share >= SOME * best}
