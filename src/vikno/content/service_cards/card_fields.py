"""Fields of a service card that its JSON and the open data share, under the names that both publish."""

from typing import Any

from vikno.catalogue.models import Authority, LegalAct, Offering, ServiceCard

CURRENCY = "UAH"
AUTHORITY_FIELDS = ("name", "edrpou", "address", "hours", "phones", "email", "site")
LEGAL_ACT_FIELDS = ("title", "number", "adopted_on", "articles", "url")
CHANNELS = ("online", "at_desk", "by_post")


def authority_fields(authority: Authority) -> dict[str, Any]:
    return {name: getattr(authority, name) for name in AUTHORITY_FIELDS}


def legal_act_fields(act: LegalAct) -> dict[str, Any]:
    return {name: getattr(act, name) for name in LEGAL_ACT_FIELDS}


def fee_account_fields(card: ServiceCard) -> dict[str, Any]:
    """Return the account to which the fee is paid."""
    return {
        "payee": card.fee_payee,
        "payee_code": card.fee_payee_code,
        "iban": card.fee_iban,
        "purpose": card.fee_purpose,
    }


def term_unit(card: ServiceCard) -> str | None:
    """Return the unit of the term, or None where the card gives no number of days."""
    return card.term_unit if card.term_days else None


def offering_fields(offering: Offering, *centre_fields: str) -> dict[str, Any]:
    """Return these fields of the centre, and by which channels it gives the service."""
    centre = {name: getattr(offering.centre, name) for name in centre_fields}
    return centre | {name: getattr(offering, name) for name in CHANNELS}


def null_empty(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the fields with None in place of an empty value of these names."""
    return {name: (value or None) if name in names else value for name, value in fields.items()}
