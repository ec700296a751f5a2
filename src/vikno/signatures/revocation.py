"""True if a certificate was revoked, from the CRLs and OCSP responses that are at hand. Nothing is fetched here.

An answer counts if its issuer, or a responder named by it, signed it, and if it speaks for the time that is asked about: it was
made later, or holds until then (RFC 5280 6.3, RFC 6960 3.2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dstu import revocation
from dstu.certificates import Certificate
from dstu.revocation import Crl, OcspCertificateStatus, OcspResponse


class RevocationStatus(StrEnum):
    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class RevocationCheck:
    """The revocation status of one certificate; `source` is OCSP, CRL or empty, `this_update` the time of the source."""

    state: RevocationStatus
    source: str = ""
    this_update: datetime | None = None
    revoked_at: datetime | None = None


REVOCATION_UNKNOWN = RevocationCheck(state=RevocationStatus.UNKNOWN)
# Clocks of responders and of time-stamps differ by this much.
CLOCK_SKEW = timedelta(minutes=5)
# An answer about one certificate that names no end is taken for this long.
DEFAULT_VALIDITY = timedelta(hours=1)
# However late the end is that an answer names, after this it is asked again.
MAX_AGE = timedelta(days=7)


def check_revocation(
    certificate: Certificate,
    issuer: Certificate,
    *,
    at: datetime,
    crls: Iterable[Crl] = (),
    ocsps: Iterable[OcspResponse] = (),
) -> RevocationCheck:
    """Return what is known at a time: revoked if anything says so, otherwise the latest word."""
    said = [*_from_ocsps(certificate, issuer, ocsps, at), *_from_crls(certificate, issuer, crls, at)]
    for one in said:
        if one.state == RevocationStatus.REVOKED:
            return one
    return max(said, key=lambda one: one.this_update or at, default=REVOCATION_UNKNOWN)


def _from_ocsps(
    certificate: Certificate, issuer: Certificate, ocsps: Iterable[OcspResponse], at: datetime
) -> Iterator[RevocationCheck]:
    for response in ocsps:
        single = response.status_for(certificate, issuer)
        if single is None or single.status == "unknown":
            continue
        # What was revoked stays so, however old the answer is.
        if single.revoked is None and not _holds(single.this_update, _end(single), at):
            continue
        if response.check(issuer).is_ok:
            yield _said("OCSP", single.revoked.revoked_at if single.revoked else None, single.this_update, at)


def _from_crls(
    certificate: Certificate, issuer: Certificate, crls: Iterable[Crl], at: datetime
) -> Iterator[RevocationCheck]:
    """Yield what the full lists say, each with the changes that were published to it."""
    ours = [crl for crl in crls if crl.issuer == issuer.subject and crl.is_signed_by(issuer)]
    for full in (crl for crl in ours if crl.delta_base is None):
        deltas = [crl for crl in ours if full.accepts_delta(crl)]
        latest = max((full, *deltas), key=lambda one: one.this_update)
        if found := revocation.find_revocation(certificate.serial_number, full, deltas):
            yield _said("CRL", found.revoked_at, latest.this_update, at)
        elif _holds(latest.this_update, latest.next_update, at):
            yield _said("CRL", None, latest.this_update, at)


def _said(source: str, revoked_at: datetime | None, said_at: datetime, at: datetime) -> RevocationCheck:
    """Return the word of a source. What was revoked after the time that is asked about was good then."""
    revoked = revoked_at is not None and revoked_at <= at
    return RevocationCheck(
        state=RevocationStatus.REVOKED if revoked else RevocationStatus.GOOD,
        source=source,
        this_update=said_at,
        revoked_at=revoked_at,
    )


def _end(single: OcspCertificateStatus) -> datetime:
    return single.next_update or single.this_update + DEFAULT_VALIDITY


def is_fresh(single: OcspCertificateStatus, *, at: datetime) -> bool:
    """Return whether an answer that came speaks for now (RFC 6960 3.2 5, 6), and need not be asked for again."""
    until = min(_end(single), single.this_update + MAX_AGE)
    return single.this_update - CLOCK_SKEW <= at <= until


def _holds(this_update: datetime, next_update: datetime | None, at: datetime) -> bool:
    """Return whether a source speaks for a time: it was made after it, or says that it holds until then."""
    return this_update + CLOCK_SKEW >= at or (next_update is not None and at <= next_update)
