"""The lead of a case: the head of a centre takes a case back from the system that leads it, e.g. because it answers no more."""

from datetime import datetime

from django.db import transaction

from vikno.applications.access import CaseAction, CaseLedHere, require_possible
from vikno.applications.events import ApplicationTakenOver, application_fields
from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.operations import take_over
from vikno.applications.operations.transitions import lock_application, record_case_event
from vikno.centres.models import Officer
from vikno.integration.models import Connection, ExternalCase
from vikno.integration.queries import WORKSPACE

__all__ = ["CaseLedHere", "take_back_case"]


@transaction.atomic
def take_back_case(*, application: Application, officer: Officer, at: datetime) -> Application:
    """Let a case be worked on here from now on: updates of the other system move it no more, and that system is told.

    Raises `CaseNotYours`, `CaseLedHere`, `WrongCaseStatus`.
    """
    # An update of the other system locks its case first and the application after it; so does this, or both could wait for ever.
    cases = ExternalCase.objects.select_for_update(of=["self"]).select_related("connection")
    external_case = cases.filter(application=application, leads=True).first()
    application = lock_application(application)
    require_possible(officer, CaseAction.TAKE_BACK, application)
    assert external_case is not None, "a system that leads an application has a case of it"
    external_case.leads = False
    external_case.save(update_fields=["leads"])
    # The workspace may not have had the case before.
    defaults = {"leads": False, "remote": application.number or "", "assigned_at": at, "sent_at": at, "received_at": at}
    own_case, _is_new = ExternalCase.objects.get_or_create(
        connection=Connection.objects.get(code=WORKSPACE), application=application, defaults=defaults
    )
    own_case.leads = True
    own_case.save(update_fields=["leads"])
    application.led_by = None
    application.save(update_fields=["led_by"])
    if application.status == ApplicationStatus.IN_WORK and application.officer is not None:
        return take_over(application=application, officer=officer, colleague=application.officer.person.ref, at=at)
    event = ApplicationTakenOver(**application_fields(application), taken_from=external_case.connection.code)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application
