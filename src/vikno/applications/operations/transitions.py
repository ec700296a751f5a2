"""Steps that operations share: lock the row, change the status, record the event."""

from datetime import datetime

from django.db import transaction

from vikno.applications.access import require_transition
from vikno.applications.events import ApplicationEvent, ApplicationProgressed, application_fields
from vikno.applications.models import Application, ApplicationStatus, StatusChange
from vikno.audit.operations import record as record_audit
from vikno.centres.models import Officer
from vikno.outbox.operations import record_event


def lock_application(application: Application, *related: str) -> Application:
    """Return the row as it is now, locked until the transaction ends, with more related rows where they are named."""
    rows = Application.objects.select_for_update(of=["self"])
    return rows.select_related("service", "centre", "form_version", "applicant", *related).get(pk=application.pk)


def change_status(
    application: Application, status: ApplicationStatus, *, at: datetime, officer: Officer | None = None, note: str = ""
) -> StatusChange:
    """Set the status; return the change, which is stored. Raises `WrongCaseStatus` where `TRANSITIONS` does not allow it."""
    require_transition(application, status)
    change = StatusChange.objects.create(
        application=application, before=application.status, after=status, at=at, officer=officer, note=note
    )
    application.status = status
    application.save(update_fields=["status"])
    return change


def record_case_event(application: Application, event: ApplicationEvent, *, actor: str, at: datetime) -> None:
    """Record an event of an application, and the audit entry of the same name."""
    record_audit(actor=actor, action=event.NAME, subject=application.ref, at=at, detail=event.own_payload() or None)
    record_event(event, subject_id=application.ref, at=at)


@transaction.atomic
def report_progress(
    *, application: Application, officer: Officer, words: dict[str, str], needs_action: bool, at: datetime
) -> None:
    """Record news of a case, in words by language, for the applicant; the case does not move. The words name no person."""
    application = lock_application(application)
    event = ApplicationProgressed(**application_fields(application), words=words, needs_action=needs_action)
    record_case_event(application, event, actor=officer.person.ref, at=at)


def actor_ref(application: Application, officer: Officer | None = None) -> str:
    """Return the `ref` of the person who acts: the officer, or the applicant."""
    if officer is not None:
        return officer.person.ref
    assert application.applicant is not None
    return application.applicant.ref
