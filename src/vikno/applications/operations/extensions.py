"""Extensions of the term of a case."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, WrongCaseStatus, require_possible
from vikno.applications.events import ApplicationDeadlineExtended, application_fields
from vikno.applications.models import Application
from vikno.applications.operations import deadlines
from vikno.applications.operations.refusals import CaseReasonMissing
from vikno.applications.operations.transitions import lock_application, record_case_event
from vikno.centres.models import Officer

MAX_EXTENSION_DAYS = 60


@transaction.atomic
def extend(*, application: Application, officer: Officer, days: int, reason: str, at: datetime.datetime) -> Application:
    """Extend the term, with a reason for the applicant. Raises `CaseNotYours`, `CaseReasonMissing`, `WrongCaseStatus`."""
    application = lock_application(application)
    require_possible(officer, CaseAction.EXTEND, application)
    if not reason.strip():
        raise CaseReasonMissing(_("Write why more time is needed: the applicant will read it."))
    if not 1 <= days <= MAX_EXTENSION_DAYS:
        raise WrongCaseStatus(_("Extend by 1 to %(most)d days.") % {"most": MAX_EXTENSION_DAYS})
    extension = deadlines.extend(application, days=days, reason=reason.strip(), officer=officer, at=at)
    event = ApplicationDeadlineExtended(
        **application_fields(application), days=days, due_on=extension.deadline.due_on, extension_id=extension.pk
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application
