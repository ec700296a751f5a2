"""What can be asked: a report on a signed file, whom we trust, and what issuers said of revocation."""

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from dstu.certificates import pool_of
from dstu.revocation import OcspResponse, read_ocsp
from vikno.signatures import containers, trust, verifying
from vikno.signatures.archives import Entry, Unreadable
from vikno.signatures.models import Answer, AnswerKind, FileCheck, KnownCertificate, Listing
from vikno.signatures.report import Report
from vikno.signatures.trust import Trust
from vikno.signatures.verifying import Question


def report_on(content: bytes, *, name: str, at: datetime, beside: Iterable[Entry] = ()) -> Report:
    """Return the report on a file by what the portal trusts. Whatever the file holds, a report comes out."""
    return examine(content, name=name, beside=beside, question=question(at))


def question(at: datetime) -> Question:
    """Return what the portal asks of signatures: by whom it trusts, and as strictly as settings say."""
    return Question(trust=trusted(), at=at, revocation_needed=settings.SIGNATURES_NEED_REVOCATION)


def examine(content: bytes, *, name: str, question: Question, beside: Iterable[Entry] = ()) -> Report:
    """Return the report on a file, with the documents that its signature may be over."""
    try:
        container = containers.open_container(content, name=name, beside=beside)
    except Unreadable as error:
        return verifying.unopened(name, reason=error.code, at=question.at)
    return verifying.report_on(container, question)


def trusted() -> Trust:
    """Return whom the portal trusts. Certificates and lists are read once, and again after something was taken in."""
    named = Listing.objects.current().values_list("certificate__fingerprint", "is_anchor", "is_qualified")
    said = Answer.objects.filter(about="").values_list("sha256", flat=True)
    at_hand = _people(tuple(named.order_by("pk"))) + _answers(tuple(said.order_by("pk")))
    return replace(at_hand, kept=answers_about)


def answers_about(serial_number: int) -> tuple[OcspResponse, ...]:
    """Return the answers that are kept about certificates of a serial number."""
    kept = Answer.objects.filter(kind=AnswerKind.OCSP, about=number_of(serial_number))
    return tuple(read_ocsp(bytes(answer.body)) for answer in kept)


def number_of(serial_number: int) -> str:
    """Return a serial number as it stands in `Answer.about`; longer than any that the law allows it is cut."""
    return f"{serial_number:x}"[:64]


@functools.lru_cache(maxsize=1)
def _people(named: tuple[tuple[str, bool, bool], ...]) -> Trust:
    anchors = {mark for mark, is_anchor, _is_qualified in named if is_anchor}
    rows = KnownCertificate.objects.filter(fingerprint__in=[mark for mark, _anchor, _qualified in named])
    pool = pool_of([bytes(row.der) for row in rows]).certificates
    return Trust(
        pool=pool,
        anchors=tuple(one for one in pool if one.fingerprint in anchors),
        qualified=frozenset(mark for mark, _is_anchor, is_qualified in named if is_qualified),
    )


@functools.lru_cache(maxsize=1)
def _answers(said: tuple[str, ...]) -> Trust:
    kept = [trust.read(bytes(answer.body)) for answer in Answer.objects.filter(sha256__in=said)]
    return sum(kept, start=Trust())


def has_trust() -> bool:
    """Tell whether the portal believes anybody: without an anchor no signature can be called valid."""
    return Listing.objects.current().filter(is_anchor=True).exists()


def revocation_addresses() -> list[str]:
    """Return the addresses of CRLs that certificates which are trusted now name: nothing else is ever asked for."""
    return sorted({url for one in trusted().pool for url in (*one.crl_urls, *one.delta_crl_urls)})


def visitor_of(session_key: str) -> str:
    """Return how a check of a file remembers whose it is."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def check_of(uid: str, *, session_key: str) -> FileCheck | None:
    """Return a check that this visitor began."""
    return FileCheck.objects.filter(uid=uid, visitor=visitor_of(session_key)).first()


def is_signed(content: bytes, *, name: str) -> bool:
    """Tell whether a file holds signatures, good or bad."""
    try:
        return bool(containers.open_container(content, name=name).signatures)
    except Unreadable:
        return False
