"""The officer of a case: taking it, and taking it over from a colleague."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, CaseTakenByColleague, require_possible
from vikno.applications.events import ApplicationTaken, ApplicationTakenOver, application_fields
from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.operations.registration import register
from vikno.applications.operations.transitions import change_status, lock_application, record_case_event
from vikno.centres.models import Officer


@transaction.atomic
def take(*, application: Application, officer: Officer, at: datetime.datetime, notify: bool = True) -> Application:
    """Take the case to work on it, also after a correction. Raises `CaseNotYours`, `CaseNotRegistered`, `WrongCaseStatus`.

    Another system may keep its register to itself: what it works on need not be registered here. Without `notify` the applicant
    gets no letter about it.
    """
    application = lock_application(application)
    require_possible(officer, CaseAction.TAKE, application)
    application.officer = officer
    application.save(update_fields=["officer"])
    change = change_status(application, ApplicationStatus.IN_WORK, at=at, officer=officer)
    event = ApplicationTaken(**application_fields(application), quiet=not notify, status_change_id=change.pk)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application


@transaction.atomic
def accept(
    *,
    application: Application,
    officer: Officer,
    at: datetime.datetime,
    number: str = "",
    on: datetime.date | None = None,
) -> Application:
    """Register the case and take it to work: two facts of one button that officers press many times a day.

    Raises what `register` and `take` raise, and then does neither.
    """
    register(application=application, officer=officer, at=at, number=number, on=on)
    return take(application=application, officer=officer, at=at)


@transaction.atomic
def take_over(*, application: Application, officer: Officer, colleague: str, at: datetime.datetime) -> Application:
    """Take over a case that a colleague works on.

    `colleague` is the `ref` of the person that the page named: if another officer has the case meanwhile, nothing changes.
    Raises `CaseNotYours`, `CaseTakenByColleague`, `WrongCaseStatus`.
    """
    application = lock_application(application)
    require_possible(officer, CaseAction.TAKE_OVER, application)
    if application.officer is None or application.officer.person.ref != colleague:
        raise CaseTakenByColleague(_("The case has passed to somebody else meanwhile. Look at it again."))
    application.officer = officer
    application.save(update_fields=["officer"])
    event = ApplicationTakenOver(**application_fields(application), taken_from=colleague)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application
