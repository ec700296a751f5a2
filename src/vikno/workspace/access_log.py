"""Audit of views: each look at a case, its files, an enquiry or a message is recorded."""

from datetime import datetime, timedelta

from vikno.applications.models import Application
from vikno.audit.models import AuditEntry
from vikno.audit.operations import record
from vikno.enquiries.models import Enquiry
from vikno.files.models import StoredFile
from vikno.integration.models import InboundMessage
from vikno.integration.operations import audit_subject_of
from vikno.workspace.access import StaffMember

# Moving between a case and its pages is one view.
REPEAT_VIEW_INTERVAL = timedelta(minutes=10)


def log_case_view(*, case: Application, staff: StaffMember, at: datetime) -> None:
    """Record that the case was opened: once in ten minutes for each officer, every time for an auditor."""
    _log_view("application.seen", case.ref, staff=staff, at=at, detail={})


def log_file_view(*, case: Application, file: StoredFile, staff: StaffMember, at: datetime) -> None:
    """Record that a file of the case was opened, in the same way."""
    _log_view("file.seen", case.ref, staff=staff, at=at, detail={"file": str(file.uid)})


def log_enquiry_view(*, enquiry: Enquiry, staff: StaffMember, at: datetime) -> None:
    """Record that an enquiry was opened, in the same way."""
    _log_view("enquiry.seen", enquiry.ref, staff=staff, at=at, detail={})


def log_message_view(*, message: InboundMessage, staff: StaffMember, at: datetime) -> None:
    """Record that a message of another system was looked at: every time, for it holds all that came."""
    detail = {"connection": message.connection.code, "message": message.pk}
    record(actor=staff.person.ref, action="inbound.seen", subject=audit_subject_of(message), at=at, detail=detail)


def log_list_view(*, staff: StaffMember, at: datetime, detail: dict[str, str]) -> None:
    """Record that an auditor looked through the cases. Officers do it all day: there it would only hide what matters."""
    if staff.person.is_auditor:
        record(actor=staff.person.ref, action="cases.seen", subject="cases", at=at, detail=detail)


def _log_view(action: str, subject: str, *, staff: StaffMember, at: datetime, detail: dict[str, str]) -> None:
    actor = staff.person.ref
    recent = AuditEntry.objects.about(subject).filter(
        actor=actor, action=action, detail=detail, at__gt=at - REPEAT_VIEW_INTERVAL
    )
    if staff.person.is_auditor or not recent.exists():
        record(actor=actor, action=action, subject=subject, at=at, detail=detail)
