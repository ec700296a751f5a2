"""Services with their cards and e-forms, from the files of the demo."""

import json
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.html import format_html

from vikno.catalogue.models import (
    Authority,
    CardDocument,
    CardStage,
    Category,
    LegalAct,
    LifeEvent,
    Offering,
    RefusalGround,
    Service,
    ServiceCard,
)
from vikno.catalogue.operations import slugify_title
from vikno.demo.seed import checklists
from vikno.demo.seed.community import DATA, MAIN, CentresByCode, community_data
from vikno.eforms import operations as eform_operations
from vikno.eforms.definition import FormDefinition
from vikno.eforms.models import EForm
from vikno.eforms.serialization import load_definition

CARDS = DATA / "cards"
FORMS = Path(__file__).resolve().parents[1] / "forms"
Services = dict[str, Service]
# The age of the earlier card texts at the beginning of the demo.
EARLIER_TEXT_AGE = timedelta(days=200)


def form_codes() -> list[str]:
    return sorted(path.stem for path in FORMS.glob("*.json"))


def demo_definition(code: str) -> FormDefinition:
    """Return the e-form of the demo with this code."""
    return load_definition(json.loads((FORMS / f"{code}.json").read_text(encoding="utf-8")))


def make(places: CentresByCode, *, at: datetime) -> Services:
    """Publish the e-forms and the cards; return the services by code."""
    forms: dict[str, EForm] = {}
    for form_code in form_codes():
        definition = demo_definition(form_code)
        version, _outcome = eform_operations.publish_if_changed(code=form_code, definition=definition, at=at)
        forms[form_code] = version.form
    authorities = {key: Authority.objects.get(name=row["name"]) for key, row in community_data()["authorities"].items()}
    rows = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CARDS.glob("*.toml"))}
    services = {
        code: _make_service(code, row, forms=forms, authorities=authorities, places=places)
        for code, row in rows.items()
    }
    for code, row in rows.items():
        _make_card(services[code], row["card"], services=services, at=at)
    return services


def _make_service(
    code: str, row: dict[str, Any], *, forms: dict[str, EForm], authorities: dict[str, Authority], places: CentresByCode
) -> Service:
    title = row["category"]
    category, _created = Category.objects.get_or_create(title=title, defaults={"code": slugify_title(title, "theme")})
    service = Service.objects.create(
        code=code,
        title=row["title"],
        summary=row["summary"],
        authority=authorities[row["authority"]],
        audience=row.get("audience", "citizens"),
        category=category,
        keywords=row["keywords"],
        form=forms.get(row.get("form", "")),
    )
    service.life_events.set(LifeEvent.objects.filter(code__in=row["life_events"]))
    online = row.get("online_at", [])
    # The centre always offers the service, its remote desks only where the card says so.
    Offering.objects.bulk_create(
        Offering(service=service, centre=centre, online=centre_code in online, at_desk=True)
        for centre_code, centre in places.items()
        if centre_code == MAIN or row["at_desks"] or centre_code in online
    )
    return service


def _make_card(service: Service, row: dict[str, Any], *, services: Services, at: datetime) -> None:
    """Make the card and publish it as an editor does, because residents see a published revision."""
    parts = {"documents", "stages", "grounds", "fee_amount", "questions", "before"}
    card = ServiceCard(
        service=service,
        live=False,
        fee_amount=Decimal(row["fee_amount"]),
        appeal=" ".join(community_data()["how_to_complain"].split("\n")),
        more_html=format_html("<p>{}</p>", community_data()["card_note"]),
        reviewed_on=at.date(),
        questions=checklists.questions(row.get("questions", []), services=services),
        **{name: value for name, value in row.items() if name not in parts},
    )
    card.documents = _numbered(CardDocument(**document) for document in row["documents"])
    card.stages = _numbered(CardStage(**stage) for stage in row["stages"])
    card.refusal_grounds = _numbered(RefusalGround(text=text) for text in row["grounds"]["texts"])
    card.legal_acts = _numbered(LegalAct(**act) for act in community_data()["acts"])
    card.save(force_insert=True)
    if before := row.get("before"):
        _publish(card, before, at=at - EARLIER_TEXT_AGE)
    _publish(card, {name: row[name] for name in before or ()}, at=at)


def _publish(card: ServiceCard, values: dict[str, Any], *, at: datetime) -> None:
    """Publish these values of the card's fields with the publication date `at`."""
    for name, value in values.items():
        setattr(card, name, Decimal(value) if name == "fee_amount" else value)
    card.save_revision().publish()
    card.versions.filter(number=card.versions.count()).update(published_at=at)


def _numbered(rows: Any) -> list[Any]:
    numbered = list(rows)
    for position, row in enumerate(numbered):
        row.sort_order = position
    return numbered
