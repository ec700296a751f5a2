"""What an applicant signs: what they see. A readable PDF, and the same answers as JSON with the digest of every file."""

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
    """What is handed in, as the bytes of its JSON: the same answers and files give the same bytes."""

    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SigningPackage:
    """The files to sign, by their names, and the manifest that a signature is made over."""

    files: dict[str, bytes]
    manifest: bytes

    def unsigned_container(self) -> bytes:
        return asic_writer.build_unsigned_asice(self.files, manifest=self.manifest)

    def signed_container(self, signature: bytes) -> bytes:
        return asic_writer.build_asice(self.files, manifest=self.manifest, signature=signature)


def current_content(application: Application, prepared: PreparedSubmission) -> SubmissionContent:
    """Return what would be handed in now."""
    described = _values(
        application,
        applicant=details_to_send(application),
        represented=represented_to_send(application),
        answers=prepared.answers,
        files=prepared.attachments,
    )
    return SubmissionContent(data=_canonical(described))


def submitted_content(application: Application, submission: Submission) -> SubmissionContent:
    """Return what was handed in: of the same shape, with what is known since, `number` and `papers`."""
    described = _values(
        application,
        applicant=application.applicant_details,
        represented=application.represented,
        answers=submission.answers,
        files=sorted(attachments_of(submission), key=lambda one: one.question),
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
        "files": [_file(one) for one in files],
    }


def _file(attachment: Attachment) -> dict[str, Any]:
    file = attachment.file
    return {"question": attachment.question, "name": file.name, "size": file.size, "sha256": file.sha256}


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, default=str).encode() + b"\n"


def build_package(application: Application, content: SubmissionContent, *, at: datetime.datetime) -> SigningPackage:
    """Return the files to sign. The PDF names the digest of the JSON and of each enclosed file, so that one page says all."""
    files = {PDF: render_pdf(application, content, draft_sections(application), at=at), DATA: content.data}
    return SigningPackage(files=files, manifest=asic_writer.build_manifest(files))


def read_package(unsigned: bytes) -> SigningPackage:
    """Return what was kept of a package that we made."""
    with zipfile.ZipFile(io.BytesIO(unsigned)) as archive:
        return SigningPackage(
            files={name: archive.read(name) for name in (PDF, DATA)}, manifest=archive.read(asic_writer.MANIFEST)
        )


def render_pdf(
    application: Application, content: SubmissionContent, sections: list[AnswerSection], *, at: datetime.datetime
) -> bytes:
    """Return the application as it is read, as PDF: in the language of forms, which its answers are in too."""
    told = json.loads(content.data)
    with translation.override(settings.LANGUAGE_CODE):
        data = {
            "title": _("Application: %s") % application.service.title,
            "language": settings.LANGUAGE_CODE,
            "content_language": rows.CONTENT_LANGUAGE,
            "centre": {"name": application.centre.name, "line": application.centre.address},
            "service": application.service.title,
            "foot": _("Made on %s") % dates.format_datetime(at, application.centre.zone),
            "facts": _facts(application, told),
            "sections": [
                {"title": one.title, "rows": [{"label": row.label, "text": row.text} for row in one.rows]}
                for one in sections
            ],
            "files": [
                [one["name"], one["sha256"]] for one in [*told["files"], {"name": DATA, "sha256": content.sha256}]
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


def _facts(application: Application, told: dict[str, Any]) -> list[dict[str, Any]]:
    known = told["applicant"]
    facts = (
        (_("To whom"), application.centre.name),
        (_("Decided by"), application.service.authority.name),
        (_("Applicant"), PersonName.from_details(known).full),
        (_("Acts for"), told["represented"].get("name", "")),
        (_("By which document"), told["represented"].get("ground", "")),
        (_("Taxpayer number (РНОКПП)"), known.get("rnokpp", "")),
        (_("Phone"), known.get("phone", "")),
        (_("E-mail"), known.get("email", "")),
    )
    return [{"label": label, "text": text} for label, text in facts if text]
