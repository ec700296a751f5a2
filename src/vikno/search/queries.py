"""Queries of the index: search, suggestions, and rows for a page."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vikno.kernel.text import fold_text
from vikno.search.excerpts import ExcerptPiece, excerpt, mark_matches
from vikno.search.models import IndexedWord, IndexState, SearchEntry
from vikno.search.query_parser import ParsedQuery, QueryParser
from vikno.search.relevance import RelevanceScore, score_entries
from vikno.search.term_weights import IN_KEYWORDS
from vikno.search.tokenizer import normalize_phrase, tokenize
from vikno.search.vocabulary import EntryMetadata, Vocabulary, load_vocabulary

# This many first hits are ranked again by the share of their title in the query and the order of the words.
MAX_RERANKED = 50
SAME_TITLE_FACTOR = 4.0
TITLE_FACTOR = 1.5
TEXT_FACTOR = 1.2
# Greater than any weight.
RANK_GAP = 1e12


class SearchHit(NamedTuple):
    """An entry found by a search."""

    entry: int
    metadata: EntryMetadata
    score: RelevanceScore

    @property
    def kind(self) -> str:
        return self.metadata.kind

    @property
    def key(self) -> str:
        return self.metadata.key

    @property
    def language(self) -> str:
        return self.metadata.language


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """The hits of the requested kinds, best first; `counts` cover all kinds."""

    query: ParsedQuery
    hits: Sequence[SearchHit]
    counts: Mapping[str, int]

    @property
    def has_all_words(self) -> bool:
        return any(hit.score.is_whole for hit in self.hits)


@dataclass(frozen=True, kw_only=True)
class SearchResultRow:
    """A hit for display, with the words of the query marked."""

    hit: SearchHit
    title: str
    title_pieces: Sequence[ExcerptPiece]
    text_pieces: Sequence[ExcerptPiece]


@dataclass(frozen=True, kw_only=True)
class SearchSuggestions:
    """Suggestions for an unfinished query: completions of the word, and hits."""

    endings: Sequence[str]
    rows: Sequence[SearchResultRow]


def find_entries(typed: str, *, language: str, kinds: Collection[str] = (), as_typed: bool = False) -> SearchResults:
    """Find entries for a query. Of several translations of one document the reader's is preferred if it matches."""
    vocabulary = load_vocabulary()
    return _search(vocabulary, QueryParser(vocabulary=vocabulary, as_typed=as_typed).parse(typed), language, kinds)


def indexed_state() -> str:
    """Return the state of the content that the index was last updated to."""
    return IndexState.objects.filter(pk=1).values_list("seen", flat=True).first() or ""


def has_any(kind: str) -> bool:
    """Return whether the index has an entry of this kind."""
    return any(entry.kind == kind for entry in load_vocabulary().entries.values())


def result_rows(hits: Iterable[SearchHit], query: ParsedQuery) -> list[SearchResultRow]:
    """Return the rows for a page of hits, in their order."""
    hits = list(hits)
    texts = {pk: (title, text) for pk, title, text in _texts(hits)}
    words = query.words
    return [
        SearchResultRow(
            hit=hit,
            title=texts[hit.entry][0],
            title_pieces=mark_matches(texts[hit.entry][0], words),
            text_pieces=excerpt(texts[hit.entry][1], words),
        )
        for hit in hits
        if hit.entry in texts
    ]


def suggest_entries(typed: str, *, language: str, most: int, endings: int) -> SearchSuggestions:
    """Return suggestions for a query that is still being typed."""
    vocabulary = load_vocabulary()
    query = QueryParser(vocabulary=vocabulary, unfinished=True).parse(typed)
    # A matching title or keyword is what most people mean; texts are searched only without one.
    title_hits = _search(vocabulary, query, language, (), min_weight=IN_KEYWORDS).hits
    hits = (title_hits or _search(vocabulary, query, language, ()).hits)[:most]
    titles = {pk: title for pk, title, _text in _texts(hits)}
    words = query.words
    rows = [
        SearchResultRow(
            hit=hit, title=titles[hit.entry], title_pieces=mark_matches(titles[hit.entry], words), text_pieces=()
        )
        for hit in hits
        if hit.entry in titles
    ]
    return SearchSuggestions(endings=_completions(vocabulary, query, endings), rows=rows)


def _search(
    vocabulary: Vocabulary, query: ParsedQuery, language: str, kinds: Collection[str], *, min_weight: int = 0
) -> SearchResults:
    postings = dict(IndexedWord.objects.filter(spelling__in=query.words).values_list("spelling", "postings"))
    scored = score_entries(query, postings, total=len(vocabulary.entries), min_weight=min_weight)
    hits = _best_translations(vocabulary, scored, language)
    counts = Counter(hit.metadata.kind for hit in hits)
    wanted = [hit for hit in hits if not kinds or hit.kind in kinds]
    # The first hits are ranked again by their titles and texts.
    first, rest = wanted[:MAX_RERANKED], wanted[MAX_RERANKED:]
    rows = _texts(first, with_text=len(query.terms) > 1)
    factors = {pk: _rerank_factor(title, text, query) for pk, title, text in rows}
    ranks = {hit.entry: _rank(hit.score, hit.metadata, language, factors.get(hit.entry, 1.0)) for hit in first}
    first = sorted(first, key=lambda hit: (ranks[hit.entry], hit.entry))
    return SearchResults(query=query, hits=[*first, *rest], counts=counts)


def _best_translations(vocabulary: Vocabulary, scored: Mapping[int, RelevanceScore], language: str) -> list[SearchHit]:
    """Return the hits in order, with the best-ranked translation of each document."""
    # There may be thousands: plain pairs are sorted, and hits are created only for the entries that are kept.
    metadata = vocabulary.entries
    ranked = sorted(
        (_rank(score, metadata[entry], language), entry) for entry, score in scored.items() if entry in metadata
    )
    best: dict[tuple[str, str], SearchHit] = {}
    for _rank_value, entry in ranked:
        document = metadata[entry]
        if (document.kind, document.key) not in best:
            best[document.kind, document.key] = SearchHit(entry, document, scored[entry])
    return list(best.values())


def _rank(score: RelevanceScore, metadata: EntryMetadata, language: str, factor: float = 1.0) -> float:
    """Return the sort rank of an entry: first by all words present, then by the reader's language, then by weight."""
    penalty = 2 * (not score.is_whole) + (metadata.language != language)
    return penalty * RANK_GAP - score.weight * metadata.boost * factor


def _texts(hits: Iterable[SearchHit], *, with_text: bool = True) -> Iterable[tuple[int, str, str]]:
    fields = ("pk", "title", "text") if with_text else ("pk", "title", "language")
    return SearchEntry.objects.filter(pk__in=[hit.entry for hit in hits]).values_list(*fields)


def _rerank_factor(title: str, text: str, query: ParsedQuery) -> float:
    phrase = normalize_phrase(query.understood_as or query.typed)
    title_words = [token.spelling for token in tokenize(title)]
    factor = 1 + sum(word in query.words for word in title_words) / max(len(title_words), 1)
    if phrase == " ".join(title_words):
        return factor * SAME_TITLE_FACTOR
    if phrase in " ".join(title_words):
        return factor * TITLE_FACTOR
    return factor * TEXT_FACTOR if fold_text(query.typed) in fold_text(text) else factor


def _completions(vocabulary: Vocabulary, query: ParsedQuery, limit: int) -> list[str]:
    """Return the likeliest completions of the word being typed, in the normal form of each."""
    typed = normalize_phrase(query.understood_as or query.typed)
    if " " in typed or len(typed) < 2:
        return []
    completions: list[str] = []
    seen: set[str] = set()
    for spelling in vocabulary.words_beginning_with(typed):
        word = vocabulary.words[spelling]
        if seen.isdisjoint(word.forms):
            normal = next(
                (form for form in word.forms if form in vocabulary.words and form.startswith(typed)), spelling
            )
            completions.append(vocabulary.words[normal].written)
        seen.update(word.forms)
    return [word for word in completions if normalize_phrase(word) != typed][:limit]
