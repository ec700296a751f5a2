"""The index: entries, their words, and searches without results."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from vikno.search.tokenizer import WORD_LIMIT


class SearchEntry(models.Model):
    """A text that can be found, as it was indexed. `spellings` are its words, needed to remove it from the index."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    boost = models.PositiveSmallIntegerField(default=100)
    spellings = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "search_entry"
        constraints = [models.UniqueConstraint(name="search_entry_once", fields=["kind", "key", "language"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"


class IndexedWord(models.Model):
    """A word of the index by its normalized spelling: its written form, its normal forms, and the entries that contain it.

    The entries are packed (see `postings`): a row for each word of each text would mean millions of rows, and thousands of them
    per query.
    """

    spelling = models.CharField(primary_key=True, max_length=WORD_LIMIT)
    written = models.CharField(max_length=WORD_LIMIT)
    forms = models.TextField()
    count = models.PositiveIntegerField()
    postings = models.BinaryField()

    class Meta:
        db_table = "search_word"

    def __str__(self) -> str:
        return self.spelling


class IndexState(models.Model):
    """The single row that writers of the index lock. `version` is new after each change.

    `seen` identifies the state of the content that the index was last updated to.
    """

    version = models.UUIDField(default=uuid.uuid4)
    seen = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "search_state"

    def __str__(self) -> str:
        return str(self.version)


class Synonyms(models.Model):
    """Phrases with the same meaning in a search: «прописка», «реєстрація місця проживання»."""

    phrases = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return " = ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]


class Missed(models.Model):
    """A search without results; stored without the person, numbers and names."""

    words = models.CharField(max_length=100, unique=True)
    language = models.CharField(max_length=5)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("what people do not find")
        verbose_name_plural = _("what people do not find")

    def __str__(self) -> str:
        return self.words
