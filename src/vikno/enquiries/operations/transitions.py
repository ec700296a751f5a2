"""What every operation on an enquiry is made of: lock the row, move it, tell it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.centres.models import Officer
from vikno.enquiries.models import ENDED_ENQUIRY_STATUSES, Enquiry, EnquiryChange, EnquiryStatus
from vikno.kernel.errors import Refused
from vikno.outbox.operations import record as record_event


class WrongEnquiryStatus(Refused):
    """The enquiry has moved on, perhaps in another tab or by a colleague."""


def lock_enquiry(enquiry: Enquiry) -> Enquiry:
    """Return the row as it is now, held until the transaction ends."""
    rows = Enquiry.objects.select_for_update(of=["self"])
    return rows.select_related("centre", "officer__person").get(pk=enquiry.pk)


def change_enquiry_status(enquiry: Enquiry, status: EnquiryStatus, *, officer: Officer, at: datetime) -> None:
    """Set the state and write the change down. Raises `WrongMoment` where `ENQUIRY_MOVES` does not allow it."""
    if not enquiry.may_become(status):
        raise WrongEnquiryStatus(
            _("This cannot be done now: the enquiry is “%(status)s”. Open it again to see what happened.")
            % {"status": enquiry.get_status_display()}
        )
    enquiry.status, enquiry.officer = status, officer
    enquiry.ended_at = at if status in ENDED_ENQUIRY_STATUSES else None
    enquiry.save(update_fields=["status", "officer", "ended_at", "answer", "answered_by", "note"])
    EnquiryChange.objects.create(enquiry=enquiry, status=status, at=at, officer=officer)
    record_enquiry_event(enquiry, status, at=at, actor=officer.person.ref)


def record_enquiry_event(
    enquiry: Enquiry, what: str, *, at: datetime, actor: str, detail: dict[str, Any] | None = None
) -> None:
    """Write the audit entry and the event `enquiry.WHAT`. `detail` holds codes, never personal data."""
    name = f"enquiry.{what}"
    record_audit(actor=actor, action=name, subject=enquiry.ref, at=at, detail=detail)
    payload = {"enquiry": str(enquiry.uid), "number": enquiry.number, "centre": enquiry.centre.code, **(detail or {})}
    record_event(name=name, subject_id=enquiry.ref, payload=payload, at=at)
