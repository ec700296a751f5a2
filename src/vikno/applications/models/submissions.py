"""Attachments and submissions of an applicant."""

from django.db import models

from vikno.applications.models.application import Application
from vikno.centres.models import Officer
from vikno.files.models import StoredFile
from vikno.kernel.fields import EncryptedJSONField


class Attachment(models.Model):
    """A file that answers a question. One that was part of a submission is set aside, never erased."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    question = models.CharField(max_length=80)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="attachment")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "question"], name="attachment_by_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.file_id}"


class Submission(models.Model):
    """An immutable snapshot of answers and attachments. `sha256` covers both, in canonical JSON.

    `papers` lists the papers that came with it: `[{"name": …, "sheets": 2}]`.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    answers = EncryptedJSONField(default=dict)
    papers = EncryptedJSONField(default=list)
    attachments = models.ManyToManyField(Attachment, related_name="submissions", blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    # The officer who entered it at the desk.
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="submission_number_once", fields=["application", "number"])]

    def __str__(self) -> str:
        return f"submission {self.number}"
