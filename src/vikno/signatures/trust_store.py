"""Trust anchors, intermediate certificates and revocation data, as plain values."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dstu.certificates import Certificate, read_certificates
from dstu.errors import DstuError
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp

MAX_FILE_BYTES = 64 * 1024 * 1024


OcspLookup = Callable[[int], tuple[OcspResponse, ...]]


def _nothing(_serial_number: int) -> tuple[OcspResponse, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class TrustStore:
    """`anchors` are believed; `pool` only helps to find the way to them. `qualified` are fingerprints of issuers that the
    trust list names as qualified; where it is empty, the certificate's own word is taken. `kept` looks up what was answered
    about certificates of a serial number: of these there are too many to have them all at hand."""

    anchors: tuple[Certificate, ...] = ()
    pool: tuple[Certificate, ...] = field(default=(), repr=False)
    crls: tuple[Crl, ...] = field(default=(), repr=False)
    ocsps: tuple[OcspResponse, ...] = field(default=(), repr=False)
    qualified: frozenset[str] = frozenset()
    ocsp_lookup: OcspLookup = field(default=_nothing, repr=False)

    def ocsps_about(self, certificate: Certificate) -> tuple[OcspResponse, ...]:
        """Return the answers that may be about a certificate."""
        return (*self.ocsps, *self.ocsp_lookup(certificate.serial_number))

    def __add__(self, other: "TrustStore") -> "TrustStore":
        return TrustStore(
            anchors=_each(self.anchors + other.anchors),
            pool=_each(self.pool + other.pool),
            crls=self.crls + other.crls,
            ocsps=self.ocsps + other.ocsps,
            qualified=self.qualified | other.qualified,
            ocsp_lookup=lambda number: (*self.ocsp_lookup(number), *other.ocsp_lookup(number)),
        )


def _each(certificates: Iterable[Certificate]) -> tuple[Certificate, ...]:
    return tuple(dict.fromkeys(certificates))


def parse_trust_file(content: bytes) -> TrustStore:
    """Return what a file says: a certificate, a bundle of them, a CRL or an OCSP response; nothing for any other file.

    Whoever names the file trusts it. An anchor is what stands on its own: a root that signed itself, or one certificate of an
    issuer in a file of its own. Others in a bundle only help to find the way.
    """
    # A list on which nobody stands is a list too: it counts as false, but it is there.
    if (crl := _read_crl(content)) is not None:
        return TrustStore(crls=(crl,))
    if (ocsp := _read_ocsp(content)) is not None:
        return TrustStore(ocsps=(ocsp,))
    try:
        found = read_certificates(content).certificates
    except DstuError:
        return TrustStore()
    alone = len(found) == 1
    return TrustStore(anchors=tuple(one for one in found if is_root(one) or (alone and one.is_ca)), pool=found)


def is_root(certificate: Certificate) -> bool:
    return certificate.is_self_issued and certificate.is_signed_by(certificate)


def _read_crl(content: bytes) -> Crl | None:
    try:
        return read_crl(content)
    except DstuError:
        return None


def _read_ocsp(content: bytes) -> OcspResponse | None:
    try:
        return read_ocsp(content)
    except DstuError:
        return None


def load_trust_files(paths: Iterable[Path]) -> TrustStore:
    """Return what files, and the files of folders, say together. Raises OSError where a path cannot be read."""
    trust = TrustStore()
    for file in _files(paths):
        if file.stat().st_size <= MAX_FILE_BYTES:
            trust += parse_trust_file(file.read_bytes())
    return trust


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path
