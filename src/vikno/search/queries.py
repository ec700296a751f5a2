"""What can be asked of the index."""

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

# The first so many are looked at once more: how much of the title was asked for, whether the words stand side by side.
RERANKED_MOST = 50
SAME_TITLE = 4.0
IN_TITLE = 1.5
IN_TEXT = 1.2
# Further than any weight reaches.
FAR = 1e12


class SearchHit(NamedTuple):
    """An entry that answers."""

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
    """What was found, the best first, of the kinds asked for; `counts` are of all kinds."""

    query: ParsedQuery
    hits: Sequence[SearchHit]
    counts: Mapping[str, int]

    @property
    def has_all_words(self) -> bool:
        return any(hit.score.is_whole for hit in self.hits)


@dataclass(frozen=True, kw_only=True)
class SearchResultRow:
    """An answer as it is shown: the words that were looked for are marked."""

    hit: SearchHit
    title: str
    title_pieces: Sequence[ExcerptPiece]
    text_pieces: Sequence[ExcerptPiece]


@dataclass(frozen=True, kw_only=True)
class SearchSuggestions:
    """What may be meant by what is typed so far: how the word goes on, and what there is."""

    endings: Sequence[str]
    rows: Sequence[SearchResultRow]


def find_entries(typed: str, *, language: str, kinds: Collection[str] = (), as_typed: bool = False) -> SearchResults:
    """Find what answers to these words. Of the translations of one thing the reader's is taken, where it answers."""
    known = load_vocabulary()
    return _found(known, QueryParser(vocabulary=known, as_typed=as_typed).parse(typed), language, kinds)


def indexed_state() -> str:
    """Return the state of the content that the index was brought up to last."""
    return IndexState.objects.filter(pk=1).values_list("seen", flat=True).first() or ""


def has_any(kind: str) -> bool:
    """Say whether anything of this kind is in the index."""
    return any(placed.kind == kind for placed in load_vocabulary().entries.values())


def result_rows(hits: Iterable[SearchHit], sought: ParsedQuery) -> list[SearchResultRow]:
    """Return what a page shows of these answers, in their order."""
    hits = list(hits)
    texts = {pk: (title, text) for pk, title, text in _texts(hits)}
    words = sought.words
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
    """Guess what somebody means who is still typing."""
    known = load_vocabulary()
    sought = QueryParser(vocabulary=known, unfinished=True).parse(typed)
    # A title or a keyword that goes on so is what most people mean; texts are looked into where there is none.
    named = _found(known, sought, language, (), least=IN_KEYWORDS).hits
    hits = (named or _found(known, sought, language, ()).hits)[:most]
    titles = {pk: title for pk, title, _text in _texts(hits)}
    words = sought.words
    rows = [
        SearchResultRow(
            hit=hit, title=titles[hit.entry], title_pieces=mark_matches(titles[hit.entry], words), text_pieces=()
        )
        for hit in hits
        if hit.entry in titles
    ]
    return SearchSuggestions(endings=_endings(known, sought, endings), rows=rows)


def _found(
    known: Vocabulary, sought: ParsedQuery, language: str, kinds: Collection[str], *, least: int = 0
) -> SearchResults:
    postings = dict(IndexedWord.objects.filter(spelling__in=sought.words).values_list("spelling", "postings"))
    scored = score_entries(sought, postings, total=len(known.entries), least=least)
    hits = _one_of_each(known, scored, language)
    counts = Counter(hit.metadata.kind for hit in hits)
    return SearchResults(
        query=sought,
        hits=_looked_at([hit for hit in hits if not kinds or hit.kind in kinds], sought, language),
        counts=counts,
    )


def _one_of_each(known: Vocabulary, scored: Mapping[int, RelevanceScore], language: str) -> list[SearchHit]:
    """Return the hits in order, of each thing the translation that stands first."""
    # There may be thousands: plain pairs are sorted, and nothing is made of those that are left out.
    placed = known.entries
    ranked = sorted(
        (_rank(score, placed[entry], language), entry) for entry, score in scored.items() if entry in placed
    )
    first: dict[tuple[str, str], SearchHit] = {}
    for _place, entry in ranked:
        thing = placed[entry]
        if (thing.kind, thing.key) not in first:
            first[thing.kind, thing.key] = SearchHit(entry, thing, scored[entry])
    return list(first.values())


def _rank(score: RelevanceScore, placed: EntryMetadata, language: str, factor: float = 1.0) -> float:
    """Return where an entry stands: what has all the words first, then what the reader reads, then what is heavier."""
    later = 2 * (not score.is_whole) + (placed.language != language)
    return later * FAR - score.weight * placed.boost * factor


def _looked_at(hits: list[SearchHit], sought: ParsedQuery, language: str) -> list[SearchHit]:
    """Put the first ones in a better order, by their titles and texts."""
    first, rest = hits[:RERANKED_MOST], hits[RERANKED_MOST:]
    factors = {pk: _factor(title, text, sought) for pk, title, text in _texts(first, with_text=len(sought.terms) > 1)}
    ranks = {hit.entry: _rank(hit.score, hit.metadata, language, factors.get(hit.entry, 1.0)) for hit in first}
    return [*sorted(first, key=lambda hit: (ranks[hit.entry], hit.entry)), *rest]


def _texts(hits: Iterable[SearchHit], *, with_text: bool = True) -> Iterable[tuple[int, str, str]]:
    fields = ("pk", "title", "text") if with_text else ("pk", "title", "language")
    return SearchEntry.objects.filter(pk__in=[hit.entry for hit in hits]).values_list(*fields)


def _factor(title: str, text: str, sought: ParsedQuery) -> float:
    wanted, named = (
        normalize_phrase(sought.understood_as or sought.typed),
        [token.spelling for token in tokenize(title)],
    )
    factor = 1 + sum(word in sought.words for word in named) / max(len(named), 1)
    if wanted == " ".join(named):
        return factor * SAME_TITLE
    if wanted in " ".join(named):
        return factor * IN_TITLE
    return factor * IN_TEXT if fold_text(sought.typed) in fold_text(text) else factor


def _endings(known: Vocabulary, sought: ParsedQuery, most: int) -> list[str]:
    """Return the likeliest words that go on like the one being typed: of the forms of a word its normal one."""
    typed = normalize_phrase(sought.understood_as or sought.typed)
    if " " in typed or len(typed) < 2:
        return []
    found: list[str] = []
    seen: set[str] = set()
    for spelling in known.words_beginning_with(typed):
        word = known.words[spelling]
        if seen.isdisjoint(word.forms):
            normal = next((form for form in word.forms if form in known.words and form.startswith(typed)), spelling)
            found.append(known.words[normal].written)
        seen.update(word.forms)
    return [word for word in found if normalize_phrase(word) != typed][:most]
