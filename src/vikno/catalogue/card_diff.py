"""What differs between two texts of a card, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.catalogue import card_phrases
from vikno.catalogue.models import CardDocument, LegalAct, ServiceCard

_TEXTS = (
    "title",
    "lead",
    "who_may_apply",
    "fee_text",
    "fee_exempt",
    "fee_payee",
    "fee_payee_code",
    "fee_iban",
    "fee_purpose",
    "how_to_apply",
    "online_ground",
    "working_conditions",
    "result",
    "ways_to_receive",
    "appeal",
    "more_html",
    "approved_by",
)
_ROWS = {
    "documents": gettext_lazy("documents"),
    "stages": gettext_lazy("what happens to the application"),
    "refusal_grounds": gettext_lazy("grounds for refusal"),
    "legal_acts": gettext_lazy("legal acts"),
}


@dataclass(frozen=True, kw_only=True)
class CardDifference:
    """A part that differs: what it was and what it is; either is empty where there was or is nothing."""

    part: str
    old_text: str
    new_text: str


def diff_cards(old: ServiceCard, new: ServiceCard) -> list[CardDifference]:
    """Return what the newer text changed. Rows that stand in both are left out."""
    found = [*_facts(old, new), *_texts(old, new)]
    for name, part in _ROWS.items():
        before, after = ([_row(row) for row in getattr(card, name).all()] for card in (old, new))
        gone = [row for row in before if row not in after]
        come = [row for row in after if row not in before]
        if gone or come:
            found.append(CardDifference(part=capfirst(str(part)), old_text="\n".join(gone), new_text="\n".join(come)))
    return found


def _facts(old: ServiceCard, new: ServiceCard) -> Iterator[CardDifference]:
    for part, say in ((_("Term"), _term), (_("Fee"), card_phrases.fee_phrase)):
        if say(old) != say(new):
            yield CardDifference(part=part, old_text=say(old), new_text=say(new))


def _term(card: ServiceCard) -> str:
    """Return the term with the words that stand beside the number."""
    words = card.term_text if card.term_days else ""
    return ". ".join(filter(None, (card_phrases.term_phrase(card), words)))


def _texts(old: ServiceCard, new: ServiceCard) -> Iterator[CardDifference]:
    for name in _TEXTS:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            heading = str(ServiceCard._meta.get_field(name).verbose_name)
            yield CardDifference(part=capfirst(heading), old_text=was, new_text=now)


def _row(row: object) -> str:
    match row:
        case CardDocument():
            parts = [
                row.name,
                row.detail,
                str(row.get_source_display()),
                row.register,
                card_phrases.condition_phrase(row),
            ]
        case LegalAct():
            parts = [row.title, row.number, row.articles, row.url]
        case _:
            parts = [str(row), getattr(row, "text", "")]
    return " · ".join(dict.fromkeys(filter(None, parts)))
