"""Which entries answer best: those with all the words before those with some; the title before the text."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from vikno.search.postings import unpack_postings
from vikno.search.query_parser import ParsedQuery, Words

# A synonym counts almost like the word itself; a word of the asking («отримати») counts little.
SYNONYM = 0.9
WEAK = 0.2
# Where that many entries have all the words, those with some are not shown.
ENOUGH = 10
# What share of the sought an entry must have to be shown after those that have all; or, when none has all, of the best share.
SOME = 0.5
# Shares are sums of fractions.
ALL = 0.999

Weights = dict[int, float]
Postings = Mapping[str, bytes | memoryview]


class RelevanceScore(NamedTuple):
    """How well an entry answers: what share of the words it has, weighed by how much each tells, and how heavily."""

    share: float
    weight: float

    @property
    def is_whole(self) -> bool:
        return self.share > ALL


def score_entries(sought: ParsedQuery, postings: Postings, *, total: int, least: int = 0) -> dict[int, RelevanceScore]:
    """Return the entries that are worth showing; words that stand in one less heavily than `least` do not count."""
    tables = [_weights(part.words, postings, least) for part in sought.terms]
    for synonym in sought.synonyms:
        others = [_weights(words, postings, least) for words in synonym.words]
        for entry in set.intersection(*map(set, others)):
            weight = SYNONYM * sum(table[entry] for table in others) / len(others)
            for place in synonym.replaced_terms:
                tables[place][entry] = max(tables[place].get(entry, 0.0), weight)
    shares, weights = _summed(sought, tables, total)
    return {entry: RelevanceScore(share, weights[entry]) for entry, share in _worth_showing(shares).items()}


def _weights(words: Words, postings: Postings, least: int) -> Weights:
    weights: Weights = {}
    for word in words:
        held: list[tuple[int, float]] = [
            (entry, weight) for entry, weight in unpack_postings(postings.get(word, b"")) if weight >= least
        ]
        if weights:
            held = [(entry, weight + weights.get(entry, 0.0)) for entry, weight in held]
        weights.update(held)
    return weights


def _summed(sought: ParsedQuery, tables: list[Weights], total: int) -> tuple[Weights, Weights]:
    """Return of each entry what share of the sought it has, and how heavily."""
    # A rare word tells more than one that stands everywhere.
    telling = [math.log(1 + total / max(len(table), 1)) for table in tables]
    all_weak = all(part.is_weak for part in sought.terms)
    needed = [tell if all_weak or not part.is_weak else 0.0 for tell, part in zip(telling, sought.terms, strict=True)]
    whole = sum(needed) or 1.0
    tables = _with_all(tables, needed)
    shares: Weights = defaultdict(float)
    weights: Weights = defaultdict(float)
    for table, tell, need, part in zip(tables, telling, needed, sought.terms, strict=True):
        worth, share = tell * (WEAK if part.is_weak else 1.0), need / whole
        for entry, weight in table.items():
            weights[entry] += worth * weight
            shares[entry] += share
    return shares, weights


def _with_all(tables: list[Weights], needed: list[float]) -> list[Weights]:
    """Leave out early what will not be shown: where enough entries have all the words, those with some."""
    asked = [table for table, need in zip(tables, needed, strict=True) if need]
    if len(asked) < 2:
        return tables
    whole = set.intersection(*map(set, asked))
    if len(whole) < ENOUGH:
        return tables
    return [{entry: table[entry] for entry in whole & table.keys()} for table in tables]


def _worth_showing(shares: Weights) -> Weights:
    best = max(shares.values(), default=0.0)
    whole = {entry: share for entry, share in shares.items() if share > ALL}
    if len(whole) >= ENOUGH:
        return whole
    return {entry: share for entry, share in shares.items() if share and share >= SOME * best}
