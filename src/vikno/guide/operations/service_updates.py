"""Writing what the register says into a service and its card."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel

from vikno.catalogue.models import Authority, CardDocument, Category, LegalAct, RefusalGround, Service, ServiceCard
from vikno.catalogue.operations import slugify_title
from vikno.guide.register_record import FieldValue, RegisterRecord
from vikno.kernel.errors import Refused

SERVICE_FIELDS = ("official_id", "title", "summary", "authority", "audience", "category", "keywords")
# The lists of a card: the row of each, and the field that holds its words.
CARD_LISTS: dict[str, tuple[Callable[..., Any], str]] = {
    "documents": (CardDocument, "name"),
    "refusal_grounds": (RefusalGround, "text"),
    "legal_acts": (LegalAct, "title"),
}


class RegisterRecordIncomplete(Refused):
    """The file does not say enough to make a service of it."""


def create_service(given: RegisterRecord) -> Service:
    """Make a service that residents do not see yet: its card is a draft. Raises `NotEnough` without a provider."""
    if not given.authority:
        raise RegisterRecordIncomplete(
            _("The file does not say who gives this service. Add it by hand, with its provider.")
        )
    code = f"{slugify_title(given.title, 'service')[:90]}-{slugify_title(given.official_id, 'x')}"
    authority, _made = Authority.objects.get_or_create(name=given.authority)
    service = Service(code=code, official_id=given.official_id, title=given.title, authority=authority)
    service.full_clean()
    service.save(force_insert=True)
    ServiceCard(service=service, title=given.title, live=False).save(force_insert=True)
    return service


def write_fields(service: Service, values: Mapping[str, FieldValue]) -> None:
    """Write the fields into the service and its card.

    A card that is published and has no draft is published anew. Where a draft waits, the words go into the draft: somebody
    else's unfinished work is not published with them.
    """
    own = {name: value for name, value in values.items() if name in SERVICE_FIELDS}
    if own:
        _write_service(service, own)
    if words := {name: value for name, value in values.items() if name not in SERVICE_FIELDS}:
        _write_card(service.card, words)


def _write_service(service: Service, values: Mapping[str, Any]) -> None:
    made: dict[str, Callable[[str], Any]] = {"authority": _authority, "category": _category}
    for name, value in values.items():
        setattr(service, name, made[name](value) if name in made else value)
    service.full_clean()
    service.save(update_fields=list(values))


def _authority(name: str) -> Authority:
    return Authority.objects.get_or_create(name=name)[0]


def _category(title: str) -> Category | None:
    if not title:
        return None
    known = Category.objects.filter(title=title).first()
    return known or Category.objects.get_or_create(code=slugify_title(title, "theme"), defaults={"title": title})[0]


def _write_card(card: ServiceCard, words: Mapping[str, Any]) -> None:
    may_publish = card.live and not card.has_unpublished_changes
    draft = card.get_latest_revision_as_object()
    for name, value in words.items():
        if name in CARD_LISTS:
            _set_rows(draft, name, value)
        else:
            setattr(draft, name, value)
    draft.full_clean()
    revision = draft.save_revision()
    if may_publish:
        revision.publish()


def _set_rows(draft: ClusterableModel, name: str, texts: Iterable[str]) -> None:
    """Bring the rows of a list into this order; a row whose words stay keeps what else it says."""
    row_of, field = CARD_LISTS[name]
    kept = {getattr(row, field): row for row in getattr(draft, name).all()}
    rows = []
    for number, text in enumerate(texts):
        row = kept.get(text) or row_of(**{field: text}, locale=draft.locale)
        row.sort_order = number
        rows.append(row)
    getattr(draft, name).set(rows)
