"""What can be done to a service and its card: keeping what was published, and the form it is applied for with."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import CARD_PARTS, CardVersion, Service, ServiceCard
from vikno.eforms.models import EForm

# What a revision holds of a card beside its words: where the card itself stands.
_NOT_SAID = {
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "live_revision",
    "go_live_at",
    "expire_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
    "locale",
}


@transaction.atomic
def save_card_version(*, card: ServiceCard, content: Mapping[str, Any], at: datetime) -> CardVersion | None:
    """Keep what was published of an original, unless it says what its last version says already.

    Translations follow the original: what the law approves is one text.
    """
    if card.service_id is None:
        return None
    last = card.versions.order_by("number").last()
    said = _said(content)
    if last is not None and last.content == said:
        return None
    return CardVersion.objects.create(
        card=card,
        number=last.number + 1 if last else 1,
        published_at=at,
        approved_by=card.approved_by,
        content=said,
    )


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a revision says, without where its rows stand in the database: they learn it when first saved."""
    said = {name: value for name, value in content.items() if name not in _NOT_SAID}
    unplaced = {"pk": None, "card": None, "locale": None}
    rows = {name: [{**row, **unplaced} for row in said[name]] for name in CARD_PARTS if name in said}
    # A revision just made holds numbers and dates as they are; one read back holds what JSON makes of them.
    plain: dict[str, Any] = json.loads(json.dumps({**said, **rows}, cls=DjangoJSONEncoder))
    return plain


@transaction.atomic
def set_service_form(*, service: Service, form: EForm | None, actor: str, at: datetime) -> Service:
    """Have a service applied for with a form, or with none."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.form = form
    service.save(update_fields=["form"])
    detail = {"form": form.code if form else ""}
    record_audit(actor=actor, action="service.form_set", subject=f"service:{service.code}"[:80], at=at, detail=detail)
    return service
