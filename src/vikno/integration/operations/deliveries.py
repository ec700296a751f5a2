"""Handing a fact over to a partner system, and writing down what it said."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from vikno.applications.events import ApplicationEvent
from vikno.integration.connectors.base import DeliveryReceipt, OutboundMessage
from vikno.integration.dossier import dossier_of
from vikno.integration.models import ExternalCase, Milestone
from vikno.integration.operations import feed
from vikno.integration.queries import case_on_line, cases_on_line, connector_of, is_remote_taken
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbox.models import Event
from vikno.outbox.operations import Carrier

logger = logging.getLogger(__name__)


def case_carrier(events: Iterable[Event], *, line: str) -> Carrier:
    """Return who hands these events to the system at the end of a line: the cases are read together, for the price of one."""
    wanted = [str(ApplicationEvent.read(event).application) for event in events]
    try:
        read = {f"{case.application.uid}": case for case in cases_on_line(line, applications=wanted)}
    except Exception:
        # One that cannot be read holds up nobody but itself: each is read when its turn comes.
        logger.exception("reading cases on %s", line)
        read = {}

    def carry(event: Event, at: datetime) -> str:
        uid = str(ApplicationEvent.read(event).application)
        return deliver_event(event, read.get(uid) or case_on_line(line, application=uid), at=at)

    return carry


def deliver_event(event: Event, case: ExternalCase, *, at: datetime) -> str:
    """Hand one event to the system that has the case; return what it said. Raises `Unreachable`, `Rejected`.

    May be called again with the same event: the message has the same id, and what was written down is written once.
    """
    connection = case.connection
    if not connection.is_enabled:
        raise Unreachable("The connection is switched off.")
    receipt = connector_of(connection).deliver(message_of(event, case))
    with transaction.atomic():
        _note(case, event, receipt, at=at)
        if connection.is_pulled:
            feed.append(event=event, case=case, at=at)
    return receipt.words


def message_of(event: Event, case: ExternalCase) -> OutboundMessage:
    """Return an event as this connection is given it."""
    return OutboundMessage(
        id=f"{event.uid}",
        name=event.name,
        at=event.happened_at,
        payload=event.payload,
        dossier=dossier_of(case.application),
        remote=case.remote,
    )


def _note(case: ExternalCase, event: Event, receipt: DeliveryReceipt, *, at: datetime) -> None:
    case = ExternalCase.objects.select_for_update(of=["self"]).get(pk=case.pk)
    if receipt.remote:
        refuse_taken_remote(case, receipt.remote)
        case.remote = receipt.remote
    links = []
    if case.sent_at is None:
        case.sent_at = at
        links.append(_milestone(case, Milestone.MilestoneKind.SENT, at=at))
    if receipt.received and case.received_at is None:
        case.received_at = at
        links.append(_milestone(case, Milestone.MilestoneKind.RECEIVED, at=at))
    Milestone.objects.bulk_create(links)
    case.save(update_fields=["remote", "sent_at", "received_at"])


def refuse_taken_remote(case: ExternalCase, remote: str) -> None:
    """Raise `Rejected` where the other side calls another case so: the two would be mistaken for one another."""
    if is_remote_taken(case, remote):
        raise Rejected(f"Another case is known here under the name “{remote}”.")


def add_milestone(
    case: ExternalCase, kind: str, *, at: datetime, told_at: datetime | None = None, **told: Any
) -> Milestone:
    """Write a link of the chain that the resident sees: `words`, `note` and `needs_action` where there are any."""
    made = _milestone(case, kind, at=at, told_at=told_at, **told)
    made.save(force_insert=True)
    return made


def _milestone(
    case: ExternalCase, kind: str, *, at: datetime, told_at: datetime | None = None, **told: Any
) -> Milestone:
    return Milestone(
        connection_id=case.connection_id,
        application_id=case.application_id,
        kind=kind,
        at=told_at or at,
        noted_at=at,
        **told,
    )
