"""What can be done to the index: bringing it up to date; and writing down what was looked for in vain."""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.db.models import F

from vikno.search.documents import SearchDocument
from vikno.search.models import IndexedWord, IndexState, Missed, SearchEntry
from vikno.search.morphology import may_name_a_person
from vikno.search.postings import pack_postings, unpack_postings
from vikno.search.term_weights import WeightedDocument, weigh_document
from vikno.search.tokenizer import is_cyrillic, tokenize

# How many documents one transaction writes: the words of more are written fewer times, and nobody else waits too long.
BATCH_SIZE = 500
# How many values one statement names.
VALUES_PER_STATEMENT = 2000
MOST_MISSED = 1000
MISSED_LENGTH = 100
_LONG_NUMBER = re.compile(r"\d{5}")

Identity = tuple[str, str, str]
Thing = TypeVar("Thing")


class WordForms(NamedTuple):
    """What a document says of a word: how it is written, and its normal forms."""

    written: str
    forms: frozenset[str]


NO_FORMS = WordForms("", frozenset())


@dataclass(frozen=True, kw_only=True)
class IndexReport:
    """What an indexing did."""

    written: int
    removed: int


def update_index(*, documents: Iterable[SearchDocument], seen: str = "") -> IndexReport:
    """Make the index hold these documents and no others, and remember which state of the content they were made from.

    Only what is new or has changed is read and written, so a second call does nothing. Each few hundred are a transaction of
    their own, and is judged inside it once more: two callers at once do no harm.
    """
    left = {(kind, key, language): digest for _pk, kind, key, language, digest in _entries()}
    changed = (document for document in documents if left.pop(document.identity, "") != document.digest)
    written = sum(_put([weigh_document(document) for document in some]) for some in _by(BATCH_SIZE, changed))
    removed = sum(_remove(some) for some in _by(BATCH_SIZE, left))
    IndexState.objects.update_or_create(pk=1, defaults={"seen": seen})
    return IndexReport(written=written, removed=removed)


@transaction.atomic
def clear_index() -> None:
    """Empty the index; what was looked for in vain and the synonyms stay."""
    _lock()
    IndexedWord.objects.all().delete()
    SearchEntry.objects.all().delete()


def _entries() -> Iterable[tuple[int, str, str, str, str]]:
    return SearchEntry.objects.values_list("pk", "kind", "key", "language", "digest")


def _by(length: int, things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while some := list(islice(rest, length)):
        yield some


@transaction.atomic
def _put(documents: Sequence[WeightedDocument]) -> int:
    _lock()
    by_identity = {one.document.identity: one for one in documents}
    before = _standing(by_identity)
    entries = SearchEntry.objects.bulk_create(
        [_entry(one) for one in by_identity.values()],
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=["title", "text", "boost", "spellings", "digest"],
    )
    changes: dict[str, dict[int, int]] = defaultdict(dict)
    said: dict[str, WordForms] = {}
    for entry, one in zip(entries, by_identity.values(), strict=True):
        for spelling in before.get(one.document.identity, "").split():
            changes[spelling][entry.pk] = 0
        for spelling, weight in one.weights.items():
            changes[spelling][entry.pk] = weight
            before_it = said.get(spelling, NO_FORMS)
            said[spelling] = WordForms(one.written[spelling], before_it.forms | one.forms[spelling])
    _repost(changes, said)
    return len(entries)


def _entry(one: WeightedDocument) -> SearchEntry:
    document = one.document
    return SearchEntry(
        kind=document.kind,
        key=document.key,
        language=document.language,
        title=document.title,
        text=document.text,
        boost=document.boost,
        spellings=" ".join(one.weights),
        digest=document.digest,
    )


def _standing(identities: Collection[Identity]) -> dict[Identity, str]:
    """Return the words of those of the documents that are in the index."""
    rows = SearchEntry.objects.filter(key__in={key for _kind, key, _language in identities})
    words = rows.values_list("kind", "key", "language", "spellings")
    return {(kind, key, language): spellings for kind, key, language, spellings in words}


@transaction.atomic
def _remove(identities: Collection[Identity]) -> int:
    _lock()
    rows = SearchEntry.objects.filter(key__in={key for _kind, key, _language in identities})
    gone = [entry for entry in rows if (entry.kind, entry.key, entry.language) in identities]
    changes: dict[str, dict[int, int]] = defaultdict(dict)
    for entry in gone:
        for spelling in entry.spellings.split():
            changes[spelling][entry.pk] = 0
    _repost(changes, {})
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    return len(gone)


def _repost(changes: dict[str, dict[int, int]], said: dict[str, WordForms]) -> None:
    """Write how heavily these words stand in these entries now; nought takes a word out."""
    for some in _by(VALUES_PER_STATEMENT, changes):
        standing = {word.spelling: word for word in IndexedWord.objects.filter(spelling__in=some)}
        rows = [_word(spelling, standing.get(spelling), changes[spelling], said) for spelling in some]
        IndexedWord.objects.bulk_create(
            [row for row in rows if row.count],
            update_conflicts=True,
            unique_fields=["spelling"],
            update_fields=["written", "forms", "count", "postings"],
        )
        IndexedWord.objects.filter(spelling__in=[row.spelling for row in rows if not row.count]).delete()


def _word(
    spelling: str, standing: IndexedWord | None, change: dict[int, int], said: dict[str, WordForms]
) -> IndexedWord:
    weights = dict(unpack_postings(standing.postings)) if standing else {}
    weights.update(change)
    weights = {entry: weight for entry, weight in weights.items() if weight}
    known = set(standing.forms.split()) if standing else set()
    written, forms = said.get(spelling, WordForms(standing.written if standing else spelling, frozenset()))
    return IndexedWord(
        spelling=spelling,
        written=written,
        forms=" ".join(sorted(known | forms)),
        count=len(weights),
        postings=pack_postings(weights),
    )


def _lock() -> None:
    """Wait for whoever else writes, and tell readers that what they remember is old."""
    IndexState.objects.get_or_create(pk=1)
    state = IndexState.objects.select_for_update().get(pk=1)
    state.version = uuid.uuid4()
    state.save(update_fields=["version"])


# What was looked for in vain.


def note_missed(*, words: str, language: str, at: datetime) -> None:
    """Count that nothing was found for these words. What may tell of a person is left out; the rarest give way to new ones."""
    words = " ".join(_of_nobody(words))[:MISSED_LENGTH].strip()
    if not words:
        return
    row, is_new = Missed.objects.get_or_create(words=words, defaults={"language": language, "last_at": at})
    if not is_new:
        Missed.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=at)
        return
    too_many = Missed.objects.order_by("-count", "-last_at").values_list("pk", flat=True)[MOST_MISSED:]
    Missed.objects.filter(pk__in=list(too_many)).delete()


def _of_nobody(typed: str) -> Iterator[str]:
    for chunk in typed.lower().split():
        words = [token.written for token in tokenize(chunk)]
        if "@" in chunk or _LONG_NUMBER.search(chunk) or not words:
            continue
        yield from (word for word in words if not (is_cyrillic(word) and may_name_a_person(word)))
