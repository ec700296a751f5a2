"""The register of services as open data (law 5203-VI, art. 16). The names of the fields are a public contract."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from vikno.catalogue.models import LegalAct, Service, ServiceCard
from vikno.catalogue.queries import ServiceAvailability, titles_by_language, with_availability
from vikno.content.language_addresses import addresses_by_language
from vikno.content.service_cards.card_fields import (
    CURRENCY,
    authority_fields,
    fee_account_fields,
    legal_act_fields,
    offering_fields,
    term_unit,
)
from vikno.kernel.public_urls import absolute_url
from vikno.kernel.text import sort_key

VERSION = 1
# A spreadsheet runs a cell with such a beginning as a formula.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
LIST_SEPARATOR = " | "


def service_rows() -> list[dict[str, Any]]:
    """Return every service in use, in alphabetical order."""
    parts = ("life_events", Prefetch("card__legal_acts", queryset=LegalAct.objects.order_by("sort_order", "pk")))
    services = sorted(
        with_availability(Service.objects.in_use()).prefetch_related(*parts),
        key=lambda service: sort_key(service.title),
    )
    titles = titles_by_language(services)
    return [_entry(service, titles[service.pk]) for service in services]


def _entry(service: Service, titles: dict[str, str]) -> dict[str, Any]:
    card, ways = service.card, ServiceAvailability.of_service(service)
    events = sorted(service.life_events.all(), key=lambda event: (event.position, event.pk))
    paths = addresses_by_language("content:service", service.code, languages=titles)
    return {
        "code": service.code,
        "official_id": service.official_id,
        "title": service.title,
        "language": card.language,
        "summary": service.summary,
        "audience": service.audience,
        "category": service.category.title if service.category else "",
        "life_events": [event.code for event in events],
        "provider": authority_fields(service.authority),
        "legal_acts": [legal_act_fields(act) for act in card.legal_acts.all()],
        "fee": _fee(card),
        "term": {
            "days_least": card.term_days_least,
            "days": card.term_days,
            "unit": term_unit(card),
            "text": card.term_text,
        },
        "online": ways.online,
        "at_desk": ways.at_desk,
        "by_post": ways.by_post,
        "centres": [
            offering_fields(offering, "code", "name") | {"online": offering.online and ways.has_form}
            for offering in ways.offerings
        ],
        "approved_by": card.approved_by,
        "reviewed_on": card.reviewed_on,
        "published_at": card.last_published_at,
        "pages": {code: {"title": titles[code], "url": absolute_url(path)} for code, path in paths.items()},
    }


def _fee(card: ServiceCard) -> dict[str, Any]:
    """Return the fee; `is_free` is null where the card gives no amount."""
    return {
        "is_free": None if card.fee_amount is None else card.is_free,
        "amount": card.fee_amount,
        "currency": CURRENCY,
        "text": card.fee_text,
        "exempt": card.fee_exempt,
        **fee_account_fields(card),
    }


def csv_table(rows: Iterable[dict[str, Any]]) -> str:
    """Return the register as CSV (RFC 4180) with a byte order mark, which Excel needs to detect UTF-8."""
    out = io.StringIO()
    flat = [_flat(row) for row in rows]
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in flat)
    return "\ufeff" + out.getvalue()


COLUMNS = (
    "code", "official_id", "title", "summary", "audience", "category", "life_events",
    "provider", "provider_edrpou", "provider_address", "provider_hours", "provider_phones", "provider_email", "provider_site",
    "legal_acts", "is_free", "fee", "currency", "fee_text", "term_days_least", "term_days", "term_unit", "term_text",
    "online", "at_desk", "by_post", "centres", "approved_by", "reviewed_on", "published_at", "languages", "url",
)  # fmt: skip


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    provider, fee, term = row["provider"], row["fee"], row["term"]
    return {
        **row,
        **{f"provider_{name}": value for name, value in provider.items()},
        **{f"term_{name}": value for name, value in term.items()},
        "provider": provider["name"],
        "legal_acts": [" ".join(filter(None, (act["title"], act["number"]))) for act in row["legal_acts"]],
        "is_free": fee["is_free"],
        "fee": fee["amount"],
        "currency": fee["currency"],
        "fee_text": fee["text"],
        "centres": [place["code"] for place in row["centres"]],
        "languages": list(row["pages"]),
        "url": row["pages"].get(settings.LANGUAGE_CODE, next(iter(row["pages"].values())))["url"],
    }


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return _harmless(LIST_SEPARATOR.join(value))
    return _harmless(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text
