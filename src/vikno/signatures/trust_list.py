"""The national list of trusted services (ETSI TS 119 612, XML): the trusted issuers, their services, and since when.

`TrustListProof` states what proves the list itself. Nothing is fetched here.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
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

    # A valid signature by a certificate that the operator named.
    SIGNATURE = "signature"
    # The digest that the operator gave.
    HASH = "hash"
    # Nothing: somebody named the file on the command line.
    NONE = "none"


class TrustListInvalid(Exception):
    """The file is no trust list, or differs from its digest or signature. Nothing of it is imported."""


@dataclass(frozen=True, kw_only=True)
class TrustService:
    """One service of the list and its certificates. `status_since` is when its status began."""

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
    """Return the list and what proves it. Raises `TrustListInvalid`, also where the digest or the signers do not fit it."""
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
        services=tuple(_read_services(root)),
        proof=_prove(content, digest, tuple(signers)),
    )


def digest_in(text: str) -> str:
    """Return the SHA-256 in a companion file (`.sha2`). Raises `TrustListInvalid` where there is none."""
    match = _SHA256.search(text)
    if match is None:
        raise TrustListInvalid("There is no SHA-256 in the file beside the list.")
    return match[0].lower()


def _prove(content: bytes, digest: str, signers: tuple[Certificate, ...]) -> TrustListProof:
    if digest and hashlib.sha256(content).hexdigest() != digest.lower():
        raise TrustListInvalid("The digest beside the list is of another file.")
    if not signers:
        return TrustListProof.HASH if digest else TrustListProof.NONE
    name = "list"
    for signature in xades.signatures_in(content, where=name, files={name: content}):
        for check in signature.check(signers):
            is_whole = check.integrity == SignatureIntegrity.OK and name in check.covers
            if is_whole and check.certificate in signers:
                return TrustListProof.SIGNATURE
    raise TrustListInvalid("The list is not signed by the certificate that was named for it.")


def _read_services(root: Element) -> Iterator[TrustService]:
    """Yield the services as they are now, not their history. Unreadable certificates are left out."""
    for provider in root.iter(f"{{{TSL}}}TrustServiceProvider"):
        provider_name = _text(provider, "TSPInformation", "TSPName", "Name")
        for information in provider.iter(f"{{{TSL}}}ServiceInformation"):
            identity = information.find(f"{{{TSL}}}ServiceDigitalIdentity")
            ders = []
            for element in identity.iter(f"{{{TSL}}}X509Certificate") if identity is not None else ():
                with suppress(ValueError):
                    ders.append(b64decode(safe_xml.text_of(element), validate=True))
            yield TrustService(
                provider=provider_name,
                name=_text(information, "ServiceName", "Name"),
                kind=_text(information, "ServiceTypeIdentifier").rpartition("Svctype/")[2],
                status=_text(information, "ServiceStatus").rpartition("Svcstatus/")[2],
                status_since=_time(_text(information, "StatusStartingTime")),
                certificates=pool_from_ders([der for der in ders if der]).certificates,
            )


def _text(parent: Element | None, *path: str) -> str:
    text = parent.findtext("/".join(f"{{{TSL}}}{step}" for step in path)) if parent is not None else None
    return " ".join((text or "").split())


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None


def certificates_of(content: bytes) -> tuple[Certificate, ...]:
    """Return the certificates of a bundle or of one file. Raises `TrustListInvalid` where there are none."""
    try:
        certificates = read_certificates(content).certificates
    except DstuError:
        certificates = ()
    if not certificates:
        raise TrustListInvalid("There is no certificate in it.")
    return certificates
