"""Checking a file that is too big to be checked while somebody waits: it lies sealed until it is read, the report for an hour."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from vikno.files import operations as files
from vikno.files.models import StoredFile
from vikno.files.queries import content_of
from vikno.signatures.archives import Entry
from vikno.signatures.models import FileCheck, Progress
from vikno.signatures.operations import asking
from vikno.signatures.operations.asking import Responders
from vikno.signatures.queries import question, report_on, visitor_of
from vikno.signatures.report import Report

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=1)


@transaction.atomic
def begin(*, file: Entry, beside: Sequence[Entry], session_key: str, at: datetime) -> FileCheck:
    """Take a file to be checked; whoever calls tells the worker."""
    return FileCheck.objects.create(
        visitor=visitor_of(session_key),
        names=[file.name, *(one.name for one in beside[:1])],
        file=_kept(file, at),
        beside=_kept(beside[0], at) if beside else None,
        brought_at=at,
    )


def _kept(entry: Entry, at: datetime) -> StoredFile:
    # What it was called is told by the check, sealed.
    return files.keep(name="file", media_type="application/octet-stream", content=entry.content, at=at)


def carry_out(*, check: FileCheck, at: datetime, responders: Responders | None = None) -> None:
    """Check the file, erase it, and keep the report. Whatever happens, the file is not kept.

    `responders`, if given, are asked about the certificates in it.
    """
    if check.is_over:
        return
    check.progress = Progress.WORKING
    check.save(update_fields=["progress"])
    try:
        file, *beside = [Entry(name=name, content=content_of(kept)) for name, kept in _given(check)]
        report = _report(file, beside, at, responders).as_dict()
    except Exception:
        # A file that nobody foresaw: its name and content stay out of the log, where it broke does not.
        logger.exception("checking a signed file")
        report = {}
    _end(check, report)


def _report(file: Entry, beside: Sequence[Entry], at: datetime, responders: Responders | None) -> Report:
    if responders is None:
        return report_on(file.content, name=file.name, beside=beside, at=at)
    return asking.examine(
        file.content, name=file.name, beside=beside, question=question(at), responders=responders, now=at
    )


@transaction.atomic
def _end(check: FileCheck, report: dict[str, object]) -> None:
    gone = [kept for _name, kept in _given(check)]
    check.file = check.beside = None
    check.report = report
    check.progress = Progress.DONE if report else Progress.FAILED
    check.save(update_fields=["file", "beside", "report", "progress"])
    for file in gone:
        files.erase(file=file)


def _given(check: FileCheck) -> list[tuple[str, StoredFile]]:
    kept = [file for file in (check.file, check.beside) if file is not None]
    return list(zip(check.names, kept, strict=True))


def forget(*, at: datetime) -> int:
    """Erase what was brought more than an hour ago, whether it was checked or not; return how many."""
    old = list(FileCheck.objects.filter(brought_at__lt=at - KEPT).select_related("file", "beside"))
    for check in old:
        with transaction.atomic():
            gone = [file for file in (check.file, check.beside) if file is not None]
            check.delete()
            for file in gone:
                files.erase(file=file)
    return len(old)
