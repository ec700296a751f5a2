"""The files that an applicant signs: a readable PDF, and the same answers as JSON with the digest of every attachment."""

import datetime
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from vikno.applications.case_documents import rows
from vikno.applications.models import Application, Attachment, Submission
from vikno.applications.queries import (
    PreparedSubmission,
    attachments_of,
    details_to_send,
    draft_sections,
    represented_to_send,
)
from vikno.eforms.answer_display import AnswerSection
from vikno.eforms.definition import Answers
from vikno.kernel import dates, pdf_documents
from vikno.kernel.person_names import PersonName
from vikno.signatures import asic_writer

SCHEMA = "vikno-application-1"
PDF, DATA, LIST = "application.pdf", "application.json", "application-files.xml"
TEMPLATE = Path(__file__).parent / "case_documents" / "to_sign.typ"


@dataclass(frozen=True, kw_only=True)
class SubmissionContent:
    """The contents of a submission as the bytes of its JSON. The same answers and files give the same bytes."""

    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SigningPackage:
    """The files to sign by name, and the manifest that a signature covers."""

    files: dict[str, bytes]
    manifest: bytes

    def unsigned_container(self) -> bytes:
        return asic_writer.build_unsigned_asice(self.files, manifest=self.manifest)

    def signed_container(self, signature: bytes) -> bytes:
        return asic_writer.build_asice(self.files, manifest=self.manifest, signature=signature)


def current_content(application: Application, prepared: PreparedSubmission) -> SubmissionContent:
    """Return the contents of a submission made now."""
    described = _values(
        application,
        applicant=details_to_send(application),
        represented=represented_to_send(application),
        answers=prepared.answers,
        files=prepared.attachments,
    )
    return SubmissionContent(data=_canonical(described))


def submitted_content(application: Application, submission: Submission) -> SubmissionContent:
    """Return the contents of a stored submission: the same shape, with `number`, `submission` and `papers`."""
    described = _values(
        application,
        applicant=application.applicant_details,
        represented=application.represented,
        answers=submission.answers,
        files=sorted(attachments_of(submission), key=lambda attachment: attachment.question),
    )
    more = {"number": application.number, "submission": submission.number, "papers": submission.papers}
    return SubmissionContent(data=_canonical({**described, **more}))


def _values(
    application: Application,
    *,
    applicant: dict[str, Any],
    represented: dict[str, Any],
    answers: Answers,
    files: list[Attachment],
) -> dict[str, Any]:
    version, service = application.form_version, application.service
    return {
        "schema": SCHEMA,
        "application": str(application.uid),
        "service": {"code": service.code, "identifier": service.official_id, "title": service.title},
        "centre": {"code": application.centre.code, "name": application.centre.name},
        # A paper application was made with no form.
        "form": {"code": version.form.code, "version": version.number} if version else None,
        "applicant": applicant,
        "represented": represented,
        "answers": answers,
        "files": [
            {
                "question": attachment.question,
                "name": attachment.file.name,
                "size": attachment.file.size,
                "sha256": attachment.file.sha256,
            }
            for attachment in files
        ],
    }


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, default=str).encode() + b"\n"


def build_package(application: Application, content: SubmissionContent, *, at: datetime.datetime) -> SigningPackage:
    """Return the files to sign. The PDF names the digests of the JSON and of each attachment, so a signature on it covers all."""
    files = {PDF: render_pdf(application, content, draft_sections(application), at=at), DATA: content.data}
    return SigningPackage(files=files, manifest=asic_writer.build_manifest(files))


def read_package(unsigned: bytes) -> SigningPackage:
    """Return the package in an unsigned container that `build_package` made."""
    with zipfile.ZipFile(io.BytesIO(unsigned)) as archive:
        return SigningPackage(
            files={name: archive.read(name) for name in (PDF, DATA)}, manifest=archive.read(asic_writer.MANIFEST)
        )


def render_pdf(
    application: Application, content: SubmissionContent, sections: list[AnswerSection], *, at: datetime.datetime
) -> bytes:
    """Return the readable application as PDF, in the language of forms, in which its answers are too."""
    values = json.loads(content.data)
    with translation.override(settings.LANGUAGE_CODE):
        data = {
            "title": _("Application: %s") % application.service.title,
            "language": settings.LANGUAGE_CODE,
            "content_language": rows.CONTENT_LANGUAGE,
            "centre": {"name": application.centre.name, "line": application.centre.address},
            "service": application.service.title,
            "foot": _("Made on %s") % dates.format_datetime(at, application.centre.zone),
            "facts": _facts(application, values),
            "sections": [
                {"title": section.title, "rows": [{"label": row.label, "text": row.text} for row in section.rows]}
                for section in sections
            ],
            "files": [
                [file["name"], file["sha256"]] for file in [*values["files"], {"name": DATA, "sha256": content.sha256}]
            ],
            "words": {
                "page": _("Page"),
                "left_out": _("Not answered"),
                "application": _("Application"),
                "true": _("What I wrote is true. I know that false statements have legal consequences."),
                "files": _("Files that belong to this application"),
                "files_says": _("A signature on this application also covers these files: by their digests (SHA-256)."),
                "data_says": _("The file %s holds the same answers for machines.") % DATA,
            },
        }
        return pdf_documents.render(template=TEMPLATE, data=data, at=at)


def _facts(application: Application, values: dict[str, Any]) -> list[dict[str, Any]]:
    applicant = values["applicant"]
    facts = (
        (_("To whom"), application.centre.name),
        (_("Decided by"), application.service.authority.name),
        (_("Applicant"), PersonName.from_details(applicant).full),
        (_("Acts for"), values["represented"].get("name", "")),
        (_("By which document"), values["represented"].get("ground", "")),
        (_("Taxpayer number (РНОКПП)"), applicant.get("rnokpp", "")),
        (_("Phone"), applicant.get("phone", "")),
        (_("E-mail"), applicant.get("email", "")),
    )
    return [{"label": label, "text": text} for label, text in facts if text]
