"""A case for other systems: its last submission in plain values, with files that are decrypted on demand."""

from functools import partial

from vikno.applications.models import Application, SigningRequest, Submission
from vikno.applications.queries import attachments_of, latest_submission, signatures_of, submitted_sections
from vikno.applications.signing_package import PDF, read_package, render_pdf, submitted_content
from vikno.files.queries import read_content
from vikno.integration.connectors.base import CaseDossier, EnclosedFile


def dossier_of(application: Application) -> CaseDossier:
    """Return the dossier of a case for an outside system. Nothing is decrypted or rendered before it is used."""
    submission = latest_submission(application)
    assert submission is not None, "a draft goes to nobody"
    assert application.submitted_at is not None, "a draft goes to nobody"
    deadline = getattr(application, "deadline", None)
    service, centre = application.service, application.centre
    enclosures = [
        EnclosedFile(
            key=f"{attachment.question}-{attachment.file.pk}",
            name=attachment.file.name,
            media_type=attachment.file.media_type,
            size=attachment.file.size,
            sha256=attachment.file.sha256,
            read=partial(read_content, attachment.file),
        )
        for attachment in attachments_of(submission)
    ]
    return CaseDossier(
        uid=str(application.uid),
        number=application.number or "",
        submission=submission.number,
        channel=application.channel,
        submitted_at=application.submitted_at,
        due_on=deadline.due_on if deadline else None,
        service_code=service.code,
        service_identifier=service.official_id,
        service_title=service.title,
        authority=service.authority.name,
        centre_code=centre.code,
        centre_name=centre.name,
        applicant=application.applicant_details,
        represented=application.represented,
        answers=submission.answers,
        papers=tuple(submission.papers),
        enclosures=tuple(enclosures),
        make_labelled_answers=partial(_labelled, application, submission),
        make_data=partial(_data, application, submission),
        make_pdf=partial(_pdf, application, submission),
        make_container=partial(_container, submission),
    )


def _labelled(application: Application, submission: Submission) -> tuple[tuple[str, str], ...]:
    sections = submitted_sections(application, submission)
    return tuple((row.label, row.text) for section in sections for row in section.rows)


def _data(application: Application, submission: Submission) -> bytes:
    return submitted_content(application, submission).data


def _pdf(application: Application, submission: Submission) -> bytes:
    """Return the file that was signed, or one rendered from the submission: the same bytes each time."""
    if prepared := SigningRequest.objects.filter(submission=submission).select_related("file").first():
        return read_package(read_content(prepared.file)).files[PDF]
    content = submitted_content(application, submission)
    return render_pdf(application, content, submitted_sections(application, submission), at=submission.at)


def _container(submission: Submission) -> bytes | None:
    signed = signatures_of(submission)
    return read_content(signed[-1].container) if signed else None
