"""The revocation status of a certificate, from CRLs and OCSP responses that are already here. Nothing is fetched here.

A CRL or a response counts if the issuer, or a responder named by the issuer, signed it, and if it is valid for the time of the
check: it was made later, or holds until then (RFC 5280 6.3, RFC 6960 3.2).
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
# An OCSP response without an end is valid for this long.
DEFAULT_VALIDITY = timedelta(hours=1)
# After this an OCSP response is fetched again, even if its own end is later.
MAX_AGE = timedelta(days=7)


def check_revocation(
    certificate: Certificate,
    issuer: Certificate,
    *,
    at: datetime,
    crls: Iterable[Crl] = (),
    ocsps: Iterable[OcspResponse] = (),
) -> RevocationCheck:
    """Return the status at a time: revoked if any source states it, otherwise by the latest source."""
    checks = [*_ocsp_checks(certificate, issuer, ocsps, at), *_crl_checks(certificate, issuer, crls, at)]
    for check in checks:
        if check.state == RevocationStatus.REVOKED:
            return check
    return max(checks, key=lambda check: check.this_update or at, default=REVOCATION_UNKNOWN)


def _ocsp_checks(
    certificate: Certificate, issuer: Certificate, ocsps: Iterable[OcspResponse], at: datetime
) -> Iterator[RevocationCheck]:
    for response in ocsps:
        single = response.status_for(certificate, issuer)
        if single is None or single.status == "unknown":
            continue
        # A revoked certificate stays revoked, however old the response is.
        if single.revoked is None and not _covers_time(at, single.this_update, _end(single)):
            continue
        if response.check(issuer).is_ok:
            yield _status_at(at, "OCSP", single.revoked.revoked_at if single.revoked else None, single.this_update)


def _crl_checks(
    certificate: Certificate, issuer: Certificate, crls: Iterable[Crl], at: datetime
) -> Iterator[RevocationCheck]:
    """Yield the status by each full CRL together with its delta CRLs."""
    issued = [crl for crl in crls if crl.issuer == issuer.subject and crl.is_signed_by(issuer)]
    for full in (crl for crl in issued if crl.delta_base is None):
        deltas = [crl for crl in issued if full.accepts_delta(crl)]
        latest = max((full, *deltas), key=lambda crl: crl.this_update)
        if entry := revocation.find_revocation(certificate.serial_number, full, deltas):
            yield _status_at(at, "CRL", entry.revoked_at, latest.this_update)
        elif _covers_time(at, latest.this_update, latest.next_update):
            yield _status_at(at, "CRL", None, latest.this_update)


def _status_at(at: datetime, source: str, revoked_at: datetime | None, this_update: datetime) -> RevocationCheck:
    """Return the status by one source. A certificate that was revoked after `at` was good at that time."""
    is_revoked = revoked_at is not None and revoked_at <= at
    return RevocationCheck(
        state=RevocationStatus.REVOKED if is_revoked else RevocationStatus.GOOD,
        source=source,
        this_update=this_update,
        revoked_at=revoked_at,
    )


def _end(single: OcspCertificateStatus) -> datetime:
    return single.next_update or single.this_update + DEFAULT_VALIDITY


def is_fresh(single: OcspCertificateStatus, *, at: datetime) -> bool:
    """Return whether an OCSP response is valid now (RFC 6960 3.2 5, 6), so that it need not be fetched again."""
    until = min(_end(single), single.this_update + MAX_AGE)
    return single.this_update - CLOCK_SKEW <= at <= until


def _covers_time(at: datetime, this_update: datetime, next_update: datetime | None) -> bool:
    """Return whether a source is valid for a time: it was made after that time, or holds until then."""
    return this_update + CLOCK_SKEW >= at or (next_update is not None and at <= next_update)
