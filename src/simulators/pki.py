"""Certificates, signatures, time-stamps, CRLs and OCSP answers for tests and simulators, never for a seal with legal force.

Signing with DSTU 4145 is not constant-time, and keys stay in memory unprotected.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import core

from dstu import ber, certificates, cms, digests, keys, names, schema, timestamps
from dstu.asn1 import encode_typed_value
from dstu.certificates import Certificate, KeyPair, read_certificate
from dstu.errors import UnsupportedFeature
from dstu.keys import DstuPrivateKey, EcPrivateKey, PrivateKey, RsaPrivateKey
from dstu.names import DistinguishedName
from dstu.revocation import (
    BASIC_OCSP,
    CRL_NUMBER,
    DELTA_BASE,
    OCSP_NONCE,
    REASON,
    REVOCATION_REASONS,
    certificate_id,
    public_key_bits,
)
from dstu.signers import CONTENT_TYPE, DATA, ESS_V2, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_TIME

SubjectName = str | Mapping[str, str] | DistinguishedName
SIGNING = ("digital_signature", "non_repudiation")
AGREEMENT = ("key_agreement",)
ISSUING = ("key_cert_sign", "crl_sign")
LONG_AGO, FAR_AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
_TO_NAME = {
    "country": names.COUNTRY,
    "state": names.STATE,
    "locality": names.LOCALITY,
    "organization": names.ORGANIZATION,
    "unit": names.UNIT,
    "title": names.TITLE,
    "surname": names.SURNAME,
    "given_name": names.GIVEN_NAME,
    "common_name": names.COMMON_NAME,
    "serial_number": names.SERIAL_NUMBER,
    "organization_identifier": names.ORGANIZATION_IDENTIFIER,
}
_REASON_NUMBERS = {text: number for number, text in REVOCATION_REASONS.items()}


def make_certificate(
    subject: SubjectName,
    key: PrivateKey,
    issuer: KeyPair | None = None,
    *,
    rnokpp: str | None = None,
    edrpou: str | None = None,
    unzr: str | None = None,
    key_usage: Sequence[str] | None = None,
    extended_key_usage: Sequence[str] = (),
    not_before: datetime = LONG_AGO,
    not_after: datetime = FAR_AHEAD,
    is_ca: bool = False,
    path_length: int | None = None,
    is_qualified: bool = False,
    has_qscd: bool = False,
    crl_urls: Sequence[str] = (),
    ocsp_urls: Sequence[str] = (),
    serial_number: int | None = None,
    digest: str | None = None,
) -> Certificate:
    """Make a certificate for `key`, signed by `issuer` or self-signed.

    `subject` is a common name, or the parts of a name by the keys of `_TO_NAME` or by OID, the most general part first.
    """
    signing_key = issuer.key if issuer is not None else key
    name = build_name(subject)
    issuer_name = _certificate(issuer).subject if issuer is not None else name
    usage = key_usage if key_usage is not None else ISSUING if is_ca else SIGNING
    extensions = [
        _extension(certificates.SUBJECT_KEY_ID, core.OctetString(_key_id(key))),
        _extension(certificates.AUTHORITY_KEY_ID, schema.AuthorityKeyIdentifier({"key_id": _key_id(signing_key)})),
        *_usage_extensions(usage, extended_key_usage, is_ca, path_length),
        *_holder_extensions(rnokpp, edrpou, unzr, is_qualified, has_qscd),
        *_status_extensions(crl_urls, ocsp_urls),
    ]
    algorithm = signature_algorithm(signing_key, digest)
    body = schema.TbsCertificate(
        {
            "version": 2,
            "serial_number": serial_number or secrets.randbits(100),
            "signature": algorithm,
            "issuer": schema.Name.load(issuer_name.der),
            "validity": {"not_before": _time(not_before), "not_after": _time(not_after)},
            "subject": schema.Name.load(name.der),
            "public_key": schema.SubjectPublicKeyInfo.load(key.public_key.spki),
            "extensions": extensions,
        }
    )
    signature = _signature_bits(signing_key, body.dump(), digest)
    certificate = schema.Asn1Certificate({"body": body, "algorithm": algorithm, "signature": signature})
    return read_certificate(certificate.dump())


def build_name(subject: SubjectName) -> DistinguishedName:
    """Make a distinguished name from a common name or from its parts."""
    if isinstance(subject, DistinguishedName):
        return subject
    parts = {"common_name": subject} if isinstance(subject, str) else subject
    return names.make_name((_TO_NAME.get(part, part), value) for part, value in parts.items())


def make_pair(
    subject: SubjectName, issuer: KeyPair | None = None, *, algorithm: str = "DSTU4145-257", **options: Any
) -> KeyPair:
    """Make a key and its certificate; `options` go to `make_certificate`."""
    key = keys.generate(algorithm)
    return KeyPair(key, make_certificate(subject, key, issuer, **options))


def signature_algorithm(key: PrivateKey, digest: str | None = None) -> schema.AlgorithmIdentifier:
    """Return the AlgorithmIdentifier of a signature by this key with this digest. Raises UnsupportedFeature."""
    name = digests.digest_name(digest) if digest else default_digest(key)
    prefix = {
        DstuPrivateKey: f"{digests.UA_OID_PREFIX}.",
        RsaPrivateKey: "1.2.840.113549.1.1.",
        EcPrivateKey: "1.2.840.10045.",
    }[type(key)]
    if isinstance(key, DstuPrivateKey) and name == digests.GOST34311:
        return schema.AlgorithmIdentifier({"algorithm": keys.DSTU_KEY})
    # The last DSTU algorithm with this digest is the one with a polynomial basis.
    oids = [
        oid
        for oid, digest_name in keys.SIGNATURE_ALGORITHM_DIGESTS.items()
        if digest_name == name and oid.startswith(prefix)
    ]
    if not oids:
        raise UnsupportedFeature(f"{name} with {key.public_key.algorithm}")
    fields: dict[str, Any] = {"algorithm": oids[-1]}
    if isinstance(key, RsaPrivateKey):
        fields["parameters"] = core.Null()
    return schema.AlgorithmIdentifier(fields)


def default_digest(key: PrivateKey) -> str:
    return digests.GOST34311 if isinstance(key, DstuPrivateKey) else "sha256"


def _signature_bits(key: PrivateKey, body: bytes, digest: str | None) -> bytes:
    signature = key.sign(body, digest or default_digest(key))
    return ber.encode(0x04, signature) if isinstance(key, DstuPrivateKey) else signature


def _certificate(pair: KeyPair) -> Certificate:
    if pair.certificate is None:
        raise UnsupportedFeature("a key without a certificate")
    return pair.certificate


def _key_id(key: PrivateKey) -> bytes:
    bits = schema.SubjectPublicKeyInfo.load(key.public_key.spki)["public_key"]
    return digests.digest(default_digest(key), bytes(bits))[:32]


def _extension(oid: str, value: core.Asn1Value, *, critical: bool = False) -> dict[str, Any]:
    return {"type": oid, "critical": critical, "value": value.dump()}


def _usage_extensions(
    usage: Sequence[str], purposes: Sequence[str], is_ca: bool, path_length: int | None
) -> list[dict[str, Any]]:
    extensions = [_extension(certificates.KEY_USAGE, schema.KeyUsage(set(usage)), critical=True)]
    if is_ca:
        fields: dict[str, Any] = {"ca": True} | ({} if path_length is None else {"path_length": path_length})
        extensions.append(_extension(certificates.BASIC_CONSTRAINTS, schema.BasicConstraints(fields), critical=True))
    if purposes:
        oids = schema.ObjectIdentifiers(list(purposes))
        extensions.append(_extension(certificates.EXTENDED_KEY_USAGE, oids, critical=True))
    return extensions


def _holder_extensions(
    rnokpp: str | None, edrpou: str | None, unzr: str | None, is_qualified: bool, has_qscd: bool
) -> list[dict[str, Any]]:
    extensions = []
    numbers = {certificates.RNOKPP_OID: rnokpp, certificates.EDRPOU_OID: edrpou, certificates.UNZR_OID: unzr}
    attributes = [
        # A passport number, which replaces a missing РНОКПП, has Cyrillic letters.
        {"type": oid, "values": [core.PrintableString(value) if value.isascii() else core.UTF8String(value)]}
        for oid, value in numbers.items()
        if value
    ]
    if attributes:
        extensions.append(_extension(certificates.HOLDER, schema.AttributeSequence(attributes)))
    statements = [certificates.QUALIFIED] * is_qualified + [certificates.IN_DEVICE] * has_qscd
    if statements:
        values = schema.QcStatements([{"type": oid} for oid in statements])
        extensions.append(_extension(certificates.STATEMENTS, values))
    return extensions


def _status_extensions(crl_urls: Sequence[str], ocsp_urls: Sequence[str]) -> list[dict[str, Any]]:
    extensions = []
    if crl_urls:
        points = [_sequence(_tagged(0xA0, _tagged(0xA0, _tagged(0x86, url.encode())))) for url in crl_urls]
        extensions.append({"type": certificates.CRLS, "value": _sequence(*points)})
    if ocsp_urls:
        oid = core.ObjectIdentifier(certificates.OCSP_ACCESS).dump()
        places = [_sequence(oid, _tagged(0x86, url.encode())) for url in ocsp_urls]
        extensions.append({"type": certificates.AUTHORITY_ACCESS, "value": _sequence(*places)})
    return extensions


def _tagged(tag: int, content: bytes) -> bytes:
    return ber.encode(tag, content)


def _sequence(*parts: bytes) -> bytes:
    return ber.encode(0x30, b"".join(parts))


def _time(moment: datetime) -> core.Asn1Value:
    moment = moment.astimezone(UTC).replace(microsecond=0)
    return core.UTCTime(moment) if 1950 <= moment.year < 2050 else core.GeneralizedTime(moment)


def sign_cms(
    content: bytes,
    signers: Sequence[KeyPair],
    *,
    detached: bool = False,
    at: datetime | None = None,
    digest: str | None = None,
    wrap: bool = True,
    content_type: str = DATA,
    bare: bool = False,
    timestamp_by: KeyPair | None = None,
    timestamp_at: datetime | None = None,
    content_timestamp_by: KeyPair | None = None,
    values: Sequence[Certificate] = (),
    crls: Sequence[bytes] = (),
    ocsps: Sequence[bytes] = (),
    certificates: bool = True,
    content_digest: bytes | None = None,
) -> bytes:
    """Return a SignedData in DER: CAdES-BES, with a time-stamp CAdES-T, with validation data CAdES-X-L.

    `content_digest` signs data known only by its digest, as Diia does; `content` is then empty and `detached` true.
    `at` is the signing time that the signers claim. `wrap` puts r and s of DSTU into a nested OCTET STRING, as some programs do.
    `bare` omits the signed attributes. `values`, `crls` and `ocsps` (BasicOCSPResponse) become unsigned attributes.
    """
    token = _timestamp_token(content, content_timestamp_by, timestamp_at or at)
    infos = []
    for pair in signers:
        attributes = (
            None if bare else _signed_attributes(pair, content, content_type, at, digest, token, content_digest)
        )
        infos.append(_signer_info(pair, content, attributes, digest, wrap))
    for info in infos:
        unsigned = _validation_data(values, crls, ocsps)
        if token := _timestamp_token(bytes(info["signature"]), timestamp_by, timestamp_at or at):
            unsigned.insert(0, _attribute(cms.SIGNATURE_TIMESTAMP, schema.ContentInfo.load(token)))
        if unsigned:
            info["unsigned_attributes"] = schema.AttributeSet(unsigned)
    fields: dict[str, Any] = {
        "version": 1 if content_type == DATA else 3,
        "digest_algorithms": [info["digest_algorithm"] for info in infos],
        "content": {"content_type": content_type},
        "signers": infos,
    }
    if not detached:
        fields["content"] = schema.ContentInfo.load(encode_typed_value(content_type, core.OctetString(content)))
    if certificates:
        ders = dict.fromkeys(_certificate(pair).der for pair in signers)
        fields["certificates"] = schema.AnySet([schema.Asn1Certificate.load(der) for der in ders])
    return encode_typed_value(SIGNED_DATA, schema.SignedData(fields))


def _signed_attributes(
    pair: KeyPair,
    content: bytes,
    content_type: str,
    at: datetime | None,
    digest: str | None,
    content_token: bytes | None,
    content_digest: bytes | None,
) -> schema.AttributeSet:
    name, certificate = digest or default_digest(pair.key), _certificate(pair)
    signing_certificate = schema.SigningCertificateV2(
        {"certificates": [{"algorithm": {"algorithm": digests.OIDS[name]}, "hash": certificate.digest(name)}]}
    )
    values: dict[str, core.Asn1Value] = {
        CONTENT_TYPE: core.ObjectIdentifier(content_type),
        MESSAGE_DIGEST: core.OctetString(content_digest or digests.digest(name, content)),
        ESS_V2: signing_certificate,
    }
    if at is not None:
        values[SIGNING_TIME] = _time(at)
    if content_token is not None:
        values[cms.CONTENT_TIMESTAMP] = schema.ContentInfo.load(content_token)
    return schema.AttributeSet([_attribute(oid, value) for oid, value in values.items()])


def _attribute(oid: str, value: core.Asn1Value) -> dict[str, Any]:
    return {"type": oid, "values": [value]}


def _signer_info(
    pair: KeyPair, content: bytes, attributes: schema.AttributeSet | None, digest: str | None, wrap: bool
) -> schema.SignerInfo:
    name, certificate = digest or default_digest(pair.key), _certificate(pair)
    signature = pair.key.sign(content if attributes is None else attributes.dump(), name)
    issuer = schema.Name.load(certificate.issuer.der)
    issuer_and_serial = schema.IssuerAndSerialNumber({"issuer": issuer, "serial_number": certificate.serial_number})
    fields: dict[str, Any] = {
        "version": 1,
        "signer_id": schema.SignerIdentifier("issuer_and_serial", issuer_and_serial),
        "digest_algorithm": {"algorithm": digests.OIDS[name]},
        "signature_algorithm": signature_algorithm(pair.key, name),
        "signature": ber.encode(0x04, signature) if wrap and isinstance(pair.key, DstuPrivateKey) else signature,
    }
    if attributes is not None:
        fields["signed_attributes"] = attributes
    return schema.SignerInfo(fields)


def _timestamp_token(content: bytes, authority: KeyPair | None, at: datetime | None) -> bytes | None:
    """Return the authority's token of RFC 3161 over the content, or None when there is no authority."""
    if authority is None:
        return None
    return make_timestamp(digests.digest(default_digest(authority.key), content), authority, at or LONG_AGO)


def _validation_data(
    values: Sequence[Certificate], crls: Sequence[bytes], ocsps: Sequence[bytes]
) -> list[dict[str, Any]]:
    """Return the unsigned attributes of CAdES-X-L, or nothing when there are no certificates for them."""
    if not values:
        return []
    references = schema.CertificateReferences(
        [{"hash": schema.OtherHash("sha1", core.OctetString(certificate.digest("sha1")))} for certificate in values]
    )
    chain = schema.AnySequence([schema.Asn1Certificate.load(certificate.der) for certificate in values])
    revocations = _sequence(*(_tagged(0xA0 + tag, _sequence(*ders)) for tag, ders in enumerate((crls, ocsps)) if ders))
    return [
        _attribute(cms.CERTIFICATE_REFS, references),
        _attribute(cms.REVOCATION_REFS, schema.AnySequence([])),
        _attribute(cms.CERTIFICATE_VALUES, chain),
        _attribute(cms.REVOCATION_VALUES, schema.RevocationValues.load(revocations)),
    ]


def make_timestamp(
    imprint: bytes, authority: KeyPair, at: datetime, *, digest: str | None = None, nonce: int | None = None
) -> bytes:
    """Return a token of RFC 3161 over the data with the digest `imprint`."""
    fields: dict[str, Any] = {
        "version": 1,
        "policy": "1.2.804.2.1.1.1.2.3.1",
        "imprint": {"algorithm": {"algorithm": digests.OIDS[digest or default_digest(authority.key)]}, "hash": imprint},
        "serial_number": secrets.randbits(64),
        "time": _generalized(at),
    }
    if nonce is not None:
        fields["nonce"] = nonce
    info = schema.TstInfo(fields).dump()
    return sign_cms(info, [authority], at=at, content_type=timestamps.TIMESTAMP_INFO)


def make_crl(
    issuer: KeyPair,
    revoked: Mapping[int, tuple[datetime, str]],
    at: datetime,
    *,
    number: int = 1,
    delta_base: int | None = None,
    lasts: timedelta = timedelta(days=7),
) -> bytes:
    """Return a CRL of `revoked` certificates: serial number → (moment, reason by its text in `REVOCATION_REASONS`)."""
    entries = []
    for serial, (moment, reason) in revoked.items():
        extension = {"type": REASON, "value": _tagged(0x0A, bytes([_REASON_NUMBERS[reason]]))}
        fields = (core.Integer(serial), _time(moment), schema.Extensions([extension]))
        entries.append(_sequence(*(field.dump() for field in fields)))
    extensions = [_extension(CRL_NUMBER, core.Integer(number))]
    if delta_base is not None:
        extensions.append(_extension(DELTA_BASE, core.Integer(delta_base), critical=True))
    algorithm = signature_algorithm(issuer.key).dump()
    times = (_time(at).dump(), _time(at + lasts).dump())
    parts = [core.Integer(1).dump(), algorithm, _certificate(issuer).subject.der, *times]
    parts += [_sequence(*entries)] * bool(entries) + [_tagged(0xA0, schema.Extensions(extensions).dump())]
    body = _sequence(*parts)
    return _sequence(body, algorithm, _tagged(0x03, b"\x00" + _signature_bits(issuer.key, body, None)))


def make_ocsp(
    certificate: Certificate,
    issuer: Certificate,
    signer: KeyPair,
    at: datetime,
    *,
    status: str = "good",
    revoked_at: datetime | None = None,
    nonce: bytes | None = None,
    by_name: bool = False,
    basic: bool = False,
    digest: str = "sha1",
    lasts: timedelta | None = None,
) -> bytes:
    """Return an OCSP answer about a certificate, or with `basic` only the BasicOCSPResponse that signatures hold."""
    states: dict[str, core.Asn1Value] = {
        "good": core.Null(),
        "unknown": core.Null(),
        "revoked": schema.RevokedInfo({"time": _generalized(revoked_at or at)}),
    }
    single: dict[str, Any] = {
        "certificate_id": certificate_id(certificate, issuer, digest),
        "status": schema.CertificateStatus(status, states[status]),
        "this_update": _generalized(at),
    }
    if lasts is not None:
        single["next_update"] = _generalized(at + lasts, explicit=0)
    own = _certificate(signer)
    responder = (
        schema.ResponderId("by_name", schema.Name.load(own.subject.der))
        if by_name
        else schema.ResponderId("by_key", core.OctetString(digests.digest("sha1", public_key_bits(own))))
    )
    body: dict[str, Any] = {"responder": responder, "produced_at": _generalized(at), "responses": [single]}
    if nonce is not None:
        body["extensions"] = [{"type": OCSP_NONCE, "value": ber.encode(0x04, nonce)}]
    data = schema.OcspResponseData(body)
    answer = schema.BasicOcspResponse(
        {
            "body": data,
            "algorithm": signature_algorithm(signer.key),
            "signature": _signature_bits(signer.key, data.dump(), None),
            "certificates": schema.AnySequence([schema.Asn1Certificate.load(own.der)]),
        }
    ).dump()
    if basic:
        return bytes(answer)
    response = schema.OcspResponseBytes({"type": BASIC_OCSP, "response": answer})
    return _sequence(_tagged(0x0A, b"\x00"), _tagged(0xA0, response.dump()))


def _generalized(moment: datetime, **tag: int) -> core.GeneralizedTime:
    return core.GeneralizedTime(moment.astimezone(UTC).replace(microsecond=0), **tag)


def make_p7b(certificates: Iterable[Certificate]) -> bytes:
    """Return a p7b: a SignedData with certificates and without signers."""
    fields = {
        "version": 1,
        "digest_algorithms": [],
        "content": {"content_type": DATA},
        "certificates": schema.AnySet([schema.Asn1Certificate.load(certificate.der) for certificate in certificates]),
        "signers": [],
    }
    return encode_typed_value(SIGNED_DATA, schema.SignedData(fields))
