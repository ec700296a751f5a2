"""Differences between two texts of a card, in plain words."""

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
    """A part of a card that differs; the old or new text is empty if the part is absent there."""

    part: str
    old_text: str
    new_text: str


def diff_cards(old: ServiceCard, new: ServiceCard) -> list[CardDifference]:
    """Return the parts that the newer card changed. Rows present in both are left out."""
    compared = [
        (_("Term"), _term(old), _term(new)),
        (_("Fee"), card_phrases.fee_phrase(old), card_phrases.fee_phrase(new)),
    ]
    for field in _TEXTS:
        heading = str(ServiceCard._meta.get_field(field).verbose_name)
        compared.append((capfirst(heading), getattr(old, field), getattr(new, field)))
    for relation, part in _ROWS.items():
        old_rows, new_rows = ([_row_text(row) for row in getattr(card, relation).all()] for card in (old, new))
        removed = "\n".join(row for row in old_rows if row not in new_rows)
        added = "\n".join(row for row in new_rows if row not in old_rows)
        compared.append((capfirst(str(part)), removed, added))
    return [
        CardDifference(part=part, old_text=old_text, new_text=new_text)
        for part, old_text, new_text in compared
        if old_text != new_text
    ]


def _term(card: ServiceCard) -> str:
    """Return the term with the words that accompany the number."""
    words = card.term_text if card.term_days else ""
    return ". ".join(filter(None, (card_phrases.term_phrase(card), words)))


def _row_text(row: object) -> str:
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
