"""Issue of results."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, WrongCaseStatus, require_permission, require_possible
from vikno.applications.events import ApplicationIssued, ApplicationResultAdded, application_fields
from vikno.applications.models import Application, ApplicationStatus, Result
from vikno.applications.operations import result_seals
from vikno.applications.operations.refusals import CaseReasonMissing
from vikno.applications.operations.transitions import (
    change_status,
    lock_application,
    record_case_event,
)
from vikno.centres.models import Officer
from vikno.files import operations as files
from vikno.files.models import StoredFile
from vikno.kernel.references import new_check_code


@transaction.atomic
def issue(
    *,
    application: Application,
    officer: Officer,
    title: str,
    at: datetime.datetime,
    upload: files.FileUpload | None = None,
    file: StoredFile | None = None,
    where: str = "",
) -> Result:
    """Issue the result: an uploaded file, a stored file, or the place where the paper can be collected.

    Raises `CaseNotYours`, `CaseReasonMissing`, `WrongCaseStatus`, or what `files.store` raises.
    """
    application = lock_application(application)
    require_possible(officer, CaseAction.ISSUE, application)
    if upload is None and file is None and not where.strip():
        raise CaseReasonMissing(_("Add the result file, or write where the paper can be collected."))
    change = change_status(application, ApplicationStatus.ISSUED, at=at, officer=officer)
    stored = files.store(upload=upload, at=at) if upload else file
    result = _result(application, officer, title=title, file=stored, where=where, at=at)
    event = ApplicationIssued(
        **application_fields(application),
        as_file=stored is not None,
        result_id=result.pk,
        status_change_id=change.pk,
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return result


@transaction.atomic
def add_result(
    *, application: Application, officer: Officer, title: str, file: StoredFile, at: datetime.datetime
) -> Result | None:
    """Put one more file to a result that was handed over; nothing where it is there already. Raises `NotYours`, `WrongMoment`."""
    application = lock_application(application)
    require_permission(officer, CaseAction.ISSUE, application)
    if application.status != ApplicationStatus.ISSUED:
        raise WrongCaseStatus(_("The result has not been handed over yet."))
    if application.results.filter(file__sha256=file.sha256).exists():
        return None
    result = _result(application, officer, title=title, file=file, where="", at=at)
    event = ApplicationResultAdded(**application_fields(application), result_id=result.pk)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return result


@transaction.atomic
def mark_fetched(*, result: Result, at: datetime.datetime) -> None:
    """Store when the applicant first downloaded the result."""
    Result.objects.filter(pk=result.pk, fetched_at=None).update(fetched_at=at)


def _result(
    application: Application,
    officer: Officer,
    *,
    title: str,
    file: StoredFile | None,
    where: str,
    at: datetime.datetime,
) -> Result:
    return Result.objects.create(
        application=application,
        title=title.strip() or _("Result"),
        file=file,
        where=where.strip(),
        officer=officer,
        at=at,
        seal=result_seals.initial_seal_status(file),
        check_code=new_check_code() if file else None,
    )
