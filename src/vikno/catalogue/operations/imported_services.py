"""Import of a service with its card."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from vikno.audit.models import AuditEntry
from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Authority, Category, LifeEvent, Service, ServiceCard
from vikno.eforms.models import EForm
from vikno.kernel.data_import import CREATED, UNCHANGED, UPDATED, transliterate

IMPORT_ACTION = "service.imported"
# Imported life events come after those that editors have ordered.
IMPORTED_POSITION = 1000


@dataclass(frozen=True, kw_only=True)
class ImportedService:
    """A service as a file describes it: `life_events` by their titles, in order; `form` by its code, empty for none."""

    title: str
    authority: str
    audience: str
    category: str
    keywords: str
    life_events: tuple[str, ...]
    form: str


@dataclass(frozen=True, kw_only=True)
class ImportedCard:
    """The card of a service as a file describes it; editors write the other parts of a card."""

    lead: str
    more_html: str


@dataclass(frozen=True, kw_only=True)
class ServiceImportResult:
    """The outcome of an import, and the parts skipped because somebody has edited them here."""

    outcome: str
    skipped_parts: Sequence[str] = ()


@transaction.atomic
def upsert_service(
    *, source_id: str, code: str, given: ImportedService, card: ImportedCard, is_active: bool, at: datetime
) -> ServiceImportResult:
    """Create the service of a file with a published card, or update both.

    The service and its card are each left unchanged if somebody has edited them here since the last import. `is_active`
    applies to a new service only. Raises `ValidationError` for invalid values; then nothing has changed.
    """
    service = Service.objects.select_for_update().filter(source_id=source_id).first()
    if service is None:
        service = Service(source_id=source_id, code=code, is_active=is_active)
        _write(service, given)
        _publish(ServiceCard(service=service, live=False), card)
        _record_import(service, at)
        return ServiceImportResult(outcome=CREATED)
    is_same = {"service": _service_values(service) == given, "card": _card_values(service) == card}
    changed = [part for part in is_same if not is_same[part]]
    skipped = [part for part in changed if not _is_as_imported(service, part)]
    if "service" in changed and "service" not in skipped:
        _write(service, given)
    if "card" in changed and "card" not in skipped:
        _publish(service.card, card)
    if len(skipped) == len(changed):
        return ServiceImportResult(outcome=UNCHANGED, skipped_parts=skipped)
    _record_import(service, at, skipped=skipped)
    return ServiceImportResult(outcome=UPDATED, skipped_parts=skipped)


def _write(service: Service, given: ImportedService) -> None:
    service.title, service.audience = given.title, given.audience
    service.category = Category.objects.filter(title=given.category).first() if given.category else None
    if given.category and service.category is None:
        service.category, _is_new = Category.objects.get_or_create(
            code=slugify_title(given.category, "theme"), defaults={"title": given.category}
        )
    service.keywords = given.keywords
    service.authority, _is_new = Authority.objects.get_or_create(name=given.authority)
    service.form = EForm.objects.filter(code=given.form).first()
    service.full_clean()
    fields = ["title", "audience", "category", "keywords", "authority", "form"]
    if service.pk is None:
        service.save(force_insert=True)
    else:
        service.save(update_fields=fields)
    life_events = []
    for title in given.life_events:
        # A new life event comes after the existing ones.
        existing = LifeEvent.objects.filter(title=title).order_by("pk").first()
        defaults = {"title": title, "position": IMPORTED_POSITION}
        life_events.append(
            existing or LifeEvent.objects.get_or_create(code=slugify_title(title, "event"), defaults=defaults)[0]
        )
    service.life_events.set(life_events)


def slugify_title(title: str, default: str) -> str:
    """Return the form of a title for an address."""
    return re.sub(r"[^a-z0-9]+", "-", transliterate(title).lower()).strip("-")[:60] or default


def _publish(card: ServiceCard, given: ImportedCard) -> None:
    """Publish a revision, as editors do: the published revisions of a card are its versions."""
    card.lead, card.more_html = given.lead, given.more_html
    if card.pk is None:
        card.save(force_insert=True)
    card.save_revision().publish()


def _service_values(service: Service) -> ImportedService:
    events = sorted(event.title for event in service.life_events.all())
    return ImportedService(
        title=service.title,
        authority=service.authority.name,
        audience=service.audience,
        category=service.category.title if service.category else "",
        keywords=service.keywords,
        life_events=tuple(events),
        form=service.form.code if service.form else "",
    )


def _card_values(service: Service) -> ImportedCard | None:
    card = ServiceCard.objects.filter(service=service).first()
    return card and ImportedCard(lead=card.lead, more_html=card.more_html)


def _is_as_imported(service: Service, part: str) -> bool:
    if (
        part == "card"
        and not ServiceCard.objects.filter(service=service, live=True, has_unpublished_changes=False).exists()
    ):
        return False
    imported = AuditEntry.objects.about(_ref(service)).filter(action=IMPORT_ACTION).last()
    return imported is not None and imported.detail.get(part) == _digests(service)[part]


def _record_import(service: Service, at: datetime, skipped: Sequence[str] = ()) -> None:
    """Record digests of the imported parts: a part that differs from its digest later was edited here."""
    detail = {part: digest for part, digest in _digests(service).items() if part not in skipped}
    record_audit(actor="import", action=IMPORT_ACTION, subject=_ref(service), at=at, detail=detail)


def _digests(service: Service) -> dict[str, str]:
    return {"service": _digest(_service_values(service)), "card": _digest(_card_values(service))}


def _digest(values: ImportedService | ImportedCard | None) -> str:
    return hashlib.sha256(
        json.dumps(values and asdict(values), ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def _ref(service: Service) -> str:
    return f"service:{service.source_id}"[:80]
