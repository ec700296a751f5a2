"""Returning a case to the applicant for correction."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, WrongCaseStatus, require_possible
from vikno.applications.events import ApplicationReturned, application_fields
from vikno.applications.models import Application, ApplicationStatus, CorrectionRequest
from vikno.applications.operations import deadlines
from vikno.applications.operations.refusals import CaseReasonMissing
from vikno.applications.operations.transitions import change_status, lock_application, record_case_event
from vikno.centres.models import Officer


@transaction.atomic
def return_for_correction(
    *,
    application: Application,
    officer: Officer,
    reason: str,
    remarks: Mapping[str, str],
    due_on: datetime.date,
    at: datetime.datetime,
) -> CorrectionRequest:
    """Ask the applicant to correct the marked answers by a date; the term is paused until they do.

    `remarks` says by question what is wrong. Raises `CaseNotYours`, `CaseTakenByColleague`, `CaseReasonMissing`,
    `WrongCaseStatus`.
    """
    application = lock_application(application)
    require_possible(officer, CaseAction.RETURN, application)
    if not reason.strip():
        raise CaseReasonMissing(_("Write why the application is returned, so that the applicant knows what to do."))
    assert application.form_version is not None, "a case without a form is not returned"
    known = {question.key for question in application.form_version.eform.questions if question.is_answerable}
    marked = {key: text.strip() for key, text in remarks.items() if key in known}
    if not marked:
        raise CaseReasonMissing(_("Mark at least one answer to be corrected."))
    if due_on <= application.centre.today(at):
        raise WrongCaseStatus(_("Give the applicant time: choose a date after today."))
    correction = CorrectionRequest.objects.create(
        application=application, reason=reason.strip(), remarks=marked, due_on=due_on, officer=officer, asked_at=at
    )
    change = change_status(application, ApplicationStatus.RETURNED, at=at, officer=officer, note=reason.strip())
    deadlines.pause(application, at=at)
    event = ApplicationReturned(
        **application_fields(application),
        questions=tuple(sorted(marked)),
        until=due_on,
        correction_id=correction.pk,
        status_change_id=change.pk,
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return correction
