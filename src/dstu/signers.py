"""One SignerInfo of CMS (RFC 5652 5.3): its attributes, whose it is, and whether it holds for a content.

Time-stamps and OCSP answers are signed in the same way, so this knows of neither.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from asn1crypto import core

from dstu import ber, digests, schema
from dstu.certificates import Certificate, ber_ders, ber_first
from dstu.errors import DstuError, Malformed, Unsupported
from dstu.gost28147 import DEFAULT_DKE
from dstu.keys import Scheme, scheme_of
from dstu.names import Name, name_of
from dstu.problems import Integrity, Problem
from dstu.reading import given, load, reading, time_of

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = (f"1.2.840.113549.1.9.{number}" for number in (3, 4, 5))
ESS_V1, ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
CHUNK = 1 << 20
_MOST_ATTRIBUTES = 256

Content = bytes | BinaryIO
# A digest is named together with the substitution of GOST 34.311.
DigestKind = tuple[str, bytes]


class Attributes:
    """Attributes as they were transmitted."""

    def __init__(self, parsed: Any) -> None:
        present = given(parsed)
        self.contents = None if present is None else bytes(present.contents)
        self.values: dict[str, list[Any]] = {}
        for attribute in present or ():
            self.values.setdefault(attribute["type"].dotted, []).append(attribute["values"])
        if len(self.values) > _MOST_ATTRIBUTES:
            raise Malformed("too many attributes")

    def __contains__(self, oid: str) -> bool:
        return oid in self.values

    def one(self, oid: str) -> bytes | None:
        """Return the only value of the only attribute of this kind. Raises Malformed if there are more."""
        if oid not in self.values:
            return None
        found = list(self.all(oid))
        if len(found) != 1:
            raise Malformed(f"the attribute {oid} has {len(found)} values instead of one")
        return found[0]

    def all(self, oid: str) -> Iterator[bytes]:
        """Yield every value of this kind."""
        for values in self.values.get(oid, ()):
            yield from ber_ders(values)

    @property
    def are_der(self) -> bool:
        """Whether they stand in the order that DER asks of a set."""
        ders = [element.der for element in ber.elements(self.contents or b"")]
        return ders == sorted(ders)


@dataclass(frozen=True, slots=True)
class Signer:
    """One SignerInfo, read. `issuer` and `serial_number`, or `key_id`, say whose it is."""

    issuer: Name | None
    serial_number: int | None
    key_id: bytes | None
    digest: str
    scheme: Scheme
    unsupported: str | None
    signed: Attributes = field(repr=False)
    unsigned: Attributes = field(repr=False)
    signature: bytes = field(repr=False)
    algorithm_oid: str

    def is_by(self, certificate: Certificate) -> bool:
        """Say whether the certificate is the one that this names."""
        if self.key_id is not None:
            return certificate.subject_key_id == self.key_id
        return certificate.serial_number == self.serial_number and certificate.issuer == self.issuer

    @property
    def signed_at(self) -> datetime | None:
        """The time that the signer claims. Raises Malformed."""
        der = self.signed.one(SIGNING_TIME)
        return None if der is None else time_of(der)

    def kinds(self, candidates: Iterable[Certificate]) -> set[DigestKind]:
        """Return the digests of the content that are needed to check this."""
        tables = {candidate.public_key.dke for candidate in candidates} | {DEFAULT_DKE}
        if self.digest != digests.GOST34311:
            tables = {DEFAULT_DKE}
        names = {self.digest} if self.signed.contents is not None else {self.digest, self.scheme.digest}
        return {(name, table) for name in names for table in tables}


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a signer’s signature holds: `signature` None where it could not be tried."""

    integrity: Integrity
    certificate: Certificate | None
    candidates: tuple[Certificate, ...]
    signature: bool | None
    problems: tuple[Problem, ...]


def read_signer(info: Any) -> Signer:
    """Read what the schema found. To be called inside `reading`. Raises Malformed."""
    who = info["signer_id"]
    by_key = who.name == "key_id"
    digest, scheme, unsupported = _algorithms(info)
    return Signer(
        issuer=None if by_key else name_of(who.chosen["issuer"]),
        serial_number=None if by_key else int(who.chosen["serial_number"].native),
        key_id=bytes(who.chosen) if by_key else None,
        digest=digest,
        scheme=scheme,
        unsupported=unsupported,
        signed=Attributes(info["signed_attributes"]),
        unsigned=Attributes(info["unsigned_attributes"]),
        signature=bytes(info["signature"]),
        algorithm_oid=info["signature_algorithm"]["algorithm"].dotted,
    )


def _algorithms(info: Any) -> tuple[str, Scheme, str | None]:
    oid = info["digest_algorithm"]["algorithm"].dotted
    try:
        digest = digests.name_of(oid)
        return digest, scheme_of(info["signature_algorithm"], digest), None
    except Unsupported as error:
        return digests.NAMES.get(oid, oid), Scheme(oid), str(error)


def digests_of(content: Content, kinds: Iterable[DigestKind]) -> dict[DigestKind, bytes]:
    """Return the digests of a content in one pass; a stream is read in pieces and kept nowhere. Raises Unsupported."""
    hashers = {kind: digests.new(*kind) for kind in kinds}
    for piece in [content] if isinstance(content, bytes) else iter(lambda: content.read(CHUNK), b""):
        for hasher in hashers.values():
            hasher.update(piece)
    return {kind: hasher.digest() for kind, hasher in hashers.items()}


def check(
    signer: Signer, content_type: str, ready: Mapping[DigestKind, bytes] | None, candidates: tuple[Certificate, ...]
) -> Held:
    """Check one signer against the digests of the content, None where there is no content."""
    if signer.unsupported:
        return Held("no_data", None, candidates, None, (Problem("unsupported", signer.unsupported),))
    problems = list(_problems(lambda: _attributes(signer, content_type)))
    certificate, holds, tried = _signed_by(signer, ready, candidates)
    problems += tried
    if ready is not None and not _digest_fits(signer, ready, certificate):
        problems.append(Problem("digest_differs", "The content is not what was signed."))
    if certificate is not None and holds:
        problems += _problems(lambda: _binding(signer, certificate))
    if ready is None:
        problems.append(Problem("no_content", "What was signed is not here."))
    return Held(_integrity(problems), certificate, candidates, holds, tuple(problems))


_FAILURES = {"digest_differs", "signature_differs", "wrong_content_type", "signing_certificate_differs", "malformed"}
_LACKS = {"no_content", "no_certificate", "unsupported"}


def _integrity(problems: Iterable[Problem]) -> Integrity:
    codes = {problem.code for problem in problems}
    if codes & _FAILURES:
        return "failed"
    return "no_data" if codes & _LACKS else "ok"


def _problems(look: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """Yield the problems that are found, and what is not well-formed or not taken here as one more."""
    try:
        with reading("attribute"):
            yield from look()
    except Unsupported as error:
        yield Problem("unsupported", str(error))
    except DstuError as error:
        yield Problem("malformed", str(error))


def _attributes(signer: Signer, content_type: str) -> Iterator[Problem]:
    signed = signer.signed
    if signed.contents is None:
        if content_type != DATA:
            yield Problem("wrong_content_type", "A signature of this content needs signed attributes.")
        return
    if not signed.are_der:
        yield Problem("attributes_not_der", "The signed attributes are not in the order of DER.", is_note=True)
    said = signed.one(CONTENT_TYPE)
    if said is None or load(core.ObjectIdentifier, said).dotted != content_type:
        yield Problem("wrong_content_type", "The signer signed a content of another type.")
    if signed.one(MESSAGE_DIGEST) is None:
        yield Problem("malformed", "The signed attributes do not say the digest of the content.")


def _digest_fits(signer: Signer, ready: Mapping[DigestKind, bytes], certificate: Certificate | None) -> bool:
    """Say whether the signed attributes name the digest of the content. Without them the signature itself says it."""
    if signer.signed.contents is None:
        return True
    try:
        said = signer.signed.one(MESSAGE_DIGEST)
        with reading("message digest"):
            value = None if said is None else ber.only(said).content
    except DstuError:
        return True  # Said already to be malformed.
    tables = {DEFAULT_DKE} if certificate is None else {DEFAULT_DKE, certificate.public_key.dke}
    return value is None or value in {ready.get((signer.digest, table)) for table in tables}


def _signed_by(
    signer: Signer, ready: Mapping[DigestKind, bytes] | None, candidates: tuple[Certificate, ...]
) -> tuple[Certificate | None, bool | None, list[Problem]]:
    """Return the certificate whose key signed, or the first that is named, and whether the signature holds."""
    if not candidates:
        return None, None, [Problem("no_certificate", "The certificate of the signer is not here.")]
    problems: list[Problem] = []
    for candidate in candidates:
        try:
            value = _value_signed(signer, ready, candidate.public_key.dke)
            if value is None:
                return candidate, None, []
            if candidate.public_key.verify_digest(signer.signature, value, signer.scheme.digest, signer.scheme):
                return candidate, True, []
        except Unsupported as error:
            problems.append(Problem("unsupported", str(error)))
        except DstuError as error:
            problems.append(Problem("malformed", str(error)))
    return candidates[0], False, problems or [Problem("signature_differs", "The signature does not fit.")]


def _value_signed(signer: Signer, ready: Mapping[DigestKind, bytes] | None, dke: bytes) -> bytes | None:
    """Return the digest that was signed: of the attributes as transmitted under the tag of a SET, else of the content."""
    if signer.signed.contents is not None:
        return digests.digest(signer.scheme.digest, ber.encode(0x31, signer.signed.contents), dke)
    if ready is None:
        return None
    kind = (signer.scheme.digest, dke)
    return ready.get(kind, ready.get((signer.scheme.digest, DEFAULT_DKE)))


def _binding(signer: Signer, certificate: Certificate) -> Iterator[Problem]:
    """The attribute signing-certificate says which certificate was meant, so that no other with the key takes its place."""
    differs = Problem("signing_certificate_differs", "The signer meant another certificate.")
    v2, v1 = signer.signed.one(ESS_V2), signer.signed.one(ESS_V1)
    if v2 is not None:
        first = load(schema.SigningCertificateV2, v2)["certificates"][0]
        if not _is_meant(first, first["algorithm"]["algorithm"].dotted, certificate):
            yield differs
    if v1 is not None:
        first = load(schema.SigningCertificateV1, v1)["certificates"][0]
        if not _is_meant(first, "sha1", certificate):
            yield differs
    if certificate.key_usage and not certificate.key_usage & {"digital_signature", "non_repudiation"}:
        yield Problem("key_usage", "The certificate is not for signing.")
    if signer.digest in digests.WEAK or signer.scheme.digest in digests.WEAK:
        yield Problem("weak_digest", "The digest is weak.", is_note=True)


def _is_meant(reference: Any, algorithm: str, certificate: Certificate) -> bool:
    value = bytes(reference["hash"])
    tables = {DEFAULT_DKE, certificate.public_key.dke}
    if value not in {digests.digest(algorithm, certificate.der, table) for table in tables}:
        return False
    named = given(reference["issuer_serial"])
    if named is None:
        return True
    return int(named["serial_number"].native) == certificate.serial_number and _names(
        named["issuer"], certificate.issuer
    )


def _names(general: Any, issuer: Name) -> bool:
    for element in ber.elements(general.contents):
        if element.tag == 0xA4:
            return name_of(load(schema.Name, element.content)) == issuer
    return True


def first_value(attributes: Attributes, oid: str) -> bytes | None:
    """Return the first value of the first attribute of this kind."""
    return ber_first(attributes.values[oid][0]) if oid in attributes else None
