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
    content: bytes, *, name: str, at: datetime, documents: Iterable[ContainerFile] = ()
) -> VerificationReport:
    """Return the report on a file by the trust of the portal. Any file gets a report, even an unreadable one."""
    return verify_file(content, name=name, documents=documents, request=verification_request(at))


def verification_request(at: datetime) -> VerificationRequest:
    """Return the request with the trust of the portal, as strict as settings choose."""
    return VerificationRequest(trust=load_trust_store(), at=at, revocation_needed=settings.SIGNATURES_NEED_REVOCATION)


def verify_file(
    content: bytes, *, name: str, request: VerificationRequest, documents: Iterable[ContainerFile] = ()
) -> VerificationReport:
    """Return the report on a file, with the documents that its signature may be over."""
    try:
        container = containers.open_container(content, name=name, documents=documents)
    except ContainerUnreadable as error:
        return verification.unreadable_report(name, reason=error.code, at=request.at)
    return verification.verify_container(container, request)


def load_trust_store() -> TrustStore:
    """Return the trust of the portal. Certificates and CRLs are parsed once, and again after each import."""
    listings = TrustListing.objects.current().values_list("certificate__fingerprint", "is_anchor", "is_qualified")
    digests = RevocationData.objects.filter(about="").values_list("sha256", flat=True)
    trust = _load_certificates(tuple(listings.order_by("pk"))) + _load_revocation_data(tuple(digests.order_by("pk")))
    return replace(trust, ocsp_lookup=stored_ocsp_responses)


def stored_ocsp_responses(serial_number: int) -> tuple[OcspResponse, ...]:
    """Return the stored OCSP responses about certificates of a serial number."""
    rows = RevocationData.objects.filter(kind=RevocationDataKind.OCSP, about=serial_number_key(serial_number))
    return tuple(read_ocsp(bytes(row.body)) for row in rows)


def serial_number_key(serial_number: int) -> str:
    """Return a serial number in the form of `RevocationData.about`, cut if it is longer than any that RFC 5280 allows."""
    return f"{serial_number:x}"[:64]


@functools.lru_cache(maxsize=1)
def _load_certificates(listings: tuple[tuple[str, bool, bool], ...]) -> TrustStore:
    """Return the certificates of listings: the fingerprint, whether it is an anchor, whether it is qualified."""
    anchors = {fingerprint for fingerprint, is_anchor, _is_qualified in listings if is_anchor}
    fingerprints = [fingerprint for fingerprint, _is_anchor, _is_qualified in listings]
    rows = KnownCertificate.objects.filter(fingerprint__in=fingerprints)
    pool = pool_from_ders([bytes(row.der) for row in rows]).certificates
    return TrustStore(
        pool=pool,
        anchors=tuple(certificate for certificate in pool if certificate.fingerprint in anchors),
        qualified=frozenset(fingerprint for fingerprint, _is_anchor, is_qualified in listings if is_qualified),
    )


@functools.lru_cache(maxsize=1)
def _load_revocation_data(digests: tuple[str, ...]) -> TrustStore:
    rows = RevocationData.objects.filter(sha256__in=digests)
    return sum((trust_store.parse_trust_file(bytes(row.body)) for row in rows), start=TrustStore())


def has_trust_anchor() -> bool:
    """Return whether the portal has a trust anchor. Without one, no signature is found valid."""
    return TrustListing.objects.current().filter(is_anchor=True).exists()


def crl_addresses() -> list[str]:
    """Return the CRL addresses of the certificates in the trust store. No other address is ever fetched."""
    pool = load_trust_store().pool
    return sorted({url for certificate in pool for url in (*certificate.crl_urls, *certificate.delta_crl_urls)})


def visitor_digest(session_key: str) -> str:
    """Return the digest by which a file check knows its visitor."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def find_file_check(uid: str, *, session_key: str) -> FileCheck | None:
    """Return a file check of this visitor, or None."""
    return FileCheck.objects.filter(uid=uid, visitor=visitor_digest(session_key)).first()


def is_signed(content: bytes, *, name: str) -> bool:
    """Return whether a file holds signatures, good or bad."""
    try:
        return bool(containers.open_container(content, name=name).signatures)
    except ContainerUnreadable:
        return False
