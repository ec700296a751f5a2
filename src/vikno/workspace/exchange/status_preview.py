"""The preview of a line of the status map: the texts that a resident will read when the status comes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from vikno.applications.models import ApplicationStatus
from vikno.applications.status_words import TIMELINE_TITLES
from vikno.integration.models import StatusMapping

Meaning = StatusMapping.StatusMeaning
LANGUAGES = ("uk", "cs", "en")
# These always send the usual letter: it has the reasons and terms that the law asks for.
USUAL_LETTER_MEANINGS = (Meaning.RETURNED, Meaning.GRANTED, Meaning.REFUSED, Meaning.ISSUED)


@dataclass(frozen=True, kw_only=True)
class StatusPreview:
    """`texts` are the titles in the timeline of the case, by language; `letter_note` describes the letter by e-mail."""

    texts: list[tuple[str, str]]
    needs_action: bool
    letter_note: str


def build_status_preview(fields: dict[str, Any]) -> StatusPreview:
    """Return the preview of the fields of a `StatusMapping`."""
    texts = []
    for language in LANGUAGES:
        text = fields["words_uk"] and (fields[f"words_{language}"] or fields["words_uk"])
        with override(language):
            texts.append((language, str(text or _usual_title(fields["meaning"]))))
    if fields["meaning"] in USUAL_LETTER_MEANINGS:
        letter_note = _("The usual letter goes out, with reasons and terms.")
    elif not fields["sends_letter"]:
        letter_note = _("No letter goes out.")
    elif fields["words_uk"]:
        letter_note = _("A letter with these words goes out.")
    else:
        letter_note = _("The usual letter goes out, if there is one.")
    return StatusPreview(texts=texts, needs_action=fields["needs_action"], letter_note=letter_note)


def _usual_title(meaning: str) -> str:
    """Return the title of this step in the timeline of a case, for a status without words of its own."""
    match meaning:
        case Meaning.RECEIVED | Meaning.REGISTERED:
            return _("Received")
        case Meaning.GRANTED | Meaning.REFUSED:
            return str(TIMELINE_TITLES[ApplicationStatus.DECIDED])
    return str(TIMELINE_TITLES[meaning])
