"""Submissions: online, after a correction, at the desk; and withdrawal."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, WrongCaseStatus, require_permission_at
from vikno.applications.events import (
    ApplicationResubmitted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    application_fields,
)
from vikno.applications.models import (
    Application,
    ApplicationChannel,
    ApplicationStatus,
    Attachment,
    CorrectionRequest,
    SearchKey,
    StatusChange,
    Submission,
)
from vikno.applications.operations import deadlines, signing
from vikno.applications.operations.drafts import ApplicationAlreadySubmitted
from vikno.applications.operations.transitions import (
    actor_ref,
    change_status,
    lock_application,
    record_case_event,
)
from vikno.applications.queries import (
    PreparedSubmission,
    details_to_send,
    prepare_submission,
    represented_to_send,
    required_level,
    search_digests,
)
from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer
from vikno.files import operations as files
from vikno.identity.levels import AssuranceLevel
from vikno.kernel.errors import Refused
from vikno.kernel.references import application_number, new_access_code
from vikno.serials.operations import next_serial


class ApplicationIncomplete(Refused):
    """Some answers are missing or wrong."""


class ApplicantNotIdentified(Refused):
    """The applicant is not identified at the level that the service requires."""


class PaperApplicationIncomplete(Refused):
    """The paper application lacks what it must have."""


@transaction.atomic
def submit(
    *, application: Application, at: datetime.datetime, level: AssuranceLevel = AssuranceLevel.NONE
) -> Application:
    """Submit the applicant's draft to the centre: it gets its number, its code and its deadline.

    `level` is the assurance with which the person in this session is identified. Raises `ApplicationAlreadySubmitted`,
    `ApplicationIncomplete`, `ApplicantNotIdentified` or `ApplicationNotSigned`, and then changes nothing.
    """
    application = lock_application(application, "service__card")
    if not application.is_draft:
        raise ApplicationAlreadySubmitted(_("This application was sent already."))
    prepared = prepare_submission(application, today=application.centre.today(at))
    _refuse_incomplete(prepared)
    _refuse_unidentified(application, level)
    signed = signing.find_signed_request(application, prepared)
    assert application.applicant is not None
    application.applicant_details = details_to_send(application)
    application.represented = represented_to_send(application)
    submission = _freeze(application, prepared, at=at)
    signing.link_to_submission(signed, submission)
    deadlines.start(application, at=at)
    change = _send(application, at=at)
    event = ApplicationSubmitted(
        **application_fields(application),
        channel=ApplicationChannel.ONLINE,
        # The capacity in which the applicant acts, never for whom.
        acts=application.represented["kind"] if application.represented else "",
        submission_id=submission.pk,
        status_change_id=change.pk,
    )
    record_case_event(application, event, actor=actor_ref(application), at=at)
    return application


@transaction.atomic
def resubmit(
    *, application: Application, at: datetime.datetime, level: AssuranceLevel = AssuranceLevel.NONE
) -> Application:
    """Submit the corrected application: the same case goes on, and its term is resumed.

    `level` is the assurance with which the person in this session is identified. Raises `WrongCaseStatus`,
    `ApplicationIncomplete`, `ApplicantNotIdentified` or `ApplicationNotSigned`, and then changes nothing.
    """
    application = lock_application(application)
    if application.status != ApplicationStatus.RETURNED:
        raise WrongCaseStatus(_("This application does not wait for a correction."))
    prepared = prepare_submission(application, today=application.centre.today(at))
    _refuse_incomplete(prepared)
    _refuse_unidentified(application, level)
    signed = signing.find_signed_request(application, prepared)
    CorrectionRequest.objects.filter(application=application, answered_at=None).update(answered_at=at)
    submission = _freeze(application, prepared, at=at)
    signing.link_to_submission(signed, submission)
    change = change_status(application, ApplicationStatus.SUBMITTED, at=at)
    deadlines.resume(application, at=at)
    event = ApplicationResubmitted(
        **application_fields(application), submission_id=submission.pk, status_change_id=change.pk
    )
    record_case_event(application, event, actor=actor_ref(application), at=at)
    return application


@transaction.atomic
def withdraw(*, application: Application, at: datetime.datetime, reason: str = "") -> Application:
    """Withdraw the application before it is decided. Raises `WrongCaseStatus`."""
    application = lock_application(application)
    change = change_status(application, ApplicationStatus.WITHDRAWN, at=at, note=reason)
    CorrectionRequest.objects.filter(application=application, answered_at=None).update(answered_at=at)
    event = ApplicationWithdrawn(**application_fields(application), status_change_id=change.pk)
    record_case_event(application, event, actor=actor_ref(application), at=at)
    return application


@dataclass(frozen=True, kw_only=True)
class PaperApplication:
    """The contents of a paper application.

    `details` has family_name, given_name and, where known, patronymic, born_on, phone, email, rnokpp; `papers` is
    `[{"name": …, "sheets": 2}]`; `scans` are files.
    """

    details: Mapping[str, str]
    papers: Sequence[Mapping[str, Any]] = ()
    scans: Sequence[files.FileUpload] = field(default_factory=tuple)


@transaction.atomic
def intake(
    *,
    service: Service,
    centre: Centre,
    officer: Officer,
    paper: PaperApplication,
    at: datetime.datetime,
    key: uuid.UUID | None = None,
) -> Application:
    """Enter a paper application: same number, code, deadline and tracking as one sent online.

    The same `key` returns the same application, so a second press of the button enters nothing.
    Raises `CaseNotYours`, `PaperApplicationIncomplete`, or what `files.store` raises, and then enters nothing.
    """
    require_permission_at(officer, CaseAction.INTAKE, centre)
    if not paper.details.get("family_name") or not paper.details.get("given_name"):
        raise PaperApplicationIncomplete(_("Enter the applicant’s family name and given name."))
    application, is_new = Application.objects.get_or_create(
        start_key=key or uuid.uuid4(),
        centre=centre,
        defaults={
            "service": service,
            "channel": ApplicationChannel.DESK,
            "applicant_details": {name: value for name, value in paper.details.items() if value},
            "started_at": at,
            "saved_at": at,
        },
    )
    if not is_new:
        return application
    for upload in paper.scans:
        stored = files.store(upload=upload, at=at)
        Attachment.objects.create(application=application, question="scan", file=stored, added_at=at)
    prepared = prepare_submission(application, today=centre.today(at))
    papers = [dict(row) for row in paper.papers]
    submission = _freeze(application, prepared, at=at, officer=officer, papers=papers)
    deadlines.start(application, at=at)
    change = _send(application, at=at, officer=officer)
    event = ApplicationSubmitted(
        **application_fields(application),
        channel=ApplicationChannel.DESK,
        submission_id=submission.pk,
        status_change_id=change.pk,
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application


def _refuse_unidentified(application: Application, level: AssuranceLevel) -> None:
    if not level.reaches(required_level(application)):
        raise ApplicantNotIdentified(
            _("For this service it must be known surely who applies. Identify yourself first.")
        )


def _refuse_incomplete(prepared: PreparedSubmission) -> None:
    if prepared.problems:
        messages = " ".join(problem.message for problem in prepared.problems)
        raise ApplicationIncomplete(_("Some answers still need your attention.") + " " + messages)


def _send(application: Application, *, at: datetime.datetime, officer: Officer | None = None) -> StatusChange:
    """Make the draft a sent application in one write: the database knows no number without the status that goes with it.

    Everybody who sends waits for the series of numbers, so this comes last.
    """
    year = application.centre.today(at).year
    application.number = application_number(year=year, serial=next_serial(f"applications:{year}"))
    application.access_code = new_access_code()
    application.submitted_at = at
    application.status = ApplicationStatus.SUBMITTED
    application.save(
        update_fields=["number", "access_code", "submitted_at", "status", "applicant_details", "represented"]
    )
    return StatusChange.objects.create(
        application=application,
        before=ApplicationStatus.DRAFT,
        after=ApplicationStatus.SUBMITTED,
        at=at,
        officer=officer,
    )


def _freeze(
    application: Application,
    prepared: PreparedSubmission,
    *,
    at: datetime.datetime,
    officer: Officer | None = None,
    papers: Sequence[dict[str, Any]] = (),
) -> Submission:
    """Store an immutable submission with its digest, and the keys by which staff find the case."""
    content = {
        "answers": prepared.answers,
        "papers": list(papers),
        "files": [
            [attachment.question, attachment.file.name, attachment.file.sha256] for attachment in prepared.attachments
        ],
    }
    submission = Submission.objects.create(
        application=application,
        number=1 if application.is_draft else application.submissions.count() + 1,
        answers=prepared.answers,
        papers=list(papers),
        sha256=hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
        at=at,
        officer=officer,
    )
    if prepared.attachments:
        submission.attachments.add(*prepared.attachments)
    SearchKey.objects.bulk_create(
        [SearchKey(application=application, digest=digest) for digest in search_digests(application, prepared.answers)],
        ignore_conflicts=True,
    )
    return submission
