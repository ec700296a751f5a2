"""Revocation of certificates: lists (CRL and delta CRL, RFC 5280 5) and responses about a certificate (OCSP, RFC 6960)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from asn1crypto import core

from dstu import ber, digests, schema
from dstu.asn1 import explicit_content, field_or_none, load, malformed_on_error, parse_time
from dstu.certificates import OCSP_SIGNING, Certificate, pool_from_ders
from dstu.errors import DstuError, InputTooBig, MalformedData
from dstu.keys import SignatureScheme, signature_scheme_or_none
from dstu.names import DistinguishedName, name_from_asn1, read_name
from dstu.problems import VerificationProblem

CRL_NUMBER, DELTA_BASE, REASON = "2.5.29.20", "2.5.29.27", "2.5.29.21"
BASIC_OCSP, OCSP_NONCE = "1.3.6.1.5.5.7.48.1.1", "1.3.6.1.5.5.7.48.1.2"
REVOCATION_REASONS = {
    0: "unspecified",
    1: "key_compromise",
    2: "ca_compromise",
    3: "affiliation_changed",
    4: "superseded",
    5: "cessation_of_operation",
    6: "certificate_hold",
    8: "remove_from_crl",
    9: "privilege_withdrawn",
    10: "aa_compromise",
}
REMOVED_FROM_CRL = "remove_from_crl"
_MOST_REVOKED = 5_000_000
_TIMES = {0x17, 0x18}


@dataclass(frozen=True, slots=True)
class RevocationDetails:
    """The time and the reason of a revocation."""

    revoked_at: datetime
    reason: str = "unspecified"


@dataclass(frozen=True, slots=True)
class Crl:
    """A list of revoked certificates; `delta_base` is the number of the full list that a delta adds to."""

    der: bytes = field(repr=False)
    issuer: DistinguishedName
    this_update: datetime
    next_update: datetime | None
    number: int | None
    delta_base: int | None
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    scheme: SignatureScheme | None = field(repr=False)
    entries: Mapping[int, bytes] = field(repr=False)
    count: int

    def __len__(self) -> int:
        """Return the number of entries; a certificate may have several."""
        return self.count

    def find(self, serial_number: int) -> RevocationDetails | None:
        """Return the revocation of this certificate of the issuer, None if it is not listed. Raises MalformedData."""
        entry = self.entries.get(serial_number)
        if entry is None:
            return None
        with malformed_on_error("entry of a revocation list"):
            parts = list(ber.elements(entry))
            reason_der = _values(parts[2].der if len(parts) > 2 else None).get(REASON)
            revoked_at = parse_time(parts[1].der)
            reason = _reason(ber.single_element(reason_der).content) if reason_der else "unspecified"
            return RevocationDetails(revoked_at, reason)

    def is_signed_by(self, certificate: Certificate) -> bool:
        """Return whether the issuer’s key signed the list, and may sign lists."""
        if self.scheme is None or certificate.subject != self.issuer:
            return False
        if certificate.key_usage and "crl_sign" not in certificate.key_usage and certificate.key_usage <= _USAGES:
            return False
        return _holds(certificate, self.signature, self.body, self.scheme)

    def accepts_delta(self, delta: "Crl") -> bool:
        """Return whether `delta` adds to this full list (RFC 5280 5.2.4)."""
        if self.number is None or delta.delta_base is None or delta.number is None or self.delta_base is not None:
            return False
        return delta.issuer == self.issuer and delta.delta_base <= self.number <= delta.number


_USAGES = frozenset(schema.KeyUsage._map.values())


def find_revocation(serial_number: int, full: Crl, deltas: Iterable[Crl] = ()) -> RevocationDetails | None:
    """Look a certificate up in the deltas that add to a full list, the newest first, then in the list. Raises MalformedData."""
    fitting = [delta for delta in deltas if full.accepts_delta(delta)]
    for delta in sorted(fitting, key=lambda delta: delta.number or 0, reverse=True):
        found = delta.find(serial_number)
        if found is not None:
            return None if found.reason == REMOVED_FROM_CRL else found
    return full.find(serial_number)


def read_crl(data: bytes) -> Crl:
    """Read a list: DER, PEM or base64. Raises MalformedData, InputTooBig."""
    with malformed_on_error("revocation list"):
        der = ber.to_definite_length(ber.extract_der(data))
        parsed = load(schema.CertificateList, der)
        body = bytes(parsed["body"].dump())
        issuer, times, content, extensions = _crl_body(body)
        entries: dict[int, bytes] = {}
        count = 0
        for entry in ber.elements(content):
            serial = next(ber.elements(entry.content))
            entries.setdefault(int.from_bytes(serial.content, "big", signed=True), entry.content)
            count += 1
            if len(entries) > _MOST_REVOKED:
                raise InputTooBig("too many revoked certificates")
        return Crl(
            der=der,
            issuer=issuer,
            this_update=times[0],
            next_update=times[1] if len(times) > 1 else None,
            number=_number(extensions, CRL_NUMBER),
            delta_base=_number(extensions, DELTA_BASE),
            body=body,
            signature=bytes(parsed["signature"]),
            scheme=signature_scheme_or_none(parsed["algorithm"]),
            entries=entries,
            count=count,
        )


def _crl_body(body: bytes) -> tuple[DistinguishedName, list[datetime], bytes, dict[str, bytes]]:
    """Return issuer, times, entries and extensions, read without a schema: some lists have hundreds of thousands of entries."""
    parts = list(ber.elements(ber.single_element(body).content))
    if parts and parts[0].tag == 0x02:
        del parts[0]
    times = [parse_time(part.der) for part in parts[2:4] if part.tag in _TIMES]
    rest = parts[2 + len(times) :]
    entries = next((part.content for part in rest if part.tag == 0x30), b"")
    extensions = next((part.content for part in rest if part.tag == 0xA0), None)
    return read_name(parts[1].der), times, entries, _values(extensions)


def _reason(content: bytes) -> str:
    return REVOCATION_REASONS.get(int.from_bytes(content, "big"), "unspecified")


def _values(der: bytes | None) -> dict[str, bytes]:
    if der is None:
        return {}
    return {item["type"].dotted: bytes(item["value"]) for item in load(schema.Extensions, der)}


def _number(extensions: Mapping[str, bytes], oid: str) -> int | None:
    return int(load(core.Integer, extensions[oid]).native) if oid in extensions else None


def _holds(certificate: Certificate, signature: bytes, body: bytes, scheme: SignatureScheme) -> bool:
    try:
        return certificate.public_key.verify(signature, body, scheme.digest, scheme)
    except DstuError:
        return False


@dataclass(frozen=True, slots=True)
class OcspCertificateStatus:
    """The status of one certificate in an OCSP response."""

    serial_number: int
    digest: str
    name_hash: bytes
    key_hash: bytes
    status: Literal["good", "revoked", "unknown"]
    revoked: RevocationDetails | None
    this_update: datetime
    next_update: datetime | None

    def is_about(self, certificate: Certificate, issuer: Certificate) -> bool:
        """Return whether the status is about this certificate of this issuer."""
        if self.serial_number != certificate.serial_number:
            return False
        try:
            names = {digests.digest(self.digest, name.der) for name in (certificate.issuer, issuer.subject)}
            return self.name_hash in names and self.key_hash == digests.digest(self.digest, public_key_bits(issuer))
        except DstuError:
            return False


def public_key_bits(certificate: Certificate) -> bytes:
    """Return the content of the BIT STRING of the public key, which OCSP and key identifiers hash."""
    with malformed_on_error("public key"):
        return bytes(load(schema.SubjectPublicKeyInfo, certificate.public_key.spki)["public_key"])


@dataclass(frozen=True, slots=True)
class OcspCheck:
    """The signer of an OCSP response and its problems; the response is valid if `problems` is empty."""

    certificate: Certificate | None
    problems: tuple[VerificationProblem, ...]

    @property
    def is_ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class OcspResponse:
    """A response about certificates, from a responder identified by its name or by the hash of its key."""

    der: bytes = field(repr=False)
    responder: DistinguishedName | bytes
    produced_at: datetime
    responses: tuple[OcspCertificateStatus, ...]
    nonce: bytes | None
    certificates: tuple[Certificate, ...]
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    scheme: SignatureScheme | None = field(repr=False)

    @property
    def signer(self) -> Certificate | None:
        """The certificate of the responder, None if the response does not have it."""
        return next((certificate for certificate in self.certificates if self.is_responder(certificate)), None)

    def is_responder(self, certificate: Certificate) -> bool:
        """Return whether the responder’s name or key hash fits the certificate."""
        if isinstance(self.responder, DistinguishedName):
            return certificate.subject == self.responder
        bits = public_key_bits(certificate)
        hashes = (digests.digest(name, bits) for name in ("sha1", digests.GOST34311, "sha256"))
        return self.responder == certificate.subject_key_id or self.responder in hashes

    def is_signed_by(self, certificate: Certificate) -> bool:
        return self.scheme is not None and _holds(certificate, self.signature, self.body, self.scheme)

    def status_for(self, certificate: Certificate, issuer: Certificate) -> OcspCertificateStatus | None:
        """Return the status of the certificate, None if the response does not have it."""
        return next((status for status in self.responses if status.is_about(certificate, issuer)), None)

    def check(
        self, issuer: Certificate, certificates: Iterable[Certificate] = (), nonce: bytes | None = None
    ) -> OcspCheck:
        """Check the signature, and that the signer is the issuer or its delegate (RFC 6960 4.2.2.2)."""
        known = dict.fromkeys((*self.certificates, *certificates, issuer))
        fitting = (item for item in known if self.is_responder(item) and self.is_signed_by(item))
        signer = next(fitting, None)
        problems = []
        if signer is None:
            problems.append(VerificationProblem("signature_differs", "The responder’s signature does not fit."))
        elif signer != issuer and not _is_delegated(signer, issuer):
            problems.append(
                VerificationProblem("responder_not_authorised", "The issuer did not authorise this responder.")
            )
        elif signer != issuer and not signer.not_before <= self.produced_at <= signer.not_after:
            problems.append(
                VerificationProblem("responder_expired", "The responder’s certificate was not valid when it answered.")
            )
        if nonce is not None and nonce != self.nonce:
            problems.append(VerificationProblem("nonce_differs", "The answer is to another question."))
        return OcspCheck(signer, tuple(problems))


def _is_delegated(signer: Certificate, issuer: Certificate) -> bool:
    if signer.public_key == issuer.public_key and signer.subject == issuer.subject:
        return True
    named = signer.issuer == issuer.subject and OCSP_SIGNING in signer.extended_key_usage
    return named and signer.is_signed_by(issuer)


def read_ocsp(data: bytes) -> OcspResponse:
    """Read an OCSPResponse, or the BasicOCSPResponse that signatures contain.

    Raises MalformedData, also if the responder refused, and InputTooBig.
    """
    with malformed_on_error("OCSP answer"):
        der = ber.to_definite_length(ber.extract_der(data))
        basic = load(schema.BasicOcspResponse, _basic(der))
        body = basic["body"]
        responder = body["responder"]
        extensions = field_or_none(body["extensions"]) or ()
        nonce = next((bytes(item["value"]) for item in extensions if item["type"].dotted == OCSP_NONCE), None)
        # RFC 8954 has an OCTET STRING within the extension, older responders write the bytes alone.
        if nonce and nonce[:1] == b"\x04" and len(nonce) == 2 + nonce[1]:
            nonce = nonce[2:]
        certificates = field_or_none(basic["certificates"]) or ()
        return OcspResponse(
            der=der,
            responder=name_from_asn1(responder.chosen) if responder.name == "by_name" else bytes(responder.chosen),
            produced_at=parse_time(body["produced_at"].dump()),
            responses=tuple(_status(response) for response in body["responses"]),
            nonce=nonce,
            certificates=pool_from_ders(bytes(certificate.dump()) for certificate in certificates).certificates,
            body=bytes(body.dump()),
            signature=bytes(basic["signature"]),
            scheme=signature_scheme_or_none(basic["algorithm"]),
        )


def _basic(der: bytes) -> bytes:
    first = next(ber.elements(ber.single_element(der).content), None)
    if first is None or first.tag != 0x0A:
        return der
    answer = load(schema.Asn1OcspResponse, der)
    body = field_or_none(answer["bytes"])
    if first.content != b"\x00" or body is None:
        raise MalformedData(f"the responder refused: status {first.content.hex()}")
    if body["type"].dotted != BASIC_OCSP:
        raise MalformedData("not a basic OCSP answer")
    return bytes(body["response"])


def _status(response: Any) -> OcspCertificateStatus:
    certificate, status = response["certificate_id"], response["status"]
    revoked, next_update = None, field_or_none(response["next_update"])
    if status.name == "revoked":
        reason = field_or_none(status.chosen["reason"])
        text = "unspecified" if reason is None else _reason(reason.contents)
        revoked = RevocationDetails(parse_time(status.chosen["time"].dump()), text)
    return OcspCertificateStatus(
        serial_number=int(certificate["serial_number"].native),
        digest=certificate["algorithm"]["algorithm"].dotted,
        name_hash=bytes(certificate["name_hash"]),
        key_hash=bytes(certificate["key_hash"]),
        status=status.name,
        revoked=revoked,
        this_update=parse_time(response["this_update"].dump()),
        next_update=None if next_update is None else parse_time(explicit_content(next_update)),
    )


def certificate_id(certificate: Certificate, issuer: Certificate, digest: str = "sha1") -> schema.CertificateId:
    """Return the identifier of a certificate in OCSP."""
    return schema.CertificateId(
        {
            "algorithm": {"algorithm": digests.OIDS[digest]},
            "name_hash": digests.digest(digest, issuer.subject.der),
            "key_hash": digests.digest(digest, public_key_bits(issuer)),
            "serial_number": certificate.serial_number,
        }
    )


def build_ocsp_request(
    certificate: Certificate, issuer: Certificate, nonce: bytes | None = None, digest: str = "sha1"
) -> bytes:
    """Return the request about a certificate, as it is posted to the responder."""
    body: dict[str, Any] = {"questions": [{"certificate_id": certificate_id(certificate, issuer, digest)}]}
    if nonce is not None:
        body["extensions"] = [{"type": OCSP_NONCE, "value": ber.encode(0x04, nonce)}]
    return bytes(schema.OcspRequest({"body": body}).dump())
