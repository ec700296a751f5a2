"""Rows with texts in several languages: the original in the row itself, translations in related rows."""

from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from modelcluster.models import ClusterableModel

# The languages other than the original language of content.
OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslatedTextModel(ClusterableModel):
    """A model with translations in `words`: rows with a `language` and fields of the same names.

    An empty field of a translation falls back to the original.
    """

    words: Any

    class Meta:
        abstract = True

    @cached_property
    def _by_language(self) -> dict[str, Any]:
        return {row.language: row for row in self.words.all()}

    def text_in_language(self, field: str, language: str) -> tuple[str, str]:
        """Return the text of a field for a reader of this language, and the language of that text."""
        row = self._by_language.get(language) if language != settings.LANGUAGE_CODE else None
        translated = getattr(row, field, "")
        return (translated, language) if translated else (getattr(self, field), settings.LANGUAGE_CODE)
