"""A service card as JSON and as linked data of schema.org."""

from typing import Any

from vikno.catalogue.models import CardDocument
from vikno.content.service_cards.card_fields import (
    CURRENCY,
    authority_fields,
    fee_account_fields,
    legal_act_fields,
    null_empty,
    offering_fields,
    term_unit,
)
from vikno.content.service_cards.page import CardPage
from vikno.kernel.public_urls import public_url


def card_json(page: CardPage) -> dict[str, Any]:
    """Return the content of the page in the language of the card; missing values are null or empty."""
    card, service, version = page.card, page.service, page.version
    return {
        "code": service.code,
        "official_id": service.official_id or None,
        "url": _address(page),
        "language": card.language,
        "title": page.title,
        "lead": page.lead,
        "audience": service.audience,
        "theme": service.category.title if service.category else None,
        "provider": null_empty(authority_fields(service.authority), "edrpou")
        | {"name": service.authority.display_name},
        "centres": [offering_fields(row, "code", "name", "address") for row in page.ways.offerings],
        "can_be_applied_for_online": page.ways.online,
        "who_may_apply": card.who_may_apply,
        "documents": [_document(number, row) for number, row in enumerate(card.documents.all(), start=1)],
        "how_to_apply": card.how_to_apply,
        "online_ground": card.online_ground,
        "working_conditions": card.working_conditions,
        "fee": _fee(page),
        "term": {
            "days": card.term_days,
            "least_days": card.term_days_least,
            "unit": term_unit(card),
            "words": card.term_text,
        },
        "stages": [{"title": row.title, "text": row.text} for row in card.stages.all()],
        "refusal_grounds": [row.text for row in card.refusal_grounds.all()],
        "result": card.result,
        "ways_to_receive": card.ways_to_receive,
        "appeal": card.appeal,
        "legal_acts": [
            null_empty(legal_act_fields(act), "number", "articles", "url")
            | {"changed_on": act.changed_on, "changed_since_review": is_newer}
            for act, is_newer in page.acts
        ],
        "approved_by": card.approved_by,
        "reviewed_on": card.reviewed_on,
        "version": {"number": version.number, "in_force_since": version.published_at} if version else None,
    }


def _address(page: CardPage) -> str:
    return public_url("content:service", page.service.code, language=page.card.language)


def _document(number: int, row: CardDocument) -> dict[str, Any]:
    return {
        "number": number,
        "name": row.name,
        "detail": row.detail,
        "source": row.source,
        "register": row.register or None,
        "brought_as": row.brought_as or None,
        "only_in_some_cases": row.is_conditional,
    }


def _fee(page: CardPage) -> dict[str, Any]:
    card = page.card
    return {
        "amount": None if card.fee_amount is None else str(card.fee_amount),
        "currency": CURRENCY,
        "words": card.fee_text,
        "exempt": card.fee_exempt,
        "account": fee_account_fields(card) if card.has_account else None,
    }


def card_json_ld(page: CardPage) -> dict[str, Any]:
    """Return the card as a `GovernmentService`."""
    card, authority = page.card, page.service.authority
    offered = {"@type": "Offer", "price": str(card.fee_amount), "priceCurrency": CURRENCY}
    linked_data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": page.title,
        "description": page.lead,
        "url": _address(page),
        "identifier": page.service.official_id,
        "inLanguage": card.language,
        "serviceType": page.service.category.title if page.service.category else "",
        "serviceOperator": _drop_empty(
            {
                "@type": "GovernmentOrganization",
                "name": authority.name,
                "address": authority.address,
                "telephone": authority.phones,
                "email": authority.email,
                "url": authority.site,
            }
        ),
        "offers": offered if card.fee_amount is not None else None,
        "availableChannel": _channels(page),
    }
    return _drop_empty(linked_data)


def _channels(page: CardPage) -> list[dict[str, Any]]:
    online = {"@type": "ServiceChannel", "name": "online", "serviceUrl": _address(page)}
    desks = [
        {
            "@type": "ServiceChannel",
            "serviceLocation": {
                "@type": "GovernmentOffice",
                "name": offering.centre.name,
                "address": offering.centre.address,
            },
        }
        for offering in page.ways.offerings
        if offering.at_desk
    ]
    return [online, *desks] if page.ways.online else desks


def _drop_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
