"""Operations on a service and its card: saved versions, and the form for online applications."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import CARD_PARTS, CardVersion, Service, ServiceCard
from vikno.eforms.models import EForm

# Fields of a revision that describe the state of the card, not its content.
_STATE_FIELDS = {
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
    """Save the published content of an original, unless it equals the content of the last version.

    Translations get no version: the law approves one text.
    """
    if card.service_id is None:
        return None
    last = card.versions.order_by("number").last()
    fields = {name: value for name, value in content.items() if name not in _STATE_FIELDS}
    # Without the keys of the rows, which are set when the rows are first saved.
    no_keys = {"pk": None, "card": None, "locale": None}
    rows = {name: [{**row, **no_keys} for row in fields[name]] for name in CARD_PARTS if name in fields}
    # A new revision holds numbers and dates as objects; a stored one holds their JSON form.
    comparable_content = json.loads(json.dumps({**fields, **rows}, cls=DjangoJSONEncoder))
    if last is not None and last.content == comparable_content:
        return None
    return CardVersion.objects.create(
        card=card,
        number=last.number + 1 if last else 1,
        published_at=at,
        approved_by=card.approved_by,
        content=comparable_content,
    )


@transaction.atomic
def set_service_form(*, service: Service, form: EForm | None, actor: str, at: datetime) -> Service:
    """Set the form that applicants for a service fill in, or none."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.form = form
    service.save(update_fields=["form"])
    detail = {"form": form.code if form else ""}
    record_audit(actor=actor, action="service.form_set", subject=f"service:{service.code}"[:80], at=at, detail=detail)
    return service
