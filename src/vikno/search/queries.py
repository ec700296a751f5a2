"""What can be asked of the index."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vikno.kernel.text import folded
from vikno.search.asking import Asking, Sought
from vikno.search.excerpts import Piece, excerpt, marked
from vikno.search.models import Entry, State, Word
from vikno.search.ranking import Score, scores
from vikno.search.spelling import phrase, tokens
from vikno.search.vocabulary import Placed, Vocabulary, vocabulary
from vikno.search.weighing import IN_KEYWORDS

# The first so many are looked at once more: how much of the title was asked for, whether the words stand side by side.
LOOKED_AT = 50
SAME_TITLE = 4.0
IN_TITLE = 1.5
IN_TEXT = 1.2
# Further than any weight reaches.
FAR = 1e12


class Hit(NamedTuple):
    """An entry that answers."""

    entry: int
    placed: Placed
    score: Score

    @property
    def kind(self) -> str:
        return self.placed.kind

    @property
    def key(self) -> str:
        return self.placed.key

    @property
    def language(self) -> str:
        return self.placed.language


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found, the best first, of the kinds asked for; `counts` are of all kinds."""

    sought: Sought
    hits: Sequence[Hit]
    counts: Mapping[str, int]

    @property
    def has_all_words(self) -> bool:
        return any(hit.score.is_whole for hit in self.hits)


@dataclass(frozen=True, kw_only=True)
class Row:
    """An answer as it is shown: the words that were looked for are marked."""

    hit: Hit
    title: str
    title_pieces: Sequence[Piece]
    text_pieces: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """What may be meant by what is typed so far: how the word goes on, and what there is."""

    endings: Sequence[str]
    rows: Sequence[Row]


def find(typed: str, *, language: str, kinds: Collection[str] = (), as_typed: bool = False) -> Found:
    """Find what answers to these words. Of the translations of one thing the reader's is taken, where it answers."""
    known = vocabulary()
    return _found(known, Asking(vocabulary=known, as_typed=as_typed).sought(typed), language, kinds)


def seen() -> str:
    """Return the state of the content that the index was brought up to last."""
    return State.objects.filter(pk=1).values_list("seen", flat=True).first() or ""


def has_any(kind: str) -> bool:
    """Say whether anything of this kind is in the index."""
    return any(placed.kind == kind for placed in vocabulary().entries.values())


def shown(hits: Iterable[Hit], sought: Sought) -> list[Row]:
    """Return what a page shows of these answers, in their order."""
    hits = list(hits)
    texts = {pk: (title, text) for pk, title, text in _texts(hits)}
    words = sought.words
    return [
        Row(
            hit=hit,
            title=texts[hit.entry][0],
            title_pieces=marked(texts[hit.entry][0], words),
            text_pieces=excerpt(texts[hit.entry][1], words),
        )
        for hit in hits
        if hit.entry in texts
    ]


def suggest(typed: str, *, language: str, most: int, endings: int) -> Suggested:
    """Guess what somebody means who is still typing."""
    known = vocabulary()
    sought = Asking(vocabulary=known, unfinished=True).sought(typed)
    # A title or a keyword that goes on so is what most people mean; texts are looked into where there is none.
    named = _found(known, sought, language, (), least=IN_KEYWORDS).hits
    hits = (named or _found(known, sought, language, ()).hits)[:most]
    titles = {pk: title for pk, title, _text in _texts(hits)}
    words = sought.words
    rows = [
        Row(hit=hit, title=titles[hit.entry], title_pieces=marked(titles[hit.entry], words), text_pieces=())
        for hit in hits
        if hit.entry in titles
    ]
    return Suggested(endings=_endings(known, sought, endings), rows=rows)


def _found(known: Vocabulary, sought: Sought, language: str, kinds: Collection[str], *, least: int = 0) -> Found:
    postings = dict(Word.objects.filter(spelling__in=sought.words).values_list("spelling", "postings"))
    scored = scores(sought, postings, total=len(known.entries), least=least)
    hits = _one_of_each(known, scored, language)
    counts = Counter(hit.placed.kind for hit in hits)
    return Found(
        sought=sought,
        hits=_looked_at([hit for hit in hits if not kinds or hit.kind in kinds], sought, language),
        counts=counts,
    )


def _one_of_each(known: Vocabulary, scored: Mapping[int, Score], language: str) -> list[Hit]:
    """Return the hits in order, of each thing the translation that stands first."""
    # There may be thousands: plain pairs are sorted, and nothing is made of those that are left out.
    placed = known.entries
    ranked = sorted(
        (_rank(score, placed[entry], language), entry) for entry, score in scored.items() if entry in placed
    )
    first: dict[tuple[str, str], Hit] = {}
    for _place, entry in ranked:
        thing = placed[entry]
        if (thing.kind, thing.key) not in first:
            first[thing.kind, thing.key] = Hit(entry, thing, scored[entry])
    return list(first.values())


def _rank(score: Score, placed: Placed, language: str, factor: float = 1.0) -> float:
    """Return where an entry stands: what has all the words first, then what the reader reads, then what is heavier."""
    later = 2 * (not score.is_whole) + (placed.language != language)
    return later * FAR - score.weight * placed.boost * factor


def _looked_at(hits: list[Hit], sought: Sought, language: str) -> list[Hit]:
    """Put the first ones in a better order, by their titles and texts."""
    first, rest = hits[:LOOKED_AT], hits[LOOKED_AT:]
    factors = {pk: _factor(title, text, sought) for pk, title, text in _texts(first, with_text=len(sought.parts) > 1)}
    ranks = {hit.entry: _rank(hit.score, hit.placed, language, factors.get(hit.entry, 1.0)) for hit in first}
    return [*sorted(first, key=lambda hit: (ranks[hit.entry], hit.entry)), *rest]


def _texts(hits: Iterable[Hit], *, with_text: bool = True) -> Iterable[tuple[int, str, str]]:
    fields = ("pk", "title", "text") if with_text else ("pk", "title", "language")
    return Entry.objects.filter(pk__in=[hit.entry for hit in hits]).values_list(*fields)


def _factor(title: str, text: str, sought: Sought) -> float:
    wanted, named = phrase(sought.shown_for or sought.typed), [token.spelling for token in tokens(title)]
    factor = 1 + sum(word in sought.words for word in named) / max(len(named), 1)
    if wanted == " ".join(named):
        return factor * SAME_TITLE
    if wanted in " ".join(named):
        return factor * IN_TITLE
    return factor * IN_TEXT if folded(sought.typed) in folded(text) else factor


def _endings(known: Vocabulary, sought: Sought, most: int) -> list[str]:
    """Return the likeliest words that go on like the one being typed: of the forms of a word its normal one."""
    typed = phrase(sought.shown_for or sought.typed)
    if " " in typed or len(typed) < 2:
        return []
    found: list[str] = []
    seen: set[str] = set()
    for spelling in known.beginning_with(typed):
        word = known.words[spelling]
        if seen.isdisjoint(word.forms):
            normal = next((form for form in word.forms if form in known.words and form.startswith(typed)), spelling)
            found.append(known.words[normal].written)
        seen.update(word.forms)
    return [word for word in found if phrase(word) != typed][:most]
