"""The steps that operations on an enquiry share: locking the row, changing the status, recording the event."""

from datetime import datetime

from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.centres.models import Officer
from vikno.enquiries.events import (
    EnquiryAnswered,
    EnquiryClosed,
    EnquiryEvent,
    EnquiryPassedOn,
    EnquiryTaken,
    enquiry_fields,
)
from vikno.enquiries.models import ENDED_ENQUIRY_STATUSES, Enquiry, EnquiryChange, EnquiryStatus
from vikno.kernel.errors import Refused
from vikno.outbox.operations import record_event

EVENTS_BY_STATUS: dict[EnquiryStatus, type[EnquiryEvent]] = {
    EnquiryStatus.TAKEN: EnquiryTaken,
    EnquiryStatus.ANSWERED: EnquiryAnswered,
    EnquiryStatus.PASSED_ON: EnquiryPassedOn,
    EnquiryStatus.CLOSED: EnquiryClosed,
}


class WrongEnquiryStatus(Refused):
    """The status of the enquiry has changed meanwhile, perhaps in another tab or by a colleague."""


def lock_enquiry(enquiry: Enquiry) -> Enquiry:
    """Return the row as it is now, held until the transaction ends."""
    rows = Enquiry.objects.select_for_update(of=["self"])
    return rows.select_related("centre", "officer__person").get(pk=enquiry.pk)


def change_enquiry_status(enquiry: Enquiry, status: EnquiryStatus, *, officer: Officer, at: datetime) -> None:
    """Set the status, and record the change and its event. Raises `WrongEnquiryStatus` where `ENQUIRY_MOVES` forbids it."""
    if not enquiry.may_become(status):
        raise WrongEnquiryStatus(
            _("This cannot be done now: the enquiry is “%(status)s”. Open it again to see what happened.")
            % {"status": enquiry.get_status_display()}
        )
    enquiry.status, enquiry.officer = status, officer
    enquiry.ended_at = at if status in ENDED_ENQUIRY_STATUSES else None
    enquiry.save(update_fields=["status", "officer", "ended_at", "answer", "answered_by", "note"])
    change = EnquiryChange.objects.create(enquiry=enquiry, status=status, at=at, officer=officer)
    event = EVENTS_BY_STATUS[status](**enquiry_fields(enquiry), change_id=change.pk)
    record_enquiry_event(enquiry, event, actor=officer.person.ref, at=at)


def record_enquiry_event(enquiry: Enquiry, event: EnquiryEvent, *, actor: str, at: datetime) -> None:
    """Record an event of an enquiry, and the audit entry of the same name."""
    record_audit(actor=actor, action=event.NAME, subject=enquiry.ref, at=at, detail=event.own_payload() or None)
    record_event(event, subject_id=enquiry.ref, at=at)
