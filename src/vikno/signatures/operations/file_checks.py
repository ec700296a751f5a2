"""Checking a file that is too big to be checked while somebody waits: it lies sealed until it is read, the report for an hour."""

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
from vikno.signatures.report import VerificationReport

logger = logging.getLogger(__name__)

FILE_CHECK_RETENTION = timedelta(hours=1)


@transaction.atomic
def start_file_check(
    *, file: ContainerFile, beside: Sequence[ContainerFile], session_key: str, at: datetime
) -> FileCheck:
    """Take a file to be checked; whoever calls tells the worker."""
    return FileCheck.objects.create(
        visitor=visitor_digest(session_key),
        names=[file.name, *(one.name for one in beside[:1])],
        file=_kept(file, at),
        beside=_kept(beside[0], at) if beside else None,
        brought_at=at,
    )


def _kept(entry: ContainerFile, at: datetime) -> StoredFile:
    # What it was called is told by the check, sealed.
    return files.store_trusted(name="file", media_type="application/octet-stream", content=entry.content, at=at)


def run_file_check(*, check: FileCheck, at: datetime, responders: OcspClient | None = None) -> None:
    """Check the file, erase it, and keep the report. Whatever happens, the file is not kept.

    `responders`, if given, are asked about the certificates in it.
    """
    if check.is_over:
        return
    check.progress = FileCheckProgress.WORKING
    check.save(update_fields=["progress"])
    try:
        file, *beside = [ContainerFile(name=name, content=read_content(kept)) for name, kept in _given(check)]
        report = _report(file, beside, at, responders).as_dict()
    except Exception:
        # A file that nobody foresaw: its name and content stay out of the log, where it broke does not.
        logger.exception("checking a signed file")
        report = {}
    _end(check, report)


def _report(
    file: ContainerFile, beside: Sequence[ContainerFile], at: datetime, responders: OcspClient | None
) -> VerificationReport:
    if responders is None:
        return verification_report(file.content, name=file.name, beside=beside, at=at)
    return ocsp.verify_file_with_ocsp(
        file.content, name=file.name, beside=beside, question=verification_request(at), responders=responders, now=at
    )


@transaction.atomic
def _end(check: FileCheck, report: dict[str, object]) -> None:
    gone = [kept for _name, kept in _given(check)]
    check.file = check.beside = None
    check.report = report
    check.progress = FileCheckProgress.DONE if report else FileCheckProgress.FAILED
    check.save(update_fields=["file", "beside", "report", "progress"])
    for file in gone:
        files.erase(file=file)


def _given(check: FileCheck) -> list[tuple[str, StoredFile]]:
    kept = [file for file in (check.file, check.beside) if file is not None]
    return list(zip(check.names, kept, strict=True))


def delete_expired_file_checks(*, at: datetime) -> int:
    """Erase what was brought more than an hour ago, whether it was checked or not; return how many."""
    old = list(FileCheck.objects.filter(brought_at__lt=at - FILE_CHECK_RETENTION).select_related("file", "beside"))
    for check in old:
        with transaction.atomic():
            gone = [file for file in (check.file, check.beside) if file is not None]
            check.delete()
            for file in gone:
                files.erase(file=file)
    return len(old)
