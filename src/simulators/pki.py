"""Certificates, signatures, time-stamps, lists and answers made here: for tests and simulators, never for a seal that counts.

Signing with DSTU 4145 is not constant-time, and the keys lie in memory.
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
    """Make a certificate for `key`, signed by `issuer` or by itself.

    `subject` is a common name, or parts of a name by our words or by identifiers, the most general first.
    """
    signing = issuer.key if issuer is not None else key
    name = build_name(subject)
    above = _certificate(issuer).subject if issuer is not None else name
    usage = key_usage if key_usage is not None else ISSUING if is_ca else SIGNING
    extensions = [
        _extension(certificates.SUBJECT_KEY_ID, core.OctetString(_key_id(key))),
        _extension(certificates.AUTHORITY_KEY_ID, schema.AuthorityKeyIdentifier({"key_id": _key_id(signing)})),
        _extension(certificates.KEY_USAGE, schema.KeyUsage(set(usage)), critical=True),
        *_constraints(is_ca, path_length),
        *_purposes(extended_key_usage),
        *_holder(rnokpp, edrpou, unzr),
        *_statements(is_qualified, has_qscd),
        *_points(crl_urls, ocsp_urls),
    ]
    algorithm = signature_algorithm(signing, digest)
    body = schema.TbsCertificate(
        {
            "version": 2,
            "serial_number": serial_number or secrets.randbits(100),
            "signature": algorithm,
            "issuer": schema.Name.load(above.der),
            "validity": {"not_before": _time(not_before), "not_after": _time(not_after)},
            "subject": schema.Name.load(name.der),
            "public_key": schema.SubjectPublicKeyInfo.load(key.public_key.spki),
            "extensions": extensions,
        }
    )
    signed = _signed_bits(signing, body.dump(), digest)
    return read_certificate(schema.Asn1Certificate({"body": body, "algorithm": algorithm, "signature": signed}).dump())


def build_name(subject: SubjectName) -> DistinguishedName:
    """Make a name of a common name or of its parts."""
    if isinstance(subject, DistinguishedName):
        return subject
    parts = {"common_name": subject} if isinstance(subject, str) else subject
    return names.make_name((_TO_NAME.get(part, part), value) for part, value in parts.items())


def make_pair(
    subject: SubjectName, issuer: KeyPair | None = None, *, algorithm: str = "DSTU4145-257", **said: Any
) -> KeyPair:
    """Make a key and a certificate for it; the rest is as for `make_certificate`."""
    key = keys.generate(algorithm)
    return KeyPair(key, make_certificate(subject, key, issuer, **said))


def signature_algorithm(key: PrivateKey, digest: str | None = None) -> schema.AlgorithmIdentifier:
    """Return the AlgorithmIdentifier of a signature by this key with this digest. Raises Unsupported."""
    name = digests.digest_name(digest) if digest else default_digest(key)
    prefix = {
        DstuPrivateKey: f"{digests.UA_OID_PREFIX}.",
        RsaPrivateKey: "1.2.840.113549.1.1.",
        EcPrivateKey: "1.2.840.10045.",
    }[type(key)]
    if isinstance(key, DstuPrivateKey) and name == digests.GOST34311:
        return schema.AlgorithmIdentifier({"algorithm": keys.DSTU_KEY})
    # The last of those that go with the digest is the one with a polynomial basis.
    found = [
        oid
        for oid, goes_with in keys.SIGNATURE_ALGORITHM_DIGESTS.items()
        if goes_with == name and oid.startswith(prefix)
    ]
    if not found:
        raise UnsupportedFeature(f"{name} with {key.public_key.algorithm}")
    said: dict[str, Any] = {"algorithm": found[-1]}
    if isinstance(key, RsaPrivateKey):
        said["parameters"] = core.Null()
    return schema.AlgorithmIdentifier(said)


def default_digest(key: PrivateKey) -> str:
    return digests.GOST34311 if isinstance(key, DstuPrivateKey) else "sha256"


def _signed_bits(key: PrivateKey, body: bytes, digest: str | None) -> bytes:
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


def _constraints(is_ca: bool, path_length: int | None) -> list[dict[str, Any]]:
    if not is_ca:
        return []
    said: dict[str, Any] = {"ca": True} | ({} if path_length is None else {"path_length": path_length})
    return [_extension(certificates.BASIC_CONSTRAINTS, schema.BasicConstraints(said), critical=True)]


def _purposes(oids: Sequence[str]) -> list[dict[str, Any]]:
    return (
        [_extension(certificates.EXTENDED_KEY_USAGE, schema.ObjectIdentifiers(list(oids)), critical=True)]
        if oids
        else []
    )


def _holder(rnokpp: str | None, edrpou: str | None, unzr: str | None) -> list[dict[str, Any]]:
    said = {certificates.RNOKPP_OID: rnokpp, certificates.EDRPOU_OID: edrpou, certificates.UNZR_OID: unzr}
    found = [{"type": oid, "values": [_text(value)]} for oid, value in said.items() if value]
    return [_extension(certificates.HOLDER, schema.AttributeSequence(found))] if found else []


def _text(value: str) -> core.Asn1Value:
    # A passport, which stands in the place of the number of who has none, has Cyrillic letters.
    return core.PrintableString(value) if value.isascii() else core.UTF8String(value)


def _statements(is_qualified: bool, has_qscd: bool) -> list[dict[str, Any]]:
    said = [certificates.QUALIFIED] * is_qualified + [certificates.IN_DEVICE] * has_qscd
    return [_extension(certificates.STATEMENTS, schema.QcStatements([{"type": oid} for oid in said]))] if said else []


def _points(crl_urls: Sequence[str], ocsp_urls: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    if crl_urls:
        points = [_sequence(_tagged(0xA0, _tagged(0xA0, _tagged(0x86, url.encode())))) for url in crl_urls]
        found.append({"type": certificates.CRLS, "value": _sequence(*points)})
    if ocsp_urls:
        oid = core.ObjectIdentifier(certificates.OCSP_ACCESS).dump()
        places = [_sequence(oid, _tagged(0x86, url.encode())) for url in ocsp_urls]
        found.append({"type": certificates.AUTHORITY_ACCESS, "value": _sequence(*places)})
    return found


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
    """Return a SignedData in DER: CAdES-BES, with a time-stamp CAdES-T, with values beside CAdES-X-L.

    `content_digest` signs what is known by its digest only, as Diia does: `content` is empty then, and `detached` true.
    `at` is the time the signers claim. `wrap` puts r and s of DSTU into an OCTET STRING of their own, as some do. `bare` leaves
    out the signed attributes. `values` with `crls` and `ocsps` (BasicOCSPResponse) are kept beside the signature.
    """
    stamp = _content_stamp(content, content_timestamp_by, timestamp_at or at)
    infos = []
    for pair in signers:
        signed = None if bare else _attributes(pair, content, content_type, at, digest, stamp, content_digest)
        infos.append(_signer_info(pair, content, signed, digest, wrap))
    for info in infos:
        beside = _stamped(info, timestamp_by, timestamp_at or at) + _values(values, crls, ocsps)
        if beside:
            info["unsigned_attributes"] = schema.AttributeSet(beside)
    said: dict[str, Any] = {
        "version": 1 if content_type == DATA else 3,
        "digest_algorithms": [info["digest_algorithm"] for info in infos],
        "content": {"content_type": content_type},
        "signers": infos,
    }
    if not detached:
        said["content"] = schema.ContentInfo.load(encode_typed_value(content_type, core.OctetString(content)))
    if certificates:
        along = dict.fromkeys(_certificate(pair).der for pair in signers)
        said["certificates"] = schema.AnySet([schema.Asn1Certificate.load(der) for der in along])
    return encode_typed_value(SIGNED_DATA, schema.SignedData(said))


def _attributes(
    pair: KeyPair,
    content: bytes,
    content_type: str,
    at: datetime | None,
    digest: str | None,
    stamp: bytes | None,
    content_digest: bytes | None,
) -> schema.AttributeSet:
    name, certificate = digest or default_digest(pair.key), _certificate(pair)
    meant = schema.SigningCertificateV2(
        {"certificates": [{"algorithm": {"algorithm": digests.OIDS[name]}, "hash": certificate.digest(name)}]}
    )
    found: dict[str, core.Asn1Value] = {
        CONTENT_TYPE: core.ObjectIdentifier(content_type),
        MESSAGE_DIGEST: core.OctetString(content_digest or digests.digest(name, content)),
        ESS_V2: meant,
    }
    if at is not None:
        found[SIGNING_TIME] = _time(at)
    if stamp is not None:
        found[cms.CONTENT_TIMESTAMP] = schema.ContentInfo.load(stamp)
    return schema.AttributeSet([_attribute(oid, value) for oid, value in found.items()])


def _attribute(oid: str, value: core.Asn1Value) -> dict[str, Any]:
    return {"type": oid, "values": [value]}


def _signer_info(
    pair: KeyPair, content: bytes, signed: schema.AttributeSet | None, digest: str | None, wrap: bool
) -> schema.SignerInfo:
    name, certificate = digest or default_digest(pair.key), _certificate(pair)
    signature = pair.key.sign(content if signed is None else signed.dump(), name)
    issuer = schema.Name.load(certificate.issuer.der)
    who = schema.IssuerAndSerialNumber({"issuer": issuer, "serial_number": certificate.serial_number})
    said: dict[str, Any] = {
        "version": 1,
        "signer_id": schema.SignerIdentifier("issuer_and_serial", who),
        "digest_algorithm": {"algorithm": digests.OIDS[name]},
        "signature_algorithm": signature_algorithm(pair.key, name),
        "signature": ber.encode(0x04, signature) if wrap and isinstance(pair.key, DstuPrivateKey) else signature,
    }
    if signed is not None:
        said["signed_attributes"] = signed
    return schema.SignerInfo(said)


def _content_stamp(content: bytes, by: KeyPair | None, at: datetime | None) -> bytes | None:
    if by is None:
        return None
    return make_timestamp(digests.digest(default_digest(by.key), content), by, at or LONG_AGO)


def _stamped(info: schema.SignerInfo, by: KeyPair | None, at: datetime | None) -> list[dict[str, Any]]:
    if by is None:
        return []
    imprint = digests.digest(default_digest(by.key), bytes(info["signature"]))
    token = schema.ContentInfo.load(make_timestamp(imprint, by, at or LONG_AGO))
    return [_attribute(cms.SIGNATURE_TIMESTAMP, token)]


def _values(kept: Sequence[Certificate], crls: Sequence[bytes], ocsps: Sequence[bytes]) -> list[dict[str, Any]]:
    if not kept:
        return []
    references = schema.CertificateReferences(
        [{"hash": schema.OtherHash("sha1", core.OctetString(one.digest("sha1")))} for one in kept]
    )
    revocations = _sequence(*(_tagged(0xA0 + tag, _sequence(*ders)) for tag, ders in enumerate((crls, ocsps)) if ders))
    return [
        _attribute(cms.CERTIFICATE_REFS, references),
        _attribute(cms.REVOCATION_REFS, schema.AnySequence([])),
        _attribute(cms.CERTIFICATE_VALUES, schema.AnySequence([schema.Asn1Certificate.load(one.der) for one in kept])),
        _attribute(cms.REVOCATION_VALUES, schema.RevocationValues.load(revocations)),
    ]


def make_timestamp(
    imprint: bytes, by: KeyPair, at: datetime, *, digest: str | None = None, nonce: int | None = None
) -> bytes:
    """Return a token of RFC 3161 over what has the digest `imprint`."""
    said: dict[str, Any] = {
        "version": 1,
        "policy": "1.2.804.2.1.1.1.2.3.1",
        "imprint": {"algorithm": {"algorithm": digests.OIDS[digest or default_digest(by.key)]}, "hash": imprint},
        "serial_number": secrets.randbits(64),
        "time": core.GeneralizedTime(at.astimezone(UTC).replace(microsecond=0)),
    }
    if nonce is not None:
        said["nonce"] = nonce
    info = schema.TstInfo(said).dump()
    return sign_cms(info, [by], at=at, content_type=timestamps.TIMESTAMP_INFO)


def make_crl(
    issuer: KeyPair,
    revoked: Mapping[int, tuple[datetime, str]],
    at: datetime,
    *,
    number: int = 1,
    delta_base: int | None = None,
    lasts: timedelta = timedelta(days=7),
) -> bytes:
    """Return a list of `revoked` certificates: serial number → (when, reason by our words)."""
    entries = [_entry(serial, when, reason) for serial, (when, reason) in revoked.items()]
    extensions = [_extension(CRL_NUMBER, core.Integer(number))]
    if delta_base is not None:
        extensions.append(_extension(DELTA_BASE, core.Integer(delta_base), critical=True))
    algorithm = signature_algorithm(issuer.key).dump()
    times = (_time(at).dump(), _time(at + lasts).dump())
    parts = [core.Integer(1).dump(), algorithm, _certificate(issuer).subject.der, *times]
    parts += [_sequence(*entries)] * bool(entries) + [_tagged(0xA0, schema.Extensions(extensions).dump())]
    body = _sequence(*parts)
    return _sequence(body, algorithm, _tagged(0x03, b"\x00" + _signed_bits(issuer.key, body, None)))


def _entry(serial: int, when: datetime, reason: str) -> bytes:
    extension = {"type": REASON, "value": _tagged(0x0A, bytes([_REASON_NUMBERS[reason]]))}
    return _sequence(core.Integer(serial).dump(), _time(when).dump(), schema.Extensions([extension]).dump())


def make_ocsp(
    certificate: Certificate,
    issuer: Certificate,
    by: KeyPair,
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
    """Return an answer about a certificate, or with `basic` only the signed part that signatures keep."""
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
    own = _certificate(by)
    responder = (
        schema.ResponderId("by_name", schema.Name.load(own.subject.der))
        if by_name
        else schema.ResponderId("by_key", core.OctetString(digests.digest("sha1", public_key_bits(own))))
    )
    body: dict[str, Any] = {"responder": responder, "produced_at": _generalized(at), "responses": [single]}
    if nonce is not None:
        body["extensions"] = [{"type": OCSP_NONCE, "value": ber.encode(0x04, nonce)}]
    signed = schema.OcspResponseData(body)
    answer = schema.BasicOcspResponse(
        {
            "body": signed,
            "algorithm": signature_algorithm(by.key),
            "signature": _signed_bits(by.key, signed.dump(), None),
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
    said = {
        "version": 1,
        "digest_algorithms": [],
        "content": {"content_type": DATA},
        "certificates": schema.AnySet([schema.Asn1Certificate.load(one.der) for one in certificates]),
        "signers": [],
    }
    return encode_typed_value(SIGNED_DATA, schema.SignedData(said))
