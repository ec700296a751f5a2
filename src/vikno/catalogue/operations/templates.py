"""Operations on templates: new versions of a file, and the count of downloads."""

import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.catalogue.docx_templates import find_placeholders
from vikno.catalogue.models import Template, TemplateDownload, TemplateVersion
from vikno.files import office_documents
from vikno.files import operations as files
from vikno.files.operations import FileUpload
from vikno.kernel.errors import Refused


class TemplateFileUnchanged(Refused):
    """The file is the same as the current version's."""


def check_template_file(upload: FileUpload) -> list[str]:
    """Return the placeholders of a file. Raises `Refused` if the file cannot be a template."""
    media_type = files.check_upload(upload, policy=files.PUBLIC_FILE_POLICY)
    return find_placeholders(upload.content) if media_type == office_documents.DOCX else []


def refuse_unchanged_file(*, version: TemplateVersion | None, upload: FileUpload) -> None:
    """Raise `TemplateFileUnchanged` if this is the file of that version."""
    if version is not None and files.is_same_file(version.file, upload):
        raise TemplateFileUnchanged(
            _("This file is the current version already. Choose another one, or leave the field empty.")
        )


@transaction.atomic
def add_template_version(
    *, template: Template, upload: FileUpload, label: str, dated_on: datetime.date, actor: str, at: datetime.datetime
) -> TemplateVersion:
    """Make a file the current version of a template; earlier versions stay readable.

    Raises `TemplateFileUnchanged`, or the refusal of a file check; then nothing has changed.
    """
    template = Template.objects.select_for_update(of=["self"]).get(pk=template.pk)
    last = template.versions.select_related("file").order_by("-number").first()
    refuse_unchanged_file(version=last, upload=upload)
    placeholders = check_template_file(upload)
    version = TemplateVersion(
        template=template,
        number=last.number + 1 if last else 1,
        label=label,
        dated_on=dated_on,
        file=files.store(upload=upload, at=at, policy=files.PUBLIC_FILE_POLICY),
        placeholders=placeholders,
        added_at=at,
    )
    version.save(force_insert=True)
    detail = {"number": version.number, "sha256": version.file.sha256}
    record_audit(actor=actor, action="template.version_added", subject=template.ref, at=at, detail=detail)
    return version


@transaction.atomic
def update_version_details(*, version: TemplateVersion, label: str, dated_on: datetime.date) -> None:
    """Correct the label and date of a version; its file never changes."""
    version.label, version.dated_on = label, dated_on
    version.save(update_fields=["label", "dated_on"])


def count_template_download(*, template: Template, on: datetime.date) -> None:
    """Count one more download on this day. Nothing about the reader is stored."""
    today = TemplateDownload.objects.filter(template=template, on=on)
    if today.update(count=F("count") + 1):
        return
    # Of two simultaneous first downloads of a day, one creates the row and the other adds to it.
    _row, is_new = TemplateDownload.objects.get_or_create(template=template, on=on, defaults={"count": 1})
    if not is_new:
        today.update(count=F("count") + 1)
