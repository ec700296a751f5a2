"""Rows that say the same in several languages: their own, and what rows below them say in others."""

from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from modelcluster.models import ClusterableModel

# The languages beside the one that content is written in.
OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslatedTextModel(ClusterableModel):
    """What has `words`: rows with a `language` and fields named as its own. What is empty there is said in its own words."""

    words: Any

    class Meta:
        abstract = True

    @cached_property
    def _by_language(self) -> dict[str, Any]:
        return {row.language: row for row in self.words.all()}

    def text_in_language(self, field: str, language: str) -> tuple[str, str]:
        """Return what a field says to a reader of this language, and in which language that is."""
        row = self._by_language.get(language) if language != settings.LANGUAGE_CODE else None
        translated = getattr(row, field, "")
        return (translated, language) if translated else (getattr(self, field), settings.LANGUAGE_CODE)
