"""Background check of a file that is too big for a request. The file is encrypted until it is read; the report stays an hour."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from vikno.files import operations as files
from vikno.files.models import StoredFile
from vikno.files.queries import read_content
from vikno.signatures.archives import ContainerFile
from vikno.signatures.models import FileCheck, FileCheckProgress
from vikno.signatures.operations import ocsp
from vikno.signatures.operations.ocsp import OcspClient
from vikno.signatures.queries import verification_report, verification_request, visitor_digest

logger = logging.getLogger(__name__)

FILE_CHECK_RETENTION = timedelta(hours=1)


@transaction.atomic
def start_file_check(
    *, file: ContainerFile, documents: Sequence[ContainerFile], session_key: str, at: datetime
) -> FileCheck:
    """Store a file, and the first of the documents beside it, for a check. The caller enqueues the task."""
    return FileCheck.objects.create(
        visitor=visitor_digest(session_key),
        names=[file.name, *(document.name for document in documents[:1])],
        file=_store(file, at),
        beside=_store(documents[0], at) if documents else None,
        brought_at=at,
    )


def _store(entry: ContainerFile, at: datetime) -> StoredFile:
    # The check has the real name, encrypted.
    return files.store_trusted(name="file", media_type="application/octet-stream", content=entry.content, at=at)


def run_file_check(*, check: FileCheck, at: datetime, ocsp_client: OcspClient | None = None) -> None:
    """Check the file, erase it, and store the report. The file is erased even after an error.

    With `ocsp_client`, the revocation status of its certificates is fetched.
    """
    if check.is_over:
        return
    check.progress = FileCheckProgress.WORKING
    check.save(update_fields=["progress"])
    try:
        contents = [read_content(stored) for stored in _stored_files(check)]
        file, *documents = [
            ContainerFile(name=name, content=content) for name, content in zip(check.names, contents, strict=True)
        ]
        if ocsp_client is None:
            report = verification_report(file.content, name=file.name, documents=documents, at=at)
        else:
            report = ocsp.verify_file_with_ocsp(
                file.content,
                name=file.name,
                documents=documents,
                request=verification_request(at),
                ocsp_client=ocsp_client,
                now=at,
            )
        values = report.as_dict()
    except Exception:
        # An unforeseen file: its name and content stay out of the log, the place of the error does not.
        logger.exception("checking a signed file")
        values = {}
    _finish(check, values)


@transaction.atomic
def _finish(check: FileCheck, report: dict[str, object]) -> None:
    stored_files = _stored_files(check)
    check.file = check.beside = None
    check.report = report
    check.progress = FileCheckProgress.DONE if report else FileCheckProgress.FAILED
    check.save(update_fields=["file", "beside", "report", "progress"])
    for stored in stored_files:
        files.erase(file=stored)


def _stored_files(check: FileCheck) -> list[StoredFile]:
    return [file for file in (check.file, check.beside) if file is not None]


def delete_expired_file_checks(*, at: datetime) -> int:
    """Erase the checks that are older than an hour, finished or not; return how many."""
    old = list(FileCheck.objects.filter(brought_at__lt=at - FILE_CHECK_RETENTION).select_related("file", "beside"))
    for check in old:
        with transaction.atomic():
            stored_files = _stored_files(check)
            check.delete()
            for stored in stored_files:
                files.erase(file=stored)
    return len(old)
