"""Changes of the status map. Cases that stopped at an unknown status are moved on."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.integration.connectors.base import CaseUpdate, RawInboundMessage
from vikno.integration.models import Connection, ConnectionAlert, ExternalCase, InboundMessage, StatusMapping
from vikno.integration.operations.alerts import raise_alert
from vikno.integration.operations.case_updates import UpdateTooEarly, apply_update
from vikno.integration.queries import connector_of, mapping_for_status
from vikno.kernel.errors import Refused, Rejected

FIELDS = ("foreign", "meaning", "words_uk", "words_cs", "words_en", "needs_action", "sends_letter")
# So many messages of a case are searched for the status, the latest first.
MAX_MESSAGES_SEARCHED = 20


class StatusAlreadyMapped(Refused):
    """The status map has a row for this status."""


def save_status_mapping(
    *, connection: Connection, values: dict[str, Any], actor: str, at: datetime, mapping: StatusMapping | None = None
) -> tuple[StatusMapping, bool]:
    """Add a row to the status map, or change one, with the fields of a `StatusMapping`. Raises `StatusAlreadyMapped`.

    Return the row, and whether its status was unknown before: then `reapply_status_mapping` moves the cases on.
    """
    row = mapping or StatusMapping(connection=connection)
    before = row.foreign
    for name in FIELDS:
        setattr(row, name, values[name])
    row.foreign = row.foreign.strip()
    known = mapping_for_status(connection, row.foreign)
    if known is not None and known.pk != row.pk:
        raise StatusAlreadyMapped(_("The status “%s” is in the map already. Change its line.") % row.foreign)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True) if row.pk is None else row.save(update_fields=FIELDS)
        except IntegrityError:
            # Somebody added the same status at the same moment.
            raise StatusAlreadyMapped(
                _("The status “%s” is in the map already. Change its line.") % row.foreign
            ) from None
        detail = {"status": row.foreign, "means": row.meaning}
        subject = f"connection:{connection.uid}"
        record_audit(actor=actor, action="status_map.changed", subject=subject, at=at, detail=detail)
        for alert in connection.alerts.filter(kind=ConnectionAlert.ConnectionAlertKind.UNKNOWN_STATUS, cleared_at=None):
            if _is_same(alert.subject, row.foreign):
                ConnectionAlert.objects.filter(pk=alert.pk).update(cleared_at=at)
    return row, not _is_same(before, row.foreign)


@transaction.atomic
def remove_status_mapping(*, mapping: StatusMapping, actor: str, at: datetime) -> None:
    """Remove a row from the status map: its status is unknown from then on."""
    subject, detail = f"connection:{mapping.connection.uid}", {"status": mapping.foreign}
    record_audit(actor=actor, action="status_map.removed", subject=subject, at=at, detail=detail)
    mapping.delete()


def reapply_status_mapping(*, mapping: StatusMapping, at: datetime) -> int:
    """Apply the mapping to the open cases whose last status it is, as if it came now; return how many have moved or got news."""
    connection = mapping.connection
    cases = ExternalCase.objects.filter(connection=connection, leads=True).exclude(status="")
    moved = 0
    for case in cases.select_related("application").order_by("pk"):
        if not _is_same(case.status, mapping.foreign):
            continue
        update = _last_update(case, mapping)
        try:
            with transaction.atomic():
                ExternalCase.objects.filter(pk=case.pk).update(status="")
                moved += apply_update(update=update, case=case, files=(), at=at)
        except (Refused, UpdateTooEarly) as error:
            number = case.application.number or ""
            raise_alert(connection, ConnectionAlert.ConnectionAlertKind.DIFFERENCE, number, detail=str(error), at=at)
    return moved


def _last_update(case: ExternalCase, mapping: StatusMapping) -> CaseUpdate:
    """Return the update of the message that brought the status, with its note; only the status where it is not found."""
    connector = connector_of(mapping.connection)
    rows = InboundMessage.objects.filter(connection=mapping.connection, application=case.application)
    for message in rows.order_by("-received_at", "-pk")[:MAX_MESSAGES_SEARCHED]:
        incoming = RawInboundMessage(id=message.message_id, kind=message.kind, body=message.body, at=message.told_at)
        try:
            updates = connector.read(incoming)
        except Rejected:
            continue
        for update in updates:
            if _is_same(update.status, mapping.foreign):
                return CaseUpdate(status=update.status, note=update.note, who=update.who)
    return CaseUpdate(status=case.status)


def _is_same(status: str, other: str) -> bool:
    return status.strip().casefold() == other.strip().casefold()
