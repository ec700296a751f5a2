"""Operations on the index: updates, and the record of searches without results."""

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

# Documents per transaction: a larger batch writes shared words fewer times, a smaller one blocks other writers for less time.
BATCH_SIZE = 500
# Values per SQL statement.
VALUES_PER_STATEMENT = 2000
MAX_MISSED_SEARCHES = 1000
MAX_MISSED_LENGTH = 100
_LONG_NUMBER = re.compile(r"\d{5}")

Identity = tuple[str, str, str]
Item = TypeVar("Item")


class WordForms(NamedTuple):
    """The written form and the normal forms of a word in a document."""

    written: str
    forms: frozenset[str]


NO_FORMS = WordForms("", frozenset())


@dataclass(frozen=True, kw_only=True)
class IndexReport:
    """The numbers of entries that an update wrote and removed."""

    written: int
    removed: int


def update_index(*, documents: Iterable[SearchDocument], seen: str = "") -> IndexReport:
    """Make the index hold exactly these documents, and save the state of the content that they come from.

    Only new and changed documents are written, so a second call does nothing. Each batch is a transaction that locks the index,
    so two simultaneous calls do no harm.
    """
    entries = SearchEntry.objects.values_list("kind", "key", "language", "digest")
    obsolete = {(kind, key, language): digest for kind, key, language, digest in entries}
    changed = (document for document in documents if obsolete.pop(document.identity, "") != document.digest)
    written = sum(_write([weigh_document(document) for document in batch]) for batch in _batches(BATCH_SIZE, changed))
    removed = sum(_remove(batch) for batch in _batches(BATCH_SIZE, obsolete))
    IndexState.objects.update_or_create(pk=1, defaults={"seen": seen})
    return IndexReport(written=written, removed=removed)


@transaction.atomic
def clear_index() -> None:
    """Empty the index; synonyms and missed searches stay."""
    _lock()
    IndexedWord.objects.all().delete()
    SearchEntry.objects.all().delete()


def _batches(size: int, items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


@transaction.atomic
def _write(documents: Sequence[WeightedDocument]) -> int:
    _lock()
    by_identity = {weighted.document.identity: weighted for weighted in documents}
    # The words of each document that is in the index already.
    rows = SearchEntry.objects.filter(key__in={key for _kind, key, _language in by_identity})
    words = rows.values_list("kind", "key", "language", "spellings")
    indexed_words = {(kind, key, language): spellings for kind, key, language, spellings in words}
    entries = SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                kind=weighted.document.kind,
                key=weighted.document.key,
                language=weighted.document.language,
                title=weighted.document.title,
                text=weighted.document.text,
                boost=weighted.document.boost,
                spellings=" ".join(weighted.weights),
                digest=weighted.document.digest,
            )
            for weighted in by_identity.values()
        ],
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=["title", "text", "boost", "spellings", "digest"],
    )
    changes: dict[str, dict[int, int]] = defaultdict(dict)
    word_forms: dict[str, WordForms] = {}
    for entry, weighted in zip(entries, by_identity.values(), strict=True):
        for spelling in indexed_words.get(weighted.document.identity, "").split():
            changes[spelling][entry.pk] = 0
        for spelling, weight in weighted.weights.items():
            changes[spelling][entry.pk] = weight
            forms = word_forms.get(spelling, NO_FORMS).forms | weighted.forms[spelling]
            word_forms[spelling] = WordForms(weighted.written[spelling], forms)
    _update_postings(changes, word_forms)
    return len(entries)


@transaction.atomic
def _remove(identities: Collection[Identity]) -> int:
    _lock()
    rows = SearchEntry.objects.filter(key__in={key for _kind, key, _language in identities})
    obsolete = [entry for entry in rows if (entry.kind, entry.key, entry.language) in identities]
    changes: dict[str, dict[int, int]] = defaultdict(dict)
    for entry in obsolete:
        for spelling in entry.spellings.split():
            changes[spelling][entry.pk] = 0
    _update_postings(changes, {})
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in obsolete]).delete()
    return len(obsolete)


def _update_postings(changes: dict[str, dict[int, int]], word_forms: dict[str, WordForms]) -> None:
    """Write the new weights of words in entries; a weight of 0 removes the word from the entry."""
    for batch in _batches(VALUES_PER_STATEMENT, changes):
        stored_words = {word.spelling: word for word in IndexedWord.objects.filter(spelling__in=batch)}
        rows = []
        for spelling in batch:
            row = stored_words.get(spelling) or IndexedWord(spelling=spelling, written=spelling)
            weights = {**dict(unpack_postings(row.postings)), **changes[spelling]}
            weights = {entry: weight for entry, weight in weights.items() if weight}
            written, forms = word_forms.get(spelling, WordForms(row.written, frozenset()))
            row.written, row.forms = written, " ".join(sorted({*row.forms.split(), *forms}))
            row.count, row.postings = len(weights), pack_postings(weights)
            rows.append(row)
        IndexedWord.objects.bulk_create(
            [row for row in rows if row.count],
            update_conflicts=True,
            unique_fields=["spelling"],
            update_fields=["written", "forms", "count", "postings"],
        )
        IndexedWord.objects.filter(spelling__in=[row.spelling for row in rows if not row.count]).delete()


def _lock() -> None:
    """Lock the index against other writers, and invalidate the vocabularies cached by readers."""
    IndexState.objects.get_or_create(pk=1)
    state = IndexState.objects.select_for_update().get(pk=1)
    state.version = uuid.uuid4()
    state.save(update_fields=["version"])


def note_missed(*, words: str, language: str, at: datetime) -> None:
    """Count a search without results. Words that may identify a person are left out; the rarest searches are deleted."""
    impersonal: list[str] = []
    for chunk in words.lower().split():
        if "@" not in chunk and not _LONG_NUMBER.search(chunk):
            written = [token.written for token in tokenize(chunk)]
            impersonal += [word for word in written if not (is_cyrillic(word) and may_name_a_person(word))]
    words = " ".join(impersonal)[:MAX_MISSED_LENGTH].strip()
    if not words:
        return
    row, is_new = Missed.objects.get_or_create(words=words, defaults={"language": language, "last_at": at})
    if not is_new:
        Missed.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=at)
        return
    excess = Missed.objects.order_by("-count", "-last_at").values_list("pk", flat=True)[MAX_MISSED_SEARCHES:]
    Missed.objects.filter(pk__in=list(excess)).delete()
