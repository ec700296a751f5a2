"""X.509 certificates with the Ukrainian additions (the holder, qualified or not), and pools of certificates."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from dstu import ber, digests, schema
from dstu.asn1 import explicit_content, field_or_none, load, malformed_on_error, parse_time
from dstu.errors import DstuError, MalformedData
from dstu.keys import PrivateKey, PublicKey, SignatureScheme, read_public_key, signature_scheme_or_none
from dstu.names import DistinguishedName, decode_string, name_from_asn1

SUBJECT_KEY_ID, KEY_USAGE, BASIC_CONSTRAINTS = "2.5.29.14", "2.5.29.15", "2.5.29.19"
AUTHORITY_KEY_ID, EXTENDED_KEY_USAGE, FRESHEST_CRL, CRLS = "2.5.29.35", "2.5.29.37", "2.5.29.46", "2.5.29.31"
HOLDER, STATEMENTS, POLICIES = "2.5.29.9", "1.3.6.1.5.5.7.1.3", "2.5.29.32"
AUTHORITY_ACCESS, SUBJECT_ACCESS = "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.11"
OCSP_ACCESS, ISSUER_ACCESS, TSP_ACCESS = "1.3.6.1.5.5.7.48.1", "1.3.6.1.5.5.7.48.2", "1.3.6.1.5.5.7.48.3"
TIME_STAMPING, OCSP_SIGNING = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"
# Order of the Ministry of Justice on the format of certificates: attributes of the holder.
RNOKPP_OID, EDRPOU_OID, UNZR_OID = (f"1.2.804.2.1.1.1.11.1.4.{number}.1" for number in (1, 2, 11))
# ETSI EN 319 412-5, and the identifier that Ukraine used before it.
QUALIFIED, QUALIFIED_BEFORE, IN_DEVICE = "0.4.0.1862.1.1", "1.2.804.2.1.1.1.2.1", "0.4.0.1862.1.4"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
SUBJECT_NAMES, ISSUER_NAMES, KEY_PERIOD = "2.5.29.17", "2.5.29.18", "2.5.29.16"
_KNOWN = frozenset(
    {SUBJECT_KEY_ID, KEY_USAGE, BASIC_CONSTRAINTS, AUTHORITY_KEY_ID, EXTENDED_KEY_USAGE, FRESHEST_CRL, CRLS, HOLDER}
    | {STATEMENTS, POLICIES, AUTHORITY_ACCESS, SUBJECT_ACCESS, SUBJECT_NAMES, ISSUER_NAMES, KEY_PERIOD}
)
_RNOKPP = re.compile(r"\d{10}")
_UNZR = re.compile(r"\d{8}-\d{5}")


@dataclass(frozen=True, slots=True)
class CertificateHolder:
    """The identifiers of the person and the organisation: digits as issued by the state, None where absent."""

    rnokpp: str | None = None
    edrpou: str | None = None
    unzr: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """A parsed certificate, equal to another with the same bytes. Times are UTC, `fingerprint` is SHA-256 in hexadecimal."""

    der: bytes = field(repr=False)
    fingerprint: str
    serial_number: int
    subject: DistinguishedName
    issuer: DistinguishedName
    not_before: datetime
    not_after: datetime
    holder: CertificateHolder
    public_key: PublicKey
    key_usage: frozenset[str]
    extended_key_usage: frozenset[str]
    is_ca: bool
    path_length: int | None
    is_qualified: bool
    has_qscd: bool
    subject_key_id: bytes | None
    authority_key_id: bytes | None
    crl_urls: tuple[str, ...]
    delta_crl_urls: tuple[str, ...]
    ocsp_urls: tuple[str, ...]
    ca_issuer_urls: tuple[str, ...]
    tsp_urls: tuple[str, ...]
    critical_unknown: frozenset[str]
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    scheme: SignatureScheme | None = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and other.der == self.der

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @property
    def rnokpp(self) -> str | None:
        """The tax number of the person, ten digits."""
        return self.holder.rnokpp

    @property
    def edrpou(self) -> str | None:
        """The number of the organisation."""
        return self.holder.edrpou

    @property
    def unzr(self) -> str | None:
        """The number of the record in the demographic register, YYYYMMDD-NNNNN."""
        return self.holder.unzr

    @property
    def document(self) -> str | None:
        """The passport of a person who has no tax number, which stands in the place of that number."""
        return self.holder.document

    @property
    def is_self_issued(self) -> bool:
        return self.subject == self.issuer

    def is_signed_by(self, issuer: "Certificate") -> bool:
        """Return whether the issuer’s key signed the certificate; False also if the algorithm or the key is unsupported."""
        if self.scheme is None:
            return False
        return _is_signed(self, issuer.public_key)

    def digest(self, algorithm: str) -> bytes:
        """Return the digest of the whole certificate."""
        return digests.digest(algorithm, self.der)


@lru_cache(maxsize=8192)
def _is_signed(certificate: Certificate, key: PublicKey) -> bool:
    scheme = certificate.scheme
    assert scheme is not None
    try:
        return key.verify(certificate.signature, certificate.body, scheme.digest, scheme)
    except DstuError:
        return False


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its certificate, if there is one."""

    key: PrivateKey
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class CertificatePool:
    """Certificates in a file, and the reasons why others in it could not be read."""

    certificates: tuple[Certificate, ...]
    unreadable: tuple[str, ...] = ()


def read_certificate(data: bytes) -> Certificate:
    """Read one certificate: DER, PEM or base64. Raises MalformedData, InputTooBig."""
    with malformed_on_error("certificate"):
        parsed = load(schema.Asn1Certificate, ber.extract_der(data))
        body = parsed["body"]
        der = bytes(parsed.dump())
        extensions = _ParsedExtensions(body["extensions"])
        subject = name_from_asn1(body["subject"])
        return Certificate(
            der=der,
            fingerprint=sha256(der).hexdigest(),
            serial_number=int(body["serial_number"].native),
            subject=subject,
            issuer=name_from_asn1(body["issuer"]),
            not_before=parse_time(body["validity"]["not_before"].dump()),
            not_after=parse_time(body["validity"]["not_after"].dump()),
            holder=_holder(extensions.values.get(HOLDER), subject),
            public_key=read_public_key(bytes(body["public_key"].dump())),
            body=bytes(body.dump()),
            signature=bytes(parsed["signature"]),
            # The algorithm stands twice and must be the same, RFC 5280 4.1.1.2.
            scheme=signature_scheme_or_none(parsed["algorithm"])
            if parsed["algorithm"]["algorithm"].dotted == body["signature"]["algorithm"].dotted
            else None,
            critical_unknown=frozenset(extensions.critical - _KNOWN),
            **extensions.fields(),
        )


def read_certificates(data: bytes) -> CertificatePool:
    """Read a pool: a p7b, several PEM blocks, or concatenated certificates. An unreadable certificate does not fail the pool.

    Raises MalformedData if it is none of these.
    """
    blocks = ber.pem_blocks(data)
    if blocks:
        return pool_from_ders(der for block in blocks for der in _certificates_in(block))
    return pool_from_ders(_certificates_in(ber.extract_der(data)))


def pool_from_ders(ders: Iterable[bytes]) -> CertificatePool:
    """Read each certificate by itself."""
    certificates, unreadable = [], []
    for der in ders:
        try:
            certificates.append(read_certificate(der))
        except DstuError as error:
            unreadable.append(str(error))
    return CertificatePool(tuple(certificates), tuple(unreadable))


def _concatenated(data: bytes) -> Iterator[bytes]:
    """Yield concatenated certificates. The file may end in white space, but such a byte may also end a signature."""
    end, at = len(data.rstrip(b"\r\n\t ")), 0
    for element in ber.elements(data):
        yield element.der
        at += len(element.der)
        if at >= end:
            return


def _certificates_in(data: bytes) -> Iterator[bytes]:
    with malformed_on_error("pool of certificates"):
        if b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" not in data[:24]:
            return _concatenated(data)
        info = load(schema.ContentInfo, data)
        signed = load(schema.SignedData, explicit_content(info["content"]))
        return set_member_ders(field_or_none(signed["certificates"]))


def set_member_ders(members: Any) -> Iterator[bytes]:
    """Return the bytes of each member of a set; none if the set is None."""
    return iter([]) if members is None else (element.der for element in ber.elements(members.contents))


class _ParsedExtensions:
    """The extensions of a certificate, each at most once. Raises MalformedData."""

    def __init__(self, extensions: Any) -> None:
        self.values: dict[str, bytes] = {}
        self.critical: set[str] = set()
        for extension in field_or_none(extensions) or ():
            oid = extension["type"].dotted
            if oid in self.values:
                raise MalformedData(f"the extension {oid} twice")
            self.values[oid] = bytes(extension["value"])
            if extension["critical"].native:
                self.critical.add(oid)

    def fields(self) -> dict[str, Any]:
        """Read the known extensions. A malformed one is ignored, except those that limit the use of the key: they raise."""
        constraints = self._strict(BASIC_CONSTRAINTS, schema.BasicConstraints)
        usage = self._strict(KEY_USAGE, schema.KeyUsage)
        extended = self._strict(EXTENDED_KEY_USAGE, schema.ObjectIdentifiers)
        statements = self._quiet(STATEMENTS, _statements, frozenset[str]())
        length = None if constraints is None else field_or_none(constraints["path_length"])
        authority = self._quiet(AUTHORITY_ACCESS, _access_descriptions, ())
        both = authority + self._quiet(SUBJECT_ACCESS, _access_descriptions, ())
        return {
            "is_ca": constraints is not None and bool(constraints["ca"].native),
            "path_length": None if length is None else int(length.native),
            "key_usage": frozenset[str]() if usage is None else frozenset(str(bit) for bit in usage.native),
            "extended_key_usage": frozenset[str]() if extended is None else frozenset(oid.dotted for oid in extended),
            "is_qualified": bool({QUALIFIED, QUALIFIED_BEFORE} & statements),
            "has_qscd": IN_DEVICE in statements,
            "subject_key_id": self._quiet(SUBJECT_KEY_ID, _octets, None),
            "authority_key_id": self._quiet(AUTHORITY_KEY_ID, _authority, None),
            "crl_urls": self._quiet(CRLS, _addresses, ()),
            "delta_crl_urls": self._quiet(FRESHEST_CRL, _addresses, ()),
            "ocsp_urls": tuple(address for method, address in authority if method == OCSP_ACCESS),
            "ca_issuer_urls": tuple(address for method, address in authority if method == ISSUER_ACCESS),
            "tsp_urls": tuple(address for method, address in both if method == TSP_ACCESS),
        }

    def _strict(self, oid: str, schema_type: type) -> Any:
        return load(schema_type, self.values[oid]) if oid in self.values else None

    def _quiet(self, oid: str, read: Any, otherwise: Any) -> Any:
        if oid not in self.values:
            return otherwise
        try:
            with malformed_on_error("extension"):
                return read(self.values[oid])
        except MalformedData:
            return otherwise


def _octets(der: bytes) -> bytes:
    return ber.single_element(der).content


def _authority(der: bytes) -> bytes | None:
    """Return the identifier of the issuer’s key; old test centres write it bare instead of within a SEQUENCE."""
    if der[:1] == b"\x04":
        return _octets(der)
    key_id = field_or_none(load(schema.AuthorityKeyIdentifier, der)["key_id"])
    return None if key_id is None else bytes(key_id)


def _statements(der: bytes) -> frozenset[str]:
    return frozenset(statement["type"].dotted for statement in load(schema.QcStatements, der))


def _access_descriptions(der: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(
        (description["method"].dotted, address)
        for description in load(schema.AccessDescriptions, der)
        for address in _addresses(description["location"].dump())
    )


def _addresses(der: bytes, depth: int = 0) -> tuple[str, ...]:
    """Return every uniformResourceIdentifier ([6]) inside nested names."""
    addresses: tuple[str, ...] = ()
    for element in ber.elements(der):
        if element.tag == 0x86:
            addresses += (element.content.decode("utf-8", "replace").strip(),)
        elif element.tag & ber.CONSTRUCTED and depth < 6:
            addresses += _addresses(element.content, depth + 1)
    return addresses


def _holder(attributes: bytes | None, subject: DistinguishedName) -> CertificateHolder:
    """Read the attributes of the holder, and the identifiers that newer certificates have in the name (ETSI EN 319 412-1)."""
    values: dict[str, str] = {}
    if attributes is not None:
        with suppress(MalformedData), malformed_on_error("attributes of the holder"):
            parsed = load(schema.AttributeSequence, attributes)
            texts = [(item["type"].dotted, decode_string(first_value_der(item["values"])).strip()) for item in parsed]
            values = {oid: text for oid, text in texts if text.lower() not in {"", "n/a", "n\\a"}}
    number, organization = subject.serial_number or "", subject.organization_identifier or ""
    tax = values.get(RNOKPP_OID) or _after(number, "TINUA-")
    unzr = values.get(UNZR_OID) or _after(number, "PNOUA-")
    if unzr and not tax and _RNOKPP.fullmatch(unzr):
        tax, unzr = unzr, None
    document = _after(number, "PASUA-") or _after(number, "IDCUA-")
    if tax and not _RNOKPP.fullmatch(tax):
        tax, document = None, document or tax
    return CertificateHolder(tax, values.get(EDRPOU_OID) or _after(organization, "NTRUA-"), unzr, document)


def first_value_der(values: Any) -> bytes:
    """Return the first value of an attribute. Raises MalformedData if there is none."""
    for element in ber.elements(values.contents):
        return element.der
    raise MalformedData("an attribute without a value")


def _after(text: str, prefix: str) -> str | None:
    return text[len(prefix) :].strip() or None if text.upper().startswith(prefix) else None
