"""Relevance of entries: those with all words of the query come before those with some; the title counts more than the text."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from vikno.search.postings import unpack_postings
from vikno.search.query_parser import ParsedQuery, Words

# A synonym counts almost like the word itself; a word about the request («отримати») counts little.
SYNONYM_FACTOR = 0.9
WEAK_FACTOR = 0.2
# If at least this many entries have all the words, those with some are not shown.
ENOUGH_COMPLETE = 10
# The minimum share of the query for an entry to be shown, relative to the best share found.
MIN_SHARE = 0.5
# A share of 1 with a tolerance, because shares are sums of fractions.
FULL_SHARE = 0.999

Weights = dict[int, float]
Postings = Mapping[str, bytes | memoryview]


class RelevanceScore(NamedTuple):
    """The relevance of an entry: its share of the query by the significance of words, and its weight."""

    share: float
    weight: float

    @property
    def is_whole(self) -> bool:
        return self.share > FULL_SHARE


def score_entries(
    query: ParsedQuery, postings: Postings, *, total: int, min_weight: int = 0
) -> dict[int, RelevanceScore]:
    """Return the entries to show with their scores; words with a weight below `min_weight` in an entry do not count."""
    tables = [_weights(term.words, postings, min_weight) for term in query.terms]
    for synonym in query.synonyms:
        synonym_tables = [_weights(words, postings, min_weight) for words in synonym.words]
        for entry in set.intersection(*map(set, synonym_tables)):
            weight = SYNONYM_FACTOR * sum(table[entry] for table in synonym_tables) / len(synonym_tables)
            for index in synonym.replaced_terms:
                tables[index][entry] = max(tables[index].get(entry, 0.0), weight)
    shares, weights = _sum_scores(query, tables, total)
    complete = {entry: share for entry, share in shares.items() if share > FULL_SHARE}
    if len(complete) >= ENOUGH_COMPLETE:
        shown = complete
    else:
        min_share = MIN_SHARE * max(shares.values(), default=0.0)
        shown = {entry: share for entry, share in shares.items() if share and share >= min_share}
    return {entry: RelevanceScore(share, weights[entry]) for entry, share in shown.items()}


def _weights(words: Words, postings: Postings, min_weight: int) -> Weights:
    weights: Weights = {}
    for word in words:
        entries: list[tuple[int, float]] = [
            (entry, weight) for entry, weight in unpack_postings(postings.get(word, b"")) if weight >= min_weight
        ]
        if weights:
            entries = [(entry, weight + weights.get(entry, 0.0)) for entry, weight in entries]
        weights.update(entries)
    return weights


def _sum_scores(query: ParsedQuery, tables: list[Weights], total: int) -> tuple[Weights, Weights]:
    """Return the share of the query and the weight of each entry."""
    # A rare word is more significant than a frequent one.
    significances = [math.log(1 + total / max(len(table), 1)) for table in tables]
    all_weak = all(term.is_weak for term in query.terms)
    required = [
        significance if all_weak or not term.is_weak else 0.0
        for significance, term in zip(significances, query.terms, strict=True)
    ]
    total_required = sum(required) or 1.0
    required_tables = [table for table, required_weight in zip(tables, required, strict=True) if required_weight]
    complete: set[int] = set.intersection(*map(set, required_tables)) if len(required_tables) > 1 else set()
    if len(complete) >= ENOUGH_COMPLETE:
        # Entries with only some of the words will not be shown.
        tables = [{entry: table[entry] for entry in complete & table.keys()} for table in tables]
    shares: Weights = defaultdict(float)
    weights: Weights = defaultdict(float)
    for table, significance, required_weight, term in zip(tables, significances, required, query.terms, strict=True):
        worth, share = significance * (WEAK_FACTOR if term.is_weak else 1.0), required_weight / total_required
        for entry, weight in table.items():
            weights[entry] += worth * weight
            shares[entry] += share
    return shares, weights
