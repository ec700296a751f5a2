"""Comparison of our cases with those of partner systems, and correction of what differs."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from vikno.applications.models import Application, Registration
from vikno.integration.connectors.base import CaseUpdate, Connector, RawInboundMessage
from vikno.integration.dossier import dossier_of
from vikno.integration.models import Connection, ConnectionAlert, ExternalCase
from vikno.integration.operations.alerts import raise_alert
from vikno.integration.operations.case_updates import apply_update
from vikno.integration.operations.inbound_messages import fetch_files
from vikno.integration.queries import connector_of, mapping_for_status
from vikno.kernel.errors import Refused, Rejected, Unreachable
from vikno.outbox.models import Delivery, DeliveryStatus, Event

# A closed case is compared for so long after its last status change.
CLOSED_CASES_COMPARED_FOR = timedelta(days=14)
# A delivery that is younger than this is on its way.
DELIVERY_GRACE = timedelta(minutes=5)
# The order of statuses on the way that only goes forward.
STATUS_RANK = {"submitted": 0, "returned": 0, "registered": 1, "in_work": 2, "decided": 3, "issued": 4}
MEANING_RANK = {"received": 0, "returned": 0, "registered": 1, "in_work": 2, "granted": 3, "refused": 3, "issued": 4}


@dataclass(frozen=True, kw_only=True)
class CaseDiscrepancy:
    """A difference between the two systems.

    `kind` is unsent, given_up, unknown_there, status, registration, files, results or unreachable. `here` and `there` are
    statuses, numbers or names of files, never of people.
    """

    connection: str
    application: str
    kind: str
    here: str = ""
    there: str = ""
    is_mended: bool = False


def reconcile(*, at: datetime) -> list[CaseDiscrepancy]:
    """Compare every open or recently closed case; return the differences. One that remains raises an alert."""
    found = [
        discrepancy
        for connection in Connection.objects.filter(is_enabled=True)
        for discrepancy in _discrepancies(connection, at=at)
    ]
    for discrepancy in found:
        if not discrepancy.is_mended:
            connection = Connection.objects.get(code=discrepancy.connection)
            detail = f"{discrepancy.kind}: {discrepancy.here} / {discrepancy.there}"
            raise_alert(
                connection,
                ConnectionAlert.ConnectionAlertKind.DIFFERENCE,
                discrepancy.application or discrepancy.kind,
                detail=detail,
                at=at,
            )
    return found


def _discrepancies(connection: Connection, *, at: datetime) -> Iterator[CaseDiscrepancy]:
    cases = list(
        compared_cases(at=at).filter(connection=connection).select_related("connection__post__person", "application")
    )
    for case in cases:
        yield from _unsent(case, at=at)
    if connection.is_workspace:
        return
    connector = connector_of(connection)
    if not connector.can_look:
        return
    for case in cases:
        try:
            yield from _compare(case, connector, at=at) if case.remote else ()
        except (Unreachable, Rejected) as error:
            yield CaseDiscrepancy(connection=connection.code, application="", kind="unreachable", there=str(error))
            return


def compared_cases(*, at: datetime) -> QuerySet[ExternalCase]:
    """Return the cases that are compared with other systems: the open ones, and those closed recently."""
    recent = Q(application__status_changes__at__gte=at - CLOSED_CASES_COMPARED_FOR)
    return ExternalCase.objects.filter(Q(application__in=Application.objects.open()) | recent).distinct().order_by("pk")


def _unsent(case: ExternalCase, *, at: datetime) -> Iterator[CaseDiscrepancy]:
    """Yield what did not go out: an event without a delivery gets one, a delivery that was given up waits for a person."""
    line, subject = case.connection.line, case.application.ref
    if Delivery.objects.filter(consumer=line, subject_id=subject, status=DeliveryStatus.GIVEN_UP).exists():
        yield _difference(case, "given_up", here=case.application.status)
    old = Event.objects.filter(subject_id=subject, name="application.submitted", happened_at__lt=at - DELIVERY_GRACE)
    event = old.exclude(deliveries__consumer=line).first()
    if event is not None and case.sent_at is None:
        Delivery.objects.get_or_create(event=event, consumer=line, defaults={"subject_id": subject, "next_try_at": at})
        yield _difference(case, "unsent", here=case.application.status, is_mended=True)


def _compare(case: ExternalCase, connector: Connector, *, at: datetime) -> Iterator[CaseDiscrepancy]:
    update = connector.look(case.remote)
    if update is None:
        yield _difference(case, "unknown_there", here=case.application.status, is_mended=_send_again(case, at=at))
        return
    if update.holds is not None:
        digests = {file.sha256 for file in update.holds}
        enclosures = dossier_of(case.application).enclosures
        if missing := [file.name for file in enclosures if file.sha256 not in digests]:
            yield _difference(case, "files", here=", ".join(missing), is_mended=_send_again(case, at=at))
    if case.leads:
        yield from _status_differences(case, connector, update, at=at)


def _send_again(case: ExternalCase, *, at: datetime) -> bool:
    """Let the last submission go out once more, which changes nothing where it is complete. Return False if it cannot."""
    sent = Delivery.objects.filter(consumer=case.connection.line, subject_id=case.application.ref)
    sent = sent.filter(event__name__in=["application.submitted", "application.resubmitted"])
    last = sent.order_by("-event").first()
    if last is None or last.status != DeliveryStatus.DONE:
        return False
    Delivery.objects.filter(pk=last.pk).update(status=DeliveryStatus.WAITING, attempts=0, next_try_at=at)
    return True


def _status_differences(
    case: ExternalCase, connector: Connector, update: CaseUpdate, *, at: datetime
) -> Iterator[CaseDiscrepancy]:
    """Apply the state of the case there where it is ahead of ours, and yield what differed."""
    before = _differences(case, update)
    if not before or (update.at and update.at + update.settles_in > at):
        return
    incoming = RawInboundMessage(id=f"look:{case.remote}", kind="look", body=b"")
    try:
        # Without time and order: this is the present state.
        current = dataclasses.replace(update, at=None, order=None)
        stored = fetch_files(connector, current, incoming, at=at)
        with transaction.atomic():
            apply_update(update=current, case=case, files=stored, at=at)
    except (Refused, Unreachable, Rejected):
        after = before
    else:
        after = _differences(case, update)
    for kind, (here, there) in before.items():
        yield _difference(case, kind, here=here, there=there, is_mended=kind not in after)


def _differences(case: ExternalCase, update: CaseUpdate) -> dict[str, tuple[str, str]]:
    """Return the differences by kind: here and there. A case that is ahead here does not differ: it never goes back."""
    application = Application.objects.get(pk=case.application_id)
    found = {}
    mapping = mapping_for_status(case.connection, update.status) if update.status else None
    if mapping and mapping.meaning and MEANING_RANK[mapping.meaning] > STATUS_RANK.get(application.status, 9):
        found["status"] = (application.status, update.status)
    number = Registration.objects.filter(application=application).values_list("number", flat=True).first() or ""
    if update.registered and update.registered.number != number:
        found["registration"] = (number, update.registered.number)
    issued = set(application.results.filter(file__isnull=False).values_list("file__sha256", flat=True))
    missing = [file.name for file in update.files if file.sha256 and file.sha256.lower() not in issued]
    if missing:
        found["results"] = ("", ", ".join(missing))
    return found


def _difference(
    case: ExternalCase, kind: str, *, here: str = "", there: str = "", is_mended: bool = False
) -> CaseDiscrepancy:
    number = case.application.number or ""
    return CaseDiscrepancy(
        connection=case.connection.code, application=number, kind=kind, here=here, there=there, is_mended=is_mended
    )
