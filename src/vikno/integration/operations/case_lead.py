"""Taking a case back from the system that leads it: it answers no more, or the centre decides itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, CaseNotYours, require_permission
from vikno.applications.events import ApplicationTakenOver, application_fields
from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.operations import take_over
from vikno.applications.operations.transitions import record_case_event
from vikno.centres.models import Officer
from vikno.integration.models import Connection, ExternalCase
from vikno.integration.queries import WORKSPACE
from vikno.kernel.errors import Refused


class CaseLedHere(Refused):
    """No other system works on this case."""


@transaction.atomic
def take_back_case(*, application: Application, officer: Officer, at: datetime) -> Application:
    """Let a case be worked here from now on: what the other system tells of it moves it no more, and it is told so.

    Raises `NotYours`, `LedHere`.
    """
    require_permission(officer, CaseAction.TAKE, application)
    if not officer.is_head:
        raise CaseNotYours(_("Only the head of the centre can take a case back from another system."))
    led = ExternalCase.objects.select_for_update(of=["self"]).filter(application=application, leads=True)
    other = led.exclude(connection__code=WORKSPACE).first()
    if other is None:
        raise CaseLedHere(_("This case is worked on here already."))
    other.leads = False
    other.save(update_fields=["leads"])
    _lead(application, at=at)
    application = Application.objects.select_related("officer__person", "centre", "service").get(pk=application.pk)
    if application.status == ApplicationStatus.IN_WORK and application.officer is not None:
        return take_over(application=application, officer=officer, colleague=application.officer.person.ref, at=at)
    event = ApplicationTakenOver(**application_fields(application), taken_from=other.connection.code)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application


def _lead(application: Application, *, at: datetime) -> None:
    """Make the workspace lead a case. It has it from now on where it did not before."""
    known = {"leads": False, "remote": application.number or "", "assigned_at": at, "sent_at": at, "received_at": at}
    own, _made = ExternalCase.objects.get_or_create(
        connection=Connection.objects.get(code=WORKSPACE), application=application, defaults=known
    )
    own.leads = True
    own.save(update_fields=["leads"])
