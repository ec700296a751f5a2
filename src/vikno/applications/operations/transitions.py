"""What every operation is made of: lock the row, move the status, tell it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.models import Application, ApplicationStatus, StatusChange
from vikno.audit.operations import record as record_audit
from vikno.centres.models import Officer
from vikno.kernel.errors import Refused
from vikno.outbox.operations import record as record_event


class WrongCaseStatus(Refused):
    """The case has moved on, perhaps in another tab or by a colleague."""


def lock_application(application: Application) -> Application:
    """Return the row as it is now, held until the transaction ends."""
    rows = Application.objects.select_for_update(of=["self"])
    return rows.select_related("service", "centre", "form_version", "applicant").get(pk=application.pk)


def change_status(
    application: Application, status: ApplicationStatus, *, at: datetime, officer: Officer | None = None, note: str = ""
) -> None:
    """Set the status and write the change down. Raises `WrongMoment` where `MOVES` does not allow it."""
    if not application.may_become(status):
        raise WrongCaseStatus(
            _("This cannot be done now: the application is “%(status)s”. Open it again to see what happened.")
            % {"status": application.get_status_display()}
        )
    StatusChange.objects.create(
        application=application, before=application.status, after=status, at=at, officer=officer, note=note
    )
    application.status = status
    application.save(update_fields=["status"])


def record_case_event(
    application: Application, what: str, *, at: datetime, actor: str, detail: dict[str, Any] | None = None
) -> None:
    """Write the audit entry and the event `application.WHAT`. `detail` holds codes and dates, never personal data."""
    name = f"application.{what}"
    record_audit(actor=actor, action=name, subject=application.ref, at=at, detail=detail)
    payload = {
        "application": str(application.uid),
        "number": application.number,
        "service": application.service.code,
        "centre": application.centre.code,
        **(detail or {}),
        **({"quiet": True} if _quiet.get() else {}),
    }
    record_event(name=name, subject_id=application.ref, payload=payload, at=at)


# Whether what happens now is told to the applicant: whoever acts for another system says so in words of its own, or not at all.
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def mute_notifications(is_quiet: bool = True) -> Iterator[None]:
    """Mark the events of this block, so that no letter is written about them."""
    token = _quiet.set(is_quiet)
    try:
        yield
    finally:
        _quiet.reset(token)


@transaction.atomic
def report_progress(
    *, application: Application, officer: Officer, words: dict[str, str], needs_action: bool, at: datetime
) -> None:
    """Let the applicant know how it goes, in words by language, without moving the case. They name no person."""
    detail = {"words": words, "needs_action": needs_action}
    record_case_event(lock_application(application), "progressed", at=at, actor=officer.person.ref, detail=detail)


def actor_ref(application: Application, officer: Officer | None = None) -> str:
    """Return how the audit names who acted: the officer's person, or the applicant."""
    if officer is not None:
        return officer.person.ref
    assert application.applicant is not None
    return application.applicant.ref
