"""Delivery of events to partner systems, and what is stored of their receipts."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from vikno.applications.events import ApplicationEvent
from vikno.integration.connectors.base import OutboundMessage
from vikno.integration.dossier import dossier_of
from vikno.integration.models import ExternalCase, Milestone
from vikno.integration.operations import feed
from vikno.integration.queries import case_on_line, cases_on_line, connector_of, is_remote_taken
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbox.models import Event

logger = logging.getLogger(__name__)


class CaseCarrier:
    """Carries events of cases to the system at the end of a line. The cases of all the events are read together."""

    def __init__(self, line: str, events: Iterable[Event]) -> None:
        self._line = line
        uids = [str(ApplicationEvent.read(event).application) for event in events]
        try:
            self._cases = {f"{case.application.uid}": case for case in cases_on_line(line, applications=uids)}
        except Exception:
            # A case that cannot be read holds up itself alone: each is read again when its turn comes.
            logger.exception("reading cases on %s", line)
            self._cases = {}

    def carry(self, event: Event, *, at: datetime) -> str:
        uid = str(ApplicationEvent.read(event).application)
        return deliver_event(event, self._cases.get(uid) or case_on_line(self._line, application=uid), at=at)


def deliver_event(event: Event, case: ExternalCase, *, at: datetime) -> str:
    """Deliver one event to the system that has the case; return the words of its receipt. Raises `Unreachable`, `Rejected`.

    It may be called again with the same event: the message has the same id, and milestones are written once.
    """
    connection = case.connection
    if not connection.is_enabled:
        raise Unreachable("The connection is switched off.")
    receipt = connector_of(connection).deliver(message_of(event, case))
    with transaction.atomic():
        locked = ExternalCase.objects.select_for_update(of=["self"]).get(pk=case.pk)
        if receipt.remote:
            refuse_taken_remote(locked, receipt.remote)
            locked.remote = receipt.remote
        milestones = []
        if locked.sent_at is None:
            locked.sent_at = at
            milestones.append(_milestone(locked, Milestone.MilestoneKind.SENT, at=at))
        if receipt.received and locked.received_at is None:
            locked.received_at = at
            milestones.append(_milestone(locked, Milestone.MilestoneKind.RECEIVED, at=at))
        Milestone.objects.bulk_create(milestones)
        locked.save(update_fields=["remote", "sent_at", "received_at"])
        if connection.is_pulled:
            feed.append(event=event, case=case, at=at)
    return receipt.words


def message_of(event: Event, case: ExternalCase) -> OutboundMessage:
    """Return the message of an event for the connection of this case."""
    return OutboundMessage(
        id=f"{event.uid}",
        name=event.name,
        at=event.happened_at,
        payload=event.payload,
        dossier=dossier_of(case.application),
        remote=case.remote,
    )


def refuse_taken_remote(case: ExternalCase, remote: str) -> None:
    """Raise `Rejected` where the other side has given this name to another case: the two would be confused."""
    if is_remote_taken(case, remote):
        raise Rejected(f"Another case is known here under the name “{remote}”.")


def add_milestone(
    case: ExternalCase, kind: str, *, at: datetime, told_at: datetime | None = None, **fields: Any
) -> Milestone:
    """Save a milestone, which the resident sees; `fields` are `words`, `note` and `needs_action` where there are any."""
    milestone = _milestone(case, kind, at=at, told_at=told_at, **fields)
    milestone.save(force_insert=True)
    return milestone


def _milestone(
    case: ExternalCase, kind: str, *, at: datetime, told_at: datetime | None = None, **fields: Any
) -> Milestone:
    return Milestone(
        connection_id=case.connection_id,
        application_id=case.application_id,
        kind=kind,
        at=told_at or at,
        noted_at=at,
        **fields,
    )
