"""What the resident will read when a word of another system comes, before its line of the status map is kept."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from vikno.integration.models import Mapping

Meaning = Mapping.Meaning
LANGUAGES = ("uk", "cs", "en")
# These always send the usual letter: it has the reasons and terms that the law asks for.
USUAL_LETTER = (Meaning.RETURNED, Meaning.GRANTED, Meaning.REFUSED, Meaning.ISSUED)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`read` is what stands in the chain of the case, by language; `letter` says what goes out by e-mail."""

    read: list[tuple[str, str]]
    needs_action: bool
    letter: str


def preview_of(told: dict[str, Any]) -> Preview:
    """Return what comes of the fields of a `Mapping`."""
    read = [(language, _words(told, language)) for language in LANGUAGES]
    return Preview(read=read, needs_action=told["needs_action"], letter=_letter(told))


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
    if told["meaning"] in USUAL_LETTER:
        return _("The usual letter goes out, with reasons and terms.")
    if not told["sends_letter"]:
        return _("No letter goes out.")
    return (
        _("A letter with these words goes out.")
        if told["words_uk"]
        else _("The usual letter goes out, if there is one.")
    )
