"""The shapes of X.509, CMS, CAdES, RFC 3161, OCSP and PKCS#12, as far as they are read and written here.

They are our own because those of asn1crypto look inside by object identifiers and fail on any that they do not know, which
all the Ukrainian ones are. Here nothing is looked into that is not named: parameters and values stay `Any`.
"""

from asn1crypto import core


def _explicit(number: int, *, optional: bool = True) -> dict[str, object]:
    return {"explicit": number, "optional": optional}


def _implicit(number: int, *, optional: bool = True) -> dict[str, object]:
    return {"implicit": number, "optional": optional}


OPTIONAL = {"optional": True}


class AlgorithmIdentifier(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, OPTIONAL)]


class AlgorithmIdentifiers(core.SetOf):
    _child_spec = AlgorithmIdentifier


class AnySet(core.SetOf):
    _child_spec = core.Any


class AnySequence(core.SequenceOf):
    _child_spec = core.Any


class ObjectIdentifiers(core.SequenceOf):
    _child_spec = core.ObjectIdentifier


class Attribute(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("values", AnySet)]


class AttributeSet(core.SetOf):
    _child_spec = Attribute


class AttributeSequence(core.SequenceOf):
    _child_spec = Attribute


# X.509: RFC 5280


class AttributeTypeAndValue(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("value", core.Any)]


class RelativeDistinguishedName(core.SetOf):
    _child_spec = AttributeTypeAndValue


class Name(core.SequenceOf):
    _child_spec = RelativeDistinguishedName


class Validity(core.Sequence):
    _fields = [("not_before", core.Any), ("not_after", core.Any)]


class SubjectPublicKeyInfo(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("public_key", core.OctetBitString)]


class Extension(core.Sequence):
    _fields = [
        ("type", core.ObjectIdentifier),
        ("critical", core.Boolean, {"default": False}),
        ("value", core.OctetString),
    ]


class Extensions(core.SequenceOf):
    _child_spec = Extension


class TbsCertificate(core.Sequence):
    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("serial_number", core.Integer),
        ("signature", AlgorithmIdentifier),
        ("issuer", Name),
        ("validity", Validity),
        ("subject", Name),
        ("public_key", SubjectPublicKeyInfo),
        ("issuer_id", core.OctetBitString, _implicit(1)),
        ("subject_id", core.OctetBitString, _implicit(2)),
        ("extensions", Extensions, _explicit(3)),
    ]


class Asn1Certificate(core.Sequence):
    _fields = [("body", TbsCertificate), ("algorithm", AlgorithmIdentifier), ("signature", core.OctetBitString)]


class BasicConstraints(core.Sequence):
    _fields = [("ca", core.Boolean, {"default": False}), ("path_length", core.Integer, OPTIONAL)]


class KeyUsage(core.BitString):
    _map = {
        0: "digital_signature",
        1: "non_repudiation",
        2: "key_encipherment",
        3: "data_encipherment",
        4: "key_agreement",
        5: "key_cert_sign",
        6: "crl_sign",
        7: "encipher_only",
        8: "decipher_only",
    }


class AuthorityKeyIdentifier(core.Sequence):
    _fields = [
        ("key_id", core.OctetString, _implicit(0)),
        ("issuer", AnySequence, _implicit(1)),
        ("serial_number", core.Integer, _implicit(2)),
    ]


class AccessDescription(core.Sequence):
    _fields = [("method", core.ObjectIdentifier), ("location", core.Any)]


class AccessDescriptions(core.SequenceOf):
    _child_spec = AccessDescription


class QcStatement(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("info", core.Any, OPTIONAL)]


class QcStatements(core.SequenceOf):
    _child_spec = QcStatement


# DSTU 4145 keys: appendix of the order of 2012 on formats (z1398-12)


class Pentanomial(core.Sequence):
    _fields = [("k", core.Integer), ("j", core.Integer), ("l", core.Integer)]


class BinaryField(core.Sequence):
    _fields = [("m", core.Integer), ("terms", core.Any)]


class ExplicitCurve(core.Sequence):
    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("field", BinaryField),
        ("a", core.Integer),
        ("b", core.OctetString),
        ("n", core.Integer),
        ("base", core.OctetString),
    ]


class DstuParameters(core.Sequence):
    _fields = [("curve", core.Any), ("dke", core.OctetString, OPTIONAL)]


class PrivateKeyInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("algorithm", AlgorithmIdentifier),
        ("private_key", core.OctetString),
        ("attributes", AttributeSet, _implicit(0)),
    ]


class EncryptedPrivateKeyInfo(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("encrypted", core.OctetString)]


class PssParameters(core.Sequence):
    _fields = [
        ("hash", AlgorithmIdentifier, _explicit(0)),
        ("mask", AlgorithmIdentifier, _explicit(1)),
        ("salt_length", core.Integer, {"explicit": 2, "default": 20}),
        ("trailer", core.Integer, {"explicit": 3, "default": 1}),
    ]


# CMS: RFC 5652


class ContentInfo(core.Sequence):
    _fields = [("content_type", core.ObjectIdentifier), ("content", core.Any, _explicit(0))]


class IssuerAndSerialNumber(core.Sequence):
    _fields = [("issuer", Name), ("serial_number", core.Integer)]


class SignerIdentifier(core.Choice):
    _alternatives = [("issuer_and_serial", IssuerAndSerialNumber), ("key_id", core.OctetString, {"implicit": 0})]


class SignerInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("signer_id", SignerIdentifier),
        ("digest_algorithm", AlgorithmIdentifier),
        ("signed_attributes", AttributeSet, _implicit(0)),
        ("signature_algorithm", AlgorithmIdentifier),
        ("signature", core.OctetString),
        ("unsigned_attributes", AttributeSet, _implicit(1)),
    ]


class SignerInfos(core.SetOf):
    _child_spec = SignerInfo


class SignedData(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("digest_algorithms", AlgorithmIdentifiers),
        ("content", ContentInfo),
        ("certificates", AnySet, _implicit(0)),
        ("crls", AnySet, _implicit(1)),
        ("signers", SignerInfos),
    ]


class OtherRevocationInfo(core.Sequence):
    _fields = [("format", core.ObjectIdentifier), ("value", core.Any)]


class OriginatorInfo(core.Sequence):
    _fields = [("certificates", AnySet, _implicit(0)), ("crls", AnySet, _implicit(1))]


class KeyTransRecipientInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("recipient", SignerIdentifier),
        ("algorithm", AlgorithmIdentifier),
        ("encrypted_key", core.OctetString),
    ]


class OriginatorPublicKey(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("public_key", core.OctetBitString)]


class OriginatorIdentifierOrKey(core.Choice):
    _alternatives = [
        ("issuer_and_serial", IssuerAndSerialNumber),
        ("key_id", core.OctetString, {"implicit": 0}),
        ("key", OriginatorPublicKey, {"implicit": 1}),
    ]


class RecipientKeyIdentifier(core.Sequence):
    _fields = [("key_id", core.OctetString), ("date", core.Any, OPTIONAL), ("other", core.Any, OPTIONAL)]


class KeyAgreeRecipientIdentifier(core.Choice):
    _alternatives = [("issuer_and_serial", IssuerAndSerialNumber), ("key_id", RecipientKeyIdentifier, {"implicit": 0})]


class RecipientEncryptedKey(core.Sequence):
    _fields = [("recipient", KeyAgreeRecipientIdentifier), ("encrypted_key", core.OctetString)]


class RecipientEncryptedKeys(core.SequenceOf):
    _child_spec = RecipientEncryptedKey


class KeyAgreeRecipientInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("originator", OriginatorIdentifierOrKey, {"explicit": 0}),
        ("ukm", core.OctetString, _explicit(1)),
        ("algorithm", AlgorithmIdentifier),
        ("encrypted_keys", RecipientEncryptedKeys),
    ]


class RecipientInfo(core.Choice):
    _alternatives = [
        ("transport", KeyTransRecipientInfo),
        ("agreement", KeyAgreeRecipientInfo, {"implicit": 1}),
        ("shared_key", AnySequence, {"implicit": 2}),
        ("password", AnySequence, {"implicit": 3}),
        ("other", AnySequence, {"implicit": 4}),
    ]


class RecipientInfos(core.SetOf):
    _child_spec = RecipientInfo


class EncryptedContentInfo(core.Sequence):
    _fields = [
        ("content_type", core.ObjectIdentifier),
        ("algorithm", AlgorithmIdentifier),
        ("content", core.OctetString, _implicit(0)),
    ]


class EnvelopedData(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("originator_info", OriginatorInfo, _implicit(0)),
        ("recipients", RecipientInfos),
        ("encrypted", EncryptedContentInfo),
        ("unprotected", AttributeSet, _implicit(1)),
    ]


class EncryptedData(core.Sequence):
    _fields = [("version", core.Integer), ("encrypted", EncryptedContentInfo)]


class EccCmsSharedInfo(core.Sequence):
    """ECC-CMS-SharedInfo, RFC 5753 7.2."""

    _fields = [
        ("key_info", AlgorithmIdentifier),
        ("entity_info", core.OctetString, _explicit(0)),
        ("length", core.OctetString, _explicit(2, optional=False)),
    ]


class GostContentParameters(core.Sequence):
    _fields = [("iv", core.OctetString), ("dke", core.OctetString, OPTIONAL)]


# ESS and CAdES: RFC 5035, RFC 5126


class IssuerSerial(core.Sequence):
    _fields = [("issuer", AnySequence), ("serial_number", core.Integer)]


class EssCertificateV1(core.Sequence):
    _fields = [("hash", core.OctetString), ("issuer_serial", IssuerSerial, OPTIONAL)]


class EssCertificateV2(core.Sequence):
    _fields = [
        ("algorithm", AlgorithmIdentifier, {"default": {"algorithm": "2.16.840.1.101.3.4.2.1"}}),
        ("hash", core.OctetString),
        ("issuer_serial", IssuerSerial, OPTIONAL),
    ]


class EssCertificatesV1(core.SequenceOf):
    _child_spec = EssCertificateV1


class EssCertificatesV2(core.SequenceOf):
    _child_spec = EssCertificateV2


class SigningCertificateV1(core.Sequence):
    _fields = [("certificates", EssCertificatesV1), ("policies", AnySequence, OPTIONAL)]


class SigningCertificateV2(core.Sequence):
    _fields = [("certificates", EssCertificatesV2), ("policies", AnySequence, OPTIONAL)]


class RevocationValues(core.Sequence):
    _fields = [
        ("crls", AnySequence, _explicit(0)),
        ("ocsps", AnySequence, _explicit(1)),
        ("other", core.Any, _explicit(2)),
    ]


class OtherHashAlgAndValue(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("hash", core.OctetString)]


class OtherHash(core.Choice):
    _alternatives = [("sha1", core.OctetString), ("other", OtherHashAlgAndValue)]


class CertificateReference(core.Sequence):
    _fields = [("hash", OtherHash), ("issuer_serial", IssuerSerial, OPTIONAL)]


class CertificateReferences(core.SequenceOf):
    _child_spec = CertificateReference


# Time-stamps: RFC 3161


class MessageImprint(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("hash", core.OctetString)]


class Accuracy(core.Sequence):
    _fields = [
        ("seconds", core.Integer, OPTIONAL),
        ("millis", core.Integer, _implicit(0)),
        ("micros", core.Integer, _implicit(1)),
    ]


class TstInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("policy", core.ObjectIdentifier),
        ("imprint", MessageImprint),
        ("serial_number", core.Integer),
        ("time", core.Any),
        ("accuracy", Accuracy, OPTIONAL),
        ("ordering", core.Boolean, {"default": False}),
        ("nonce", core.Integer, OPTIONAL),
        ("tsa", core.Any, _explicit(0)),
        ("extensions", Extensions, _implicit(1)),
    ]


class TimestampResponse(core.Sequence):
    _fields = [("status", AnySequence), ("token", core.Any, OPTIONAL)]


class TimestampRequest(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("imprint", MessageImprint),
        ("policy", core.ObjectIdentifier, OPTIONAL),
        ("nonce", core.Integer, OPTIONAL),
        ("certificate", core.Boolean, {"default": False}),
        ("extensions", Extensions, _implicit(0)),
    ]


# Revocation: RFC 5280 5, RFC 6960


class CertificateList(core.Sequence):
    _fields = [("body", core.Any), ("algorithm", AlgorithmIdentifier), ("signature", core.OctetBitString)]


class CertificateId(core.Sequence):
    _fields = [
        ("algorithm", AlgorithmIdentifier),
        ("name_hash", core.OctetString),
        ("key_hash", core.OctetString),
        ("serial_number", core.Integer),
    ]


class RevokedInfo(core.Sequence):
    _fields = [("time", core.Any), ("reason", core.Enumerated, _explicit(0))]


class CertificateStatus(core.Choice):
    _alternatives = [
        ("good", core.Null, {"implicit": 0}),
        ("revoked", RevokedInfo, {"implicit": 1}),
        ("unknown", core.Null, {"implicit": 2}),
    ]


class SingleResponse(core.Sequence):
    _fields = [
        ("certificate_id", CertificateId),
        ("status", CertificateStatus),
        ("this_update", core.Any),
        ("next_update", core.Any, _explicit(0)),
        ("extensions", Extensions, _explicit(1)),
    ]


class SingleResponses(core.SequenceOf):
    _child_spec = SingleResponse


class ResponderId(core.Choice):
    _alternatives = [("by_name", Name, {"explicit": 1}), ("by_key", core.OctetString, {"explicit": 2})]


class OcspResponseData(core.Sequence):
    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("responder", ResponderId),
        ("produced_at", core.Any),
        ("responses", SingleResponses),
        ("extensions", Extensions, _explicit(1)),
    ]


class BasicOcspResponse(core.Sequence):
    _fields = [
        ("body", OcspResponseData),
        ("algorithm", AlgorithmIdentifier),
        ("signature", core.OctetBitString),
        ("certificates", AnySequence, _explicit(0)),
    ]


class OcspResponseBytes(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("response", core.OctetString)]


class Asn1OcspResponse(core.Sequence):
    _fields = [("status", core.Enumerated), ("bytes", OcspResponseBytes, _explicit(0))]


class OcspSingleRequest(core.Sequence):
    _fields = [("certificate_id", CertificateId), ("extensions", Extensions, _explicit(0))]


class OcspSingleRequests(core.SequenceOf):
    _child_spec = OcspSingleRequest


class TbsOcspRequest(core.Sequence):
    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("requestor", core.Any, _explicit(1)),
        ("questions", OcspSingleRequests),
        ("extensions", Extensions, _explicit(2)),
    ]


class OcspRequest(core.Sequence):
    _fields = [("body", TbsOcspRequest), ("signature", core.Any, _explicit(0))]


# PKCS#12 and PKCS#5: RFC 7292, RFC 8018


class DigestInfo(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("digest", core.OctetString)]


class MacData(core.Sequence):
    _fields = [("mac", DigestInfo), ("salt", core.OctetString), ("iterations", core.Integer, {"default": 1})]


class Pfx(core.Sequence):
    _fields = [("version", core.Integer), ("content", ContentInfo), ("mac", MacData, OPTIONAL)]


class AuthenticatedSafe(core.SequenceOf):
    _child_spec = ContentInfo


class SafeBag(core.Sequence):
    _fields = [
        ("type", core.ObjectIdentifier),
        ("value", core.Any, _explicit(0, optional=False)),
        ("attributes", AttributeSet, OPTIONAL),
    ]


class SafeContents(core.SequenceOf):
    _child_spec = SafeBag


class CertificateBag(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("value", core.OctetString, _explicit(0, optional=False))]


class Pbes2Parameters(core.Sequence):
    _fields = [("derivation", AlgorithmIdentifier), ("encryption", AlgorithmIdentifier)]


class Pbkdf2Parameters(core.Sequence):
    _fields = [
        ("salt", core.OctetString),
        ("iterations", core.Integer),
        ("key_length", core.Integer, OPTIONAL),
        ("prf", AlgorithmIdentifier, OPTIONAL),
    ]
