"""The national list of trusted services (ETSI TS 119 612, XML): which issuers are believed, for what, since when.

What proves the list itself is said honestly by `Proof`; nothing of it is fetched here.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lxml.etree import _Element as Element

from dstu.certificates import Certificate, pool_from_ders, read_certificates
from dstu.errors import DstuError
from vikno.signatures import safe_xml, xades
from vikno.signatures.archives import ContainerUnreadable
from vikno.signatures.checks import SignatureIntegrity

TSL = "http://uri.etsi.org/02231/v2#"
GRANTED_STATUSES = frozenset({"granted", "recognisedatnationallevel", "undersupervision", "accredited"})
_SHA256 = re.compile(r"\b[0-9a-fA-F]{64}\b")


class TrustListProof(StrEnum):
    """The proof that a trust list is authentic."""

    # Its signature holds, by a certificate that the operator named.
    SIGNATURE = "signature"
    # It is the file whose digest the operator gave.
    HASH = "hash"
    # Somebody named it on the command line.
    NONE = "none"


class TrustListInvalid(Exception):
    """The list is not what its signature, or the digest beside it, says: nothing of it is taken."""


@dataclass(frozen=True, kw_only=True)
class TrustService:
    """One service of the list and the certificates that stand for it. `status_since` is from when the status holds."""

    provider: str
    name: str
    kind: str
    status: str
    status_since: datetime | None
    certificates: tuple[Certificate, ...] = field(repr=False)

    @property
    def is_granted(self) -> bool:
        return self.status.lower() in GRANTED_STATUSES

    @property
    def issues_qualified(self) -> bool:
        return self.is_granted and self.kind.upper().endswith(("CA/QC", "CA/PKC", "NATIONALROOTCA-QC"))


@dataclass(frozen=True, kw_only=True)
class TrustList:
    sequence: str
    issued_at: datetime | None
    next_update: datetime | None
    services: tuple[TrustService, ...]
    proof: TrustListProof


def is_trust_list(content: bytes) -> bool:
    return b"TrustServiceStatusList" in content[:4000]


def parse_trust_list(content: bytes, *, digest: str = "", signers: Iterable[Certificate] = ()) -> TrustList:
    """Return the list, and what proves it. Raises `WrongList`, also where a digest or a signer is given that does not fit."""
    try:
        root = safe_xml.parse_xml(content)
    except ContainerUnreadable as error:
        raise TrustListInvalid(str(error)) from error
    if root.tag != f"{{{TSL}}}TrustServiceStatusList":
        raise TrustListInvalid("This is no list of trusted services.")
    scheme = root.find(f"{{{TSL}}}SchemeInformation")
    return TrustList(
        sequence=_text(scheme, "TSLSequenceNumber"),
        issued_at=_time(_text(scheme, "ListIssueDateTime")),
        next_update=_time(_text(scheme, "NextUpdate", "dateTime")),
        services=tuple(_services(root)),
        proof=_proof(content, digest, tuple(signers)),
    )


def digest_in(text: str) -> str:
    """Return the SHA-256 that stands in a companion file (`.sha2`). Raises `WrongList` where there is none."""
    found = _SHA256.search(text)
    if found is None:
        raise TrustListInvalid("There is no SHA-256 in the file beside the list.")
    return found[0].lower()


def _proof(content: bytes, digest: str, signers: tuple[Certificate, ...]) -> TrustListProof:
    if digest and hashlib.sha256(content).hexdigest() != digest.lower():
        raise TrustListInvalid("The digest beside the list is of another file.")
    if signers:
        _require_signed(content, signers)
        return TrustListProof.SIGNATURE
    return TrustListProof.HASH if digest else TrustListProof.NONE


def _require_signed(content: bytes, signers: tuple[Certificate, ...]) -> None:
    name = "list"
    found = xades.signatures_in(content, where=name, files={name: content})
    checks = [check for signature in found for check in signature.check(signers)]
    if not any(
        check.integrity == SignatureIntegrity.OK and name in check.covers and check.certificate in signers
        for check in checks
    ):
        raise TrustListInvalid("The list is not signed by the certificate that was named for it.")


def _services(root: Element) -> Iterator[TrustService]:
    for provider in root.iter(f"{{{TSL}}}TrustServiceProvider"):
        owner = _text(provider, "TSPInformation", "TSPName", "Name")
        for information in provider.iter(f"{{{TSL}}}ServiceInformation"):
            yield TrustService(
                provider=owner,
                name=_text(information, "ServiceName", "Name"),
                kind=_tail(_text(information, "ServiceTypeIdentifier"), "Svctype/"),
                status=_tail(_text(information, "ServiceStatus"), "Svcstatus/"),
                status_since=_time(_text(information, "StatusStartingTime")),
                certificates=_certificates(information),
            )


def _certificates(information: Element) -> tuple[Certificate, ...]:
    """Return the certificates of a service as it is now; one that cannot be read is left out."""
    identity = information.find(f"{{{TSL}}}ServiceDigitalIdentity")
    listed = identity.iter(f"{{{TSL}}}X509Certificate") if identity is not None else ()
    return pool_from_ders([der for der in (_decoded(safe_xml.text_of(one)) for one in listed) if der]).certificates


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def _text(parent: Element | None, *path: str) -> str:
    found = parent.findtext("/".join(f"{{{TSL}}}{step}" for step in path)) if parent is not None else None
    return " ".join((found or "").split())


def _tail(uri: str, after: str) -> str:
    return uri.rpartition(after)[2]


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None


def certificates_of(content: bytes) -> tuple[Certificate, ...]:
    """Return the certificates of a bundle or of one file. Raises `WrongList` where there are none."""
    try:
        found = read_certificates(content).certificates
    except DstuError:
        found = ()
    if not found:
        raise TrustListInvalid("There is no certificate in it.")
    return found
