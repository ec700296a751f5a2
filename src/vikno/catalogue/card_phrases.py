"""Short phrases for the facts of a card, the same on every page."""

from decimal import Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vikno.catalogue.models import CardDocument
from vikno.catalogue.queries import ServiceAvailability
from vikno.centres.working_days import DayUnit


class HasTerm(Protocol):
    """A card or a checklist term."""

    @property
    def term_days(self) -> int | None: ...
    @property
    def term_days_least(self) -> int | None: ...
    @property
    def term_unit(self) -> str: ...
    @property
    def term_text(self) -> str: ...


class HasFee(Protocol):
    """A card or a checklist fee."""

    @property
    def fee_amount(self) -> Decimal | None: ...


def term_phrase(card: HasTerm) -> str:
    """Return e.g. «up to 10 working days», the card's own words, or an empty text if the card names no term."""
    if not card.term_days:
        return card.term_text
    if card.term_days_least:
        days = {"least": card.term_days_least, "most": card.term_days}
        if card.term_unit == DayUnit.WORKING:
            return _("from %(least)d to %(most)d working days") % days
        return _("from %(least)d to %(most)d calendar days") % days
    if card.term_unit == DayUnit.WORKING:
        return ngettext("up to %d working day", "up to %d working days", card.term_days) % card.term_days
    return ngettext("up to %d calendar day", "up to %d calendar days", card.term_days) % card.term_days


def condition_phrase(document: CardDocument) -> str:
    """Return «only in some cases» for a conditional document, else an empty text."""
    return _("only in some cases") if document.is_conditional else ""


def fee_phrase(card: HasFee) -> str:
    """Return e.g. «49.92 UAH» or «free»; an empty text if the fee is not a single amount."""
    if card.fee_amount is None:
        return ""
    if card.fee_amount == 0:
        return _("free")
    return _("%(amount)s UAH") % {"amount": number_format(card.fee_amount, decimal_pos=2)}


def availability_phrase(availability: ServiceAvailability) -> str:
    """Return the places where an application for the service may be handed in."""
    match availability.online, availability.at_desk:
        case True, True:
            return _("online or at the centre")
        case True, False:
            return _("online")
        case False, True:
            return _("at the centre")
    return _("by post") if availability.by_post else _("not at our centres")
