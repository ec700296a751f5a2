"""OCSP queries: certificates of a file whose revocation status is not known yet, and the addresses of their responders.

Only a certificate with a path to a trust anchor, in a signature that holds, gives an address. Otherwise anybody could make the
portal call an address of their choice. There is no query about an expired certificate: its issuer may have forgotten it
(RFC 6960 4.4.4), and then «good» would prove nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlsplit

from dstu import chains
from dstu.certificates import Certificate
from vikno.signatures.checks import SignatureCheck, SignatureIntegrity
from vikno.signatures.revocation import is_fresh
from vikno.signatures.trust_store import TrustStore

# A file with more certificates than this is made to overload the portal.
MAX_OCSP_QUERIES = 16


@dataclass(frozen=True, kw_only=True)
class OcspQuery:
    """A certificate, its issuer, and the address of the responder."""

    certificate: Certificate
    issuer: Certificate
    address: str


def pending_ocsp_queries(checks: Iterable[SignatureCheck], trust: TrustStore, *, at: datetime) -> tuple[OcspQuery, ...]:
    """Return the queries about the signers of a file and their issuers, each once."""
    # A dictionary keeps the order and drops repetitions.
    pairs: dict[tuple[Certificate, Certificate], None] = {}
    for check in checks:
        if check.integrity == SignatureIntegrity.OK and check.certificate is not None:
            chain = chains.build_chain(check.certificate, (*check.certificates, *trust.pool), trust.anchors, at)
            if chain.status == "trusted":
                pairs |= dict.fromkeys(pairwise(chain.certificates))
    queries = []
    for certificate, issuer in pairs:
        address = next((url for url in certificate.ocsp_urls if is_web_address(url)), "")
        if address and not _has_fresh_response(certificate, issuer, trust, at):
            queries.append(OcspQuery(certificate=certificate, issuer=issuer, address=address))
    return tuple(queries[:MAX_OCSP_QUERIES])


def is_web_address(address: str) -> bool:
    """Return whether an address is of HTTP or HTTPS and without a user name."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _has_fresh_response(certificate: Certificate, issuer: Certificate, trust: TrustStore, at: datetime) -> bool:
    """Return whether there is a response that is still fresh, whatever status it has."""
    for response in trust.ocsps_about(certificate):
        single = response.status_for(certificate, issuer)
        if single is not None and is_fresh(single, at=at) and response.check(issuer).is_ok:
            return True
    return False
