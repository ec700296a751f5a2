"""Trust anchors, intermediate certificates and revocation data, as plain values."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dstu.certificates import Certificate, read_certificates
from dstu.errors import DstuError
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp

MAX_FILE_BYTES = 64 * 1024 * 1024


OcspLookup = Callable[[int], tuple[OcspResponse, ...]]


def _no_responses(_serial_number: int) -> tuple[OcspResponse, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class TrustStore:
    """Trust anchors with what helps to build and check certificate paths.

    `anchors` are trusted; `pool` are certificates for paths to them. `qualified` are fingerprints of issuers that the trust list
    names as qualified; where it is empty, a certificate's own statement counts. `ocsp_lookup` finds stored OCSP responses by the
    serial number of a certificate: they are too many to load them all.
    """

    anchors: tuple[Certificate, ...] = ()
    pool: tuple[Certificate, ...] = field(default=(), repr=False)
    crls: tuple[Crl, ...] = field(default=(), repr=False)
    ocsps: tuple[OcspResponse, ...] = field(default=(), repr=False)
    qualified: frozenset[str] = frozenset()
    ocsp_lookup: OcspLookup = field(default=_no_responses, repr=False)

    def ocsps_about(self, certificate: Certificate) -> tuple[OcspResponse, ...]:
        """Return the OCSP responses that may be about a certificate."""
        return (*self.ocsps, *self.ocsp_lookup(certificate.serial_number))

    def __add__(self, other: "TrustStore") -> "TrustStore":
        return TrustStore(
            anchors=tuple(dict.fromkeys(self.anchors + other.anchors)),
            pool=tuple(dict.fromkeys(self.pool + other.pool)),
            crls=self.crls + other.crls,
            ocsps=self.ocsps + other.ocsps,
            qualified=self.qualified | other.qualified,
            ocsp_lookup=lambda number: (*self.ocsp_lookup(number), *other.ocsp_lookup(number)),
        )


def parse_trust_file(content: bytes) -> TrustStore:
    """Return the trust that a file adds: certificates, a CRL or an OCSP response; nothing for any other file.

    Whoever names the file trusts it. Trust anchors are roots that signed themselves, and a single certificate of an issuer in a
    file of its own. Other certificates of a bundle only help to build paths.
    """
    with suppress(DstuError):
        return TrustStore(crls=(read_crl(content),))
    with suppress(DstuError):
        return TrustStore(ocsps=(read_ocsp(content),))
    try:
        pool = read_certificates(content).certificates
    except DstuError:
        return TrustStore()
    is_single = len(pool) == 1
    anchors = [certificate for certificate in pool if is_root(certificate) or (is_single and certificate.is_ca)]
    return TrustStore(anchors=tuple(anchors), pool=pool)


def is_root(certificate: Certificate) -> bool:
    return certificate.is_self_issued and certificate.is_signed_by(certificate)


def load_trust_files(paths: Iterable[Path]) -> TrustStore:
    """Return the trust of files and of the files of folders together. Raises OSError where a path cannot be read."""
    trust = TrustStore()
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.stat().st_size <= MAX_FILE_BYTES:
                trust += parse_trust_file(file.read_bytes())
    return trust
