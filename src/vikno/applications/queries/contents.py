"""The form, the files and the latest submission of an application."""

from django.db.models import prefetch_related_objects

from vikno.applications.models import Application, Attachment, Submission
from vikno.eforms.definition import FormDefinition


def form_of(application: Application) -> FormDefinition:
    """Return the questions this application was made with."""
    assert application.form_version is not None
    return application.form_version.eform


def live_attachments(application: Application) -> list[Attachment]:
    """Return the files that stand as answers now, in the order they were given."""
    rows = Attachment.objects.filter(application=application, removed_at=None)
    return list(rows.select_related("file").order_by("question", "pk"))


def latest_submission(application: Application) -> Submission | None:
    """Return what the centre works on."""
    return max(application.submissions.all(), key=lambda one: one.number, default=None)


def attachments_of(submission: Submission) -> list[Attachment]:
    """Return the files that were handed in, in the order they were given: frozen with it, so that they are read once."""
    prefetch_related_objects([submission], "attachments__file")
    return sorted(submission.attachments.all(), key=lambda one: one.pk)
