"""Which certificates were met of which nobody has said yet whether they were revoked, and where that can be asked (OCSP).

An address is as good as who named it: only certificates that lead to whom we believe are heard, and only where the signature
holds, so that nobody can have the portal call at an address of their choice. One that has run out is not asked about: its
issuer may have forgotten it (RFC 6960 4.4.4), and then «good» would say nothing.
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

# A file with more certificates than this was made to keep us busy.
MAX_OCSP_QUERIES = 16


@dataclass(frozen=True, kw_only=True)
class OcspQuery:
    """A certificate, who issued it, and the address at which its issuer is asked."""

    certificate: Certificate
    issuer: Certificate
    address: str


def pending_ocsp_queries(checks: Iterable[SignatureCheck], trust: TrustStore, *, at: datetime) -> tuple[OcspQuery, ...]:
    """Return what is to be asked about the signers of a file and their issuers, each once."""
    ways = [_way(check, trust, at) for check in checks if check.integrity == SignatureIntegrity.OK]
    pairs = dict.fromkeys(pair for way in ways for pair in pairwise(way))
    found = [
        OcspQuery(certificate=certificate, issuer=issuer, address=address)
        for certificate, issuer in pairs
        if (address := _address(certificate)) and not _is_answered(certificate, issuer, trust, at)
    ]
    return tuple(found[:MAX_OCSP_QUERIES])


def _way(check: SignatureCheck, trust: TrustStore, at: datetime) -> tuple[Certificate, ...]:
    """Return the way to an anchor as it stands now; nothing where there is none."""
    if check.certificate is None:
        return ()
    chain = chains.build_chain(check.certificate, (*check.certificates, *trust.pool), trust.anchors, at)
    return chain.certificates if chain.status == "trusted" else ()


def _address(certificate: Certificate) -> str:
    return next((url for url in certificate.ocsp_urls if is_web_address(url)), "")


def is_web_address(address: str) -> bool:
    """Return whether an address is one of the web, and nobody's name stands in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _is_answered(certificate: Certificate, issuer: Certificate, trust: TrustStore, at: datetime) -> bool:
    """Return whether an answer is at hand that is fresh yet, whatever it says."""
    for response in trust.ocsps_about(certificate):
        single = response.status_for(certificate, issuer)
        if single is not None and is_fresh(single, at=at) and response.check(issuer).is_ok:
            return True
    return False
