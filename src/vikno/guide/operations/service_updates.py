"""Updates of a service and its card from a register record."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vikno.catalogue.models import Authority, CardDocument, Category, LegalAct, RefusalGround, Service, ServiceCard
from vikno.catalogue.operations import slugify_title
from vikno.guide.register_record import FieldValue, RegisterRecord
from vikno.kernel.errors import Refused

SERVICE_FIELDS = ("official_id", "title", "summary", "authority", "audience", "category", "keywords")
# The lists of a card: the model of each row, and the field with its text.
CARD_LISTS: dict[str, tuple[Callable[..., Any], str]] = {
    "documents": (CardDocument, "name"),
    "refusal_grounds": (RefusalGround, "text"),
    "legal_acts": (LegalAct, "title"),
}


class RegisterRecordIncomplete(Refused):
    """The record is not enough to create a service."""


def create_service(record: RegisterRecord) -> Service:
    """Create a service with a draft of its card; residents do not see it yet.

    Raises `RegisterRecordIncomplete` without a provider.
    """
    if not record.authority:
        raise RegisterRecordIncomplete(
            _("The file does not say who gives this service. Add it by hand, with its provider.")
        )
    code = f"{slugify_title(record.title, 'service')[:90]}-{slugify_title(record.official_id, 'x')}"
    authority, _is_new = Authority.objects.get_or_create(name=record.authority)
    service = Service(code=code, official_id=record.official_id, title=record.title, authority=authority)
    service.full_clean()
    service.save(force_insert=True)
    ServiceCard(service=service, title=record.title, live=False).save(force_insert=True)
    return service


def write_fields(service: Service, values: Mapping[str, FieldValue]) -> None:
    """Write the fields into the service and its card.

    A published card without a draft is published again. If there is a draft, the texts go into it and nothing is published,
    because the draft is somebody's unfinished work.
    """
    service_values: dict[str, Any] = {name: value for name, value in values.items() if name in SERVICE_FIELDS}
    for name, value in service_values.items():
        if name == "authority":
            service.authority, _is_new = Authority.objects.get_or_create(name=value)
        elif name == "category":
            service.category = Category.objects.filter(title=value).first() if value else None
            if value and service.category is None:
                code = slugify_title(value, "theme")
                service.category, _is_new = Category.objects.get_or_create(code=code, defaults={"title": value})
        else:
            setattr(service, name, value)
    if service_values:
        service.full_clean()
        service.save(update_fields=list(service_values))
    if card_values := {name: value for name, value in values.items() if name not in SERVICE_FIELDS}:
        _write_card(service.card, card_values)


def _write_card(card: ServiceCard, values: Mapping[str, Any]) -> None:
    may_publish = card.live and not card.has_unpublished_changes
    draft = card.get_latest_revision_as_object()
    for name, value in values.items():
        if name not in CARD_LISTS:
            setattr(draft, name, value)
            continue
        row_model, field = CARD_LISTS[name]
        existing = {getattr(row, field): row for row in getattr(draft, name).all()}
        # A row whose text stays keeps its other fields.
        rows = [existing.get(text) or row_model(**{field: text}, locale=draft.locale) for text in value]
        for position, row in enumerate(rows):
            row.sort_order = position
        getattr(draft, name).set(rows)
    draft.full_clean()
    revision = draft.save_revision()
    if may_publish:
        revision.publish()
