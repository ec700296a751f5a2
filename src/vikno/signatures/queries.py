"""Queries: the report on a signed file, the trust store, and revocation data of issuers."""

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from dstu.certificates import pool_from_ders
from dstu.revocation import OcspResponse, read_ocsp
from vikno.signatures import containers, trust_store, verification
from vikno.signatures.archives import ContainerFile, ContainerUnreadable
from vikno.signatures.models import FileCheck, KnownCertificate, RevocationData, RevocationDataKind, TrustListing
from vikno.signatures.report import VerificationReport
from vikno.signatures.trust_store import TrustStore
from vikno.signatures.verification import VerificationRequest


def verification_report(
    content: bytes, *, name: str, at: datetime, beside: Iterable[ContainerFile] = ()
) -> VerificationReport:
    """Return the report on a file by what the portal trusts. Whatever the file holds, a report comes out."""
    return verify_file(content, name=name, beside=beside, question=verification_request(at))


def verification_request(at: datetime) -> VerificationRequest:
    """Return what the portal asks of signatures: by whom it trusts, and as strictly as settings say."""
    return VerificationRequest(trust=load_trust_store(), at=at, revocation_needed=settings.SIGNATURES_NEED_REVOCATION)


def verify_file(
    content: bytes, *, name: str, question: VerificationRequest, beside: Iterable[ContainerFile] = ()
) -> VerificationReport:
    """Return the report on a file, with the documents that its signature may be over."""
    try:
        container = containers.open_container(content, name=name, beside=beside)
    except ContainerUnreadable as error:
        return verification.unreadable_report(name, reason=error.code, at=question.at)
    return verification.verify_container(container, question)


def load_trust_store() -> TrustStore:
    """Return whom the portal trusts. Certificates and lists are read once, and again after something was taken in."""
    named = TrustListing.objects.current().values_list("certificate__fingerprint", "is_anchor", "is_qualified")
    said = RevocationData.objects.filter(about="").values_list("sha256", flat=True)
    at_hand = _load_certificates(tuple(named.order_by("pk"))) + _load_revocation_data(tuple(said.order_by("pk")))
    return replace(at_hand, ocsp_lookup=stored_ocsp_responses)


def stored_ocsp_responses(serial_number: int) -> tuple[OcspResponse, ...]:
    """Return the answers that are kept about certificates of a serial number."""
    kept = RevocationData.objects.filter(kind=RevocationDataKind.OCSP, about=serial_number_key(serial_number))
    return tuple(read_ocsp(bytes(answer.body)) for answer in kept)


def serial_number_key(serial_number: int) -> str:
    """Return a serial number as it stands in `Answer.about`; longer than any that the law allows it is cut."""
    return f"{serial_number:x}"[:64]


@functools.lru_cache(maxsize=1)
def _load_certificates(named: tuple[tuple[str, bool, bool], ...]) -> TrustStore:
    anchors = {mark for mark, is_anchor, _is_qualified in named if is_anchor}
    rows = KnownCertificate.objects.filter(fingerprint__in=[mark for mark, _anchor, _qualified in named])
    pool = pool_from_ders([bytes(row.der) for row in rows]).certificates
    return TrustStore(
        pool=pool,
        anchors=tuple(one for one in pool if one.fingerprint in anchors),
        qualified=frozenset(mark for mark, _is_anchor, is_qualified in named if is_qualified),
    )


@functools.lru_cache(maxsize=1)
def _load_revocation_data(said: tuple[str, ...]) -> TrustStore:
    kept = [
        trust_store.parse_trust_file(bytes(answer.body)) for answer in RevocationData.objects.filter(sha256__in=said)
    ]
    return sum(kept, start=TrustStore())


def has_trust_anchor() -> bool:
    """Return whether the portal believes anybody: without an anchor no signature can be called valid."""
    return TrustListing.objects.current().filter(is_anchor=True).exists()


def crl_addresses() -> list[str]:
    """Return the addresses of CRLs that certificates which are trusted now name: nothing else is ever asked for."""
    return sorted({url for one in load_trust_store().pool for url in (*one.crl_urls, *one.delta_crl_urls)})


def visitor_digest(session_key: str) -> str:
    """Return how a check of a file remembers whose it is."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def find_file_check(uid: str, *, session_key: str) -> FileCheck | None:
    """Return a check that this visitor began."""
    return FileCheck.objects.filter(uid=uid, visitor=visitor_digest(session_key)).first()


def is_signed(content: bytes, *, name: str) -> bool:
    """Return whether a file holds signatures, good or bad."""
    try:
        return bool(containers.open_container(content, name=name).signatures)
    except ContainerUnreadable:
        return False
