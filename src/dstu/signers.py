"""One SignerInfo of CMS (RFC 5652 5.3): its attributes, its signer, and the check against a content.

Time-stamps and OCSP answers are signed in the same way, so this module depends on neither.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from asn1crypto import core

from dstu import ber, digests, schema
from dstu.asn1 import field_or_none, load, malformed_on_error, parse_time
from dstu.certificates import Certificate, first_value_der, set_member_ders
from dstu.errors import DstuError, MalformedData, UnsupportedFeature
from dstu.gost28147 import DEFAULT_DKE
from dstu.keys import SignatureScheme, parse_signature_scheme
from dstu.names import DistinguishedName, name_from_asn1
from dstu.problems import Integrity, VerificationProblem

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = (f"1.2.840.113549.1.9.{number}" for number in (3, 4, 5))
ESS_V1, ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
CHUNK = 1 << 20
_MOST_ATTRIBUTES = 256

SignedContent = bytes | BinaryIO
# The name of a digest and the substitution of GOST 34.311.
DigestKind = tuple[str, bytes]


class SignerAttributes:
    """Attributes as they were transmitted."""

    def __init__(self, parsed: Any) -> None:
        attributes = field_or_none(parsed)
        self.contents = None if attributes is None else bytes(attributes.contents)
        self.values: dict[str, list[Any]] = {}
        for attribute in attributes or ():
            self.values.setdefault(attribute["type"].dotted, []).append(attribute["values"])
        if len(self.values) > _MOST_ATTRIBUTES:
            raise MalformedData("too many attributes")

    def __contains__(self, oid: str) -> bool:
        return oid in self.values

    def single_value(self, oid: str) -> bytes | None:
        """Return the only value of the only attribute of this kind. Raises MalformedData if there are more."""
        if oid not in self.values:
            return None
        values = list(self.all_values(oid))
        if len(values) != 1:
            raise MalformedData(f"the attribute {oid} has {len(values)} values instead of one")
        return values[0]

    def all_values(self, oid: str) -> Iterator[bytes]:
        """Yield every value of this kind."""
        for values in self.values.get(oid, ()):
            yield from set_member_ders(values)

    @property
    def is_der_sorted(self) -> bool:
        """True if the attributes are in the order that DER requires of a set."""
        ders = [element.der for element in ber.elements(self.contents or b"")]
        return ders == sorted(ders)


@dataclass(frozen=True, slots=True)
class Signer:
    """A parsed SignerInfo. Either `issuer` and `serial_number` or `key_id` identifies the certificate."""

    issuer: DistinguishedName | None
    serial_number: int | None
    key_id: bytes | None
    digest: str
    scheme: SignatureScheme
    unsupported: str | None
    signed_attributes: SignerAttributes = field(repr=False)
    unsigned_attributes: SignerAttributes = field(repr=False)
    signature: bytes = field(repr=False)
    algorithm_oid: str

    def identifies(self, certificate: Certificate) -> bool:
        """Return whether this SignerInfo names the certificate."""
        if self.key_id is not None:
            return certificate.subject_key_id == self.key_id
        return certificate.serial_number == self.serial_number and certificate.issuer == self.issuer

    @property
    def signed_at(self) -> datetime | None:
        """The time that the signer claims. Raises MalformedData."""
        der = self.signed_attributes.single_value(SIGNING_TIME)
        return None if der is None else parse_time(der)

    def digest_kinds(self, candidates: Iterable[Certificate]) -> set[DigestKind]:
        """Return the digests of the content that a check of this signer needs."""
        tables = {candidate.public_key.dke for candidate in candidates} | {DEFAULT_DKE}
        if self.digest != digests.GOST34311:
            tables = {DEFAULT_DKE}
        names = {self.digest} if self.signed_attributes.contents is not None else {self.digest, self.scheme.digest}
        return {(name, table) for name in names for table in tables}


@dataclass(frozen=True, slots=True)
class SignerVerification:
    """The result of checking one signer. `signature` is None if the signature could not be checked."""

    integrity: Integrity
    certificate: Certificate | None
    candidates: tuple[Certificate, ...]
    signature: bool | None
    problems: tuple[VerificationProblem, ...]


def read_signer(info: Any) -> Signer:
    """Read a parsed SignerInfo. Call it inside `malformed_on_error`. Raises MalformedData."""
    identifier = info["signer_id"]
    by_key = identifier.name == "key_id"
    oid = info["digest_algorithm"]["algorithm"].dotted
    unsupported: str | None = None
    try:
        digest = digests.digest_name(oid)
        scheme = parse_signature_scheme(info["signature_algorithm"], digest)
    except UnsupportedFeature as error:
        digest, scheme, unsupported = digests.NAMES.get(oid, oid), SignatureScheme(oid), str(error)
    return Signer(
        issuer=None if by_key else name_from_asn1(identifier.chosen["issuer"]),
        serial_number=None if by_key else int(identifier.chosen["serial_number"].native),
        key_id=bytes(identifier.chosen) if by_key else None,
        digest=digest,
        scheme=scheme,
        unsupported=unsupported,
        signed_attributes=SignerAttributes(info["signed_attributes"]),
        unsigned_attributes=SignerAttributes(info["unsigned_attributes"]),
        signature=bytes(info["signature"]),
        algorithm_oid=info["signature_algorithm"]["algorithm"].dotted,
    )


def compute_digests(content: SignedContent, kinds: Iterable[DigestKind]) -> dict[DigestKind, bytes]:
    """Return the digests of a content in one pass; a stream is read in pieces and not stored. Raises UnsupportedFeature."""
    hashers = {kind: digests.new(*kind) for kind in kinds}
    for piece in [content] if isinstance(content, bytes) else iter(lambda: content.read(CHUNK), b""):
        for hasher in hashers.values():
            hasher.update(piece)
    return {kind: hasher.digest() for kind, hasher in hashers.items()}


def check_signer(
    signer: Signer, content_type: str, ready: Mapping[DigestKind, bytes] | None, candidates: tuple[Certificate, ...]
) -> SignerVerification:
    """Check one signer against the digests of the content; `ready` is None if there is no content."""
    if signer.unsupported:
        return SignerVerification(
            "no_data", None, candidates, None, (VerificationProblem("unsupported", signer.unsupported),)
        )
    problems = list(_problems(lambda: _attributes(signer, content_type)))
    certificate, holds, tried = _signed_by(signer, ready, candidates)
    problems += tried
    if ready is not None and not _digest_fits(signer, ready, certificate):
        problems.append(VerificationProblem("digest_differs", "The content is not what was signed."))
    if certificate is not None and holds:
        problems += _problems(lambda: _binding(signer, certificate))
    if ready is None:
        problems.append(VerificationProblem("no_content", "What was signed is not here."))
    codes = {problem.code for problem in problems}
    integrity: Integrity = "failed" if codes & _FAILURES else "no_data" if codes & _LACKS else "ok"
    return SignerVerification(integrity, certificate, candidates, holds, tuple(problems))


_FAILURES = {"digest_differs", "signature_differs", "wrong_content_type", "signing_certificate_differs", "malformed"}
_LACKS = {"no_content", "no_certificate", "unsupported"}


def _problems(look: Callable[[], Iterator[VerificationProblem]]) -> Iterator[VerificationProblem]:
    """Yield the problems that `look` finds; malformed or unsupported data is one more problem."""
    try:
        with malformed_on_error("attribute"):
            yield from look()
    except UnsupportedFeature as error:
        yield VerificationProblem("unsupported", str(error))
    except DstuError as error:
        yield VerificationProblem("malformed", str(error))


def _attributes(signer: Signer, content_type: str) -> Iterator[VerificationProblem]:
    signed = signer.signed_attributes
    if signed.contents is None:
        if content_type != DATA:
            yield VerificationProblem("wrong_content_type", "A signature of this content needs signed attributes.")
        return
    if not signed.is_der_sorted:
        yield VerificationProblem(
            "attributes_not_der", "The signed attributes are not in the order of DER.", is_note=True
        )
    type_der = signed.single_value(CONTENT_TYPE)
    if type_der is None or load(core.ObjectIdentifier, type_der).dotted != content_type:
        yield VerificationProblem("wrong_content_type", "The signer signed a content of another type.")
    if signed.single_value(MESSAGE_DIGEST) is None:
        yield VerificationProblem("malformed", "The signed attributes do not say the digest of the content.")


def _digest_fits(signer: Signer, ready: Mapping[DigestKind, bytes], certificate: Certificate | None) -> bool:
    """Return whether the signed attributes name the digest of the content; without attributes the signature itself covers it."""
    if signer.signed_attributes.contents is None:
        return True
    try:
        der = signer.signed_attributes.single_value(MESSAGE_DIGEST)
        with malformed_on_error("message digest"):
            value = None if der is None else ber.single_element(der).content
    except DstuError:
        return True  # The check of the attributes reports it as malformed.
    tables = {DEFAULT_DKE} if certificate is None else {DEFAULT_DKE, certificate.public_key.dke}
    return value is None or value in {ready.get((signer.digest, table)) for table in tables}


def _signed_by(
    signer: Signer, ready: Mapping[DigestKind, bytes] | None, candidates: tuple[Certificate, ...]
) -> tuple[Certificate | None, bool | None, list[VerificationProblem]]:
    """Return the certificate whose key signed, or else the first candidate, and whether the signature holds."""
    if not candidates:
        return None, None, [VerificationProblem("no_certificate", "The certificate of the signer is not here.")]
    problems: list[VerificationProblem] = []
    algorithm, contents = signer.scheme.digest, signer.signed_attributes.contents
    values = ready or {}
    value: bytes | None
    for candidate in candidates:
        dke = candidate.public_key.dke
        try:
            if contents is not None:
                # The signature covers the attributes as transmitted, under the tag of a SET (RFC 5652 5.4).
                value = digests.digest(algorithm, ber.encode(0x31, contents), dke)
            else:
                value = values.get((algorithm, dke), values.get((algorithm, DEFAULT_DKE)))
            if value is None:
                return candidate, None, []
            if candidate.public_key.verify_digest(signer.signature, value, algorithm, signer.scheme):
                return candidate, True, []
        except UnsupportedFeature as error:
            problems.append(VerificationProblem("unsupported", str(error)))
        except DstuError as error:
            problems.append(VerificationProblem("malformed", str(error)))
    return candidates[0], False, problems or [VerificationProblem("signature_differs", "The signature does not fit.")]


def _binding(signer: Signer, certificate: Certificate) -> Iterator[VerificationProblem]:
    """Check the attribute signing-certificate: it names the certificate, so that no other with the same key can replace it."""
    differs = VerificationProblem("signing_certificate_differs", "The signer meant another certificate.")
    v2, v1 = signer.signed_attributes.single_value(ESS_V2), signer.signed_attributes.single_value(ESS_V1)
    if v2 is not None:
        first = load(schema.SigningCertificateV2, v2)["certificates"][0]
        if not _is_meant(first, first["algorithm"]["algorithm"].dotted, certificate):
            yield differs
    if v1 is not None:
        first = load(schema.SigningCertificateV1, v1)["certificates"][0]
        if not _is_meant(first, "sha1", certificate):
            yield differs
    if certificate.key_usage and not certificate.key_usage & {"digital_signature", "non_repudiation"}:
        yield VerificationProblem("key_usage", "The certificate is not for signing.")
    if signer.digest in digests.WEAK or signer.scheme.digest in digests.WEAK:
        yield VerificationProblem("weak_digest", "The digest is weak.", is_note=True)


def _is_meant(reference: Any, algorithm: str, certificate: Certificate) -> bool:
    value = bytes(reference["hash"])
    tables = {DEFAULT_DKE, certificate.public_key.dke}
    if value not in {digests.digest(algorithm, certificate.der, table) for table in tables}:
        return False
    named = field_or_none(reference["issuer_serial"])
    if named is None:
        return True
    if int(named["serial_number"].native) != certificate.serial_number:
        return False
    # Of the GeneralNames of the issuer only a directoryName ([4]) can be compared.
    directories = (element.content for element in ber.elements(named["issuer"].contents) if element.tag == 0xA4)
    directory = next(directories, None)
    return directory is None or name_from_asn1(load(schema.Name, directory)) == certificate.issuer


def first_attribute_value(attributes: SignerAttributes, oid: str) -> bytes | None:
    """Return the first value of the first attribute of this kind."""
    return first_value_der(attributes.values[oid][0]) if oid in attributes else None
