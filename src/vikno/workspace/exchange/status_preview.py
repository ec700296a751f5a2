"""What the resident will read when a word of another system comes, before its line of the status map is kept."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from vikno.integration.models import StatusMapping

Meaning = StatusMapping.StatusMeaning
LANGUAGES = ("uk", "cs", "en")
# These always send the usual letter: it has the reasons and terms that the law asks for.
USUAL_LETTER_MEANINGS = (Meaning.RETURNED, Meaning.GRANTED, Meaning.REFUSED, Meaning.ISSUED)


@dataclass(frozen=True, kw_only=True)
class StatusPreview:
    """`read` is what stands in the chain of the case, by language; `letter` says what goes out by e-mail."""

    texts: list[tuple[str, str]]
    needs_action: bool
    letter_note: str


def build_status_preview(told: dict[str, Any]) -> StatusPreview:
    """Return what comes of the fields of a `Mapping`."""
    read = [(language, _words(told, language)) for language in LANGUAGES]
    return StatusPreview(texts=read, needs_action=told["needs_action"], letter_note=_letter(told))


def _words(told: dict[str, Any], language: str) -> str:
    if told["words_uk"]:
        return str(told[f"words_{language}"] or told["words_uk"])
    with override(language):
        return _usual(told["meaning"])


def _usual(meaning: str) -> str:
    """Return how the way of the case names this step where nobody has found other words."""
    return {
        Meaning.RECEIVED: _("Received"),
        Meaning.REGISTERED: _("Received"),
        Meaning.IN_WORK: _("Taken to work"),
        Meaning.RETURNED: _("Returned for correction"),
        Meaning.GRANTED: _("Decision made"),
        Meaning.REFUSED: _("Decision made"),
        Meaning.ISSUED: _("Result handed over"),
    }[Meaning(meaning)]


def _letter(told: dict[str, Any]) -> str:
    if told["meaning"] in USUAL_LETTER_MEANINGS:
        return _("The usual letter goes out, with reasons and terms.")
    if not told["sends_letter"]:
        return _("No letter goes out.")
    return (
        _("A letter with these words goes out.")
        if told["words_uk"]
        else _("The usual letter goes out, if there is one.")
    )
