"""The form, the files and the latest submission of an application."""

from django.db.models import prefetch_related_objects

from vikno.applications.models import Application, Attachment, Submission
from vikno.eforms.definition import FormDefinition


def form_of(application: Application) -> FormDefinition:
    """Return the form of this application."""
    assert application.form_version is not None
    return application.form_version.eform


def live_attachments(application: Application) -> list[Attachment]:
    """Return the files that are answers now, by question and in the order of upload."""
    rows = Attachment.objects.filter(application=application, removed_at=None)
    return list(rows.select_related("file").order_by("question", "pk"))


def latest_submission(application: Application) -> Submission | None:
    """Return the submission that the centre works on, or None."""
    return max(application.submissions.all(), key=lambda submission: submission.number, default=None)


def attachments_of(submission: Submission) -> list[Attachment]:
    """Return the files of a submission in the order of upload. They never change, so they are read once."""
    prefetch_related_objects([submission], "attachments__file")
    return sorted(submission.attachments.all(), key=lambda attachment: attachment.pk)
