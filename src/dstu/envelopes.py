"""Enveloped data (CMS, RFC 5652 6): decryption with a private key, encryption for the holder of a certificate.

Ukrainian senders agree on a key by the cofactor method, with a static key of their own or with an ephemeral key (order 739 of
18.12.2012). RSA transport and the standard ECDH of RFC 5753 are read too.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from asn1crypto import core
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF

from dstu import agreement, ber, ciphers, digests, gost28147, keys, schema
from dstu.asn1 import encode_typed_value, explicit_content, field_or_none, load, malformed_on_error
from dstu.certificates import Certificate, KeyPair, pool_from_ders, set_member_ders
from dstu.ciphers import AES_WRAP, GOST_WRAP
from dstu.errors import DstuError, MalformedData, UnsupportedFeature, WrongKey
from dstu.keys import DstuPrivateKey, DstuPublicKey, EcPrivateKey, EcPublicKey, PublicKey, RsaPrivateKey, RsaPublicKey
from dstu.names import name_from_asn1

__all__ = ["KeyPair", "decrypt", "encrypt"]

DATA, ENVELOPED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.3"
COFACTOR_GOST = f"{digests.UA_OID_PREFIX}.3.4"
RSA_OAEP = "1.2.840.113549.1.1.7"
MOST_RECIPIENTS, MOST_TRIES = 1000, 4000
# dhSinglePass-stdDH and -cofactorDH with the X9.63 derivation; the cofactor of these curves is 1 (RFC 5753 7.1).
_ECDH: dict[str, hashes.HashAlgorithm] = {
    "1.3.133.16.840.63.0.2": hashes.SHA1(),  # noqa: S303 — as a derivation, where senders still name it
    "1.3.132.1.11.0": hashes.SHA224(),
    "1.3.132.1.11.1": hashes.SHA256(),
    "1.3.132.1.11.2": hashes.SHA384(),
    "1.3.132.1.11.3": hashes.SHA512(),
    "1.3.132.1.14.0": hashes.SHA224(),
    "1.3.132.1.14.1": hashes.SHA256(),
    "1.3.132.1.14.2": hashes.SHA384(),
    "1.3.132.1.14.3": hashes.SHA512(),
}
KeyOpener = Callable[[], bytes]


def decrypt(data: bytes, keys: Iterable[KeyPair], certificates: Iterable[Certificate] = ()) -> bytes:
    """Return the content of an envelope (DER, BER, PEM, base64) that one of the keys opens.

    `certificates` are those of possible senders; a key pair without a certificate is tried wherever it could fit. Raises
    WrongKey if no key opens it, MalformedData, UnsupportedFeature, InputTooBig; the last failure that is not a wrong key wins.
    """
    with malformed_on_error("enveloped data"):
        info = load(schema.ContentInfo, ber.to_definite_length(ber.extract_der(data)))
        if info["content_type"].dotted != ENVELOPED_DATA:
            raise MalformedData("not enveloped data")
        envelope = load(schema.EnvelopedData, explicit_content(info["content"]))
        encrypted = envelope["encrypted"]
        content = field_or_none(encrypted["content"])
        if content is None:
            raise MalformedData("an envelope without its content")
        cipher = ciphers.parse_cipher(encrypted["algorithm"])
        pairs = tuple(keys)
        failure: DstuError = WrongKey("none of the keys opens this, or the certificate of the sender is not here")
        for number, open_key in enumerate(_key_openers(envelope, pairs, certificates)):
            if number >= MOST_TRIES:
                break
            try:
                return cipher.decrypt(open_key(), bytes(content))
            except WrongKey:
                continue
            except DstuError as error:
                failure = error
        raise failure


def _key_openers(envelope: Any, pairs: tuple[KeyPair, ...], certificates: Iterable[Certificate]) -> Iterator[KeyOpener]:
    """Yield a function for each way to get the key of the content: a recipient, a key that may fit, a possible sender."""
    info = field_or_none(envelope["originator_info"])
    inside = () if info is None else pool_from_ders(set_member_ders(field_or_none(info["certificates"]))).certificates
    own = (pair.certificate for pair in pairs if pair.certificate is not None)
    known = tuple(dict.fromkeys((*certificates, *inside, *own)))
    recipients = envelope["recipients"]
    if len(recipients) > MOST_RECIPIENTS:
        raise UnsupportedFeature("too many recipients")
    for recipient in recipients:
        if recipient.name == "agreement":
            yield from _agreement_openers(recipient.chosen, pairs, known)
        elif recipient.name == "transport":
            transport = recipient.chosen
            wrapped = bytes(transport["encrypted_key"])
            for pair in _possible_pairs(transport["recipient"], pairs):
                if isinstance(pair.key, RsaPrivateKey):
                    yield partial(_decrypt_transported, pair.key, transport["algorithm"], wrapped)


def _possible_pairs(recipient: Any, pairs: Iterable[KeyPair]) -> list[KeyPair]:
    """Return the pairs whose certificate names the recipient; if there are none, the pairs without a certificate."""
    named = [pair for pair in pairs if pair.certificate and _is_named(recipient, pair.certificate)]
    return named or [pair for pair in pairs if pair.certificate is None]


def _is_named(identifier: Any, certificate: Certificate) -> bool:
    chosen = identifier.chosen
    if identifier.name == "issuer_and_serial":
        serial = int(chosen["serial_number"].native)
        return serial == certificate.serial_number and name_from_asn1(chosen["issuer"]) == certificate.issuer
    key_id = chosen["key_id"] if isinstance(chosen, schema.RecipientKeyIdentifier) else chosen
    return certificate.subject_key_id == bytes(key_id)


def _decrypt_transported(key: RsaPrivateKey, algorithm: Any, wrapped: bytes) -> bytes:
    scheme: padding.AsymmetricPadding
    try:
        oid = algorithm["algorithm"].dotted
        if oid == keys.RSA_KEY:
            scheme = padding.PKCS1v15()
        elif oid == RSA_OAEP:
            parameters = load(schema.PssParameters, field_or_none(algorithm["parameters"]).dump())
            digest, mask = keys.digest_and_mask(parameters)
            scheme = padding.OAEP(padding.MGF1(keys.cryptography_hash(mask)), keys.cryptography_hash(digest), None)
        else:
            raise UnsupportedFeature(f"the key transport {oid}")
        return key.key.decrypt(wrapped, scheme)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WrongKey("the key does not open this") from error


def _agreement_openers(
    recipient: Any, pairs: tuple[KeyPair, ...], known: tuple[Certificate, ...]
) -> Iterator[KeyOpener]:
    ukm = field_or_none(recipient["ukm"])
    shared = None if ukm is None else bytes(ukm)
    originator = recipient["originator"]
    for encrypted in recipient["encrypted_keys"]:
        wrapped = bytes(encrypted["encrypted_key"])
        for pair in _possible_pairs(encrypted["recipient"], pairs):
            if originator.name == "key":
                publics = [_originator_key(originator.chosen, pair)]
            else:
                # The certificate that the envelope names comes first, but any other may be of the same sender.
                senders = sorted(known, key=lambda certificate: not _is_named(originator, certificate))
                publics = [certificate.public_key for certificate in senders]
            for public in publics:
                yield partial(_unwrap_agreed, pair, public, recipient["algorithm"], shared, wrapped)


def _originator_key(chosen: Any, pair: KeyPair) -> PublicKey:
    """Return the key in the envelope. Where it has no parameters (RFC 5753 3.1.1), they are the recipient’s."""
    parameters = field_or_none(chosen["algorithm"]["parameters"])
    if parameters is not None and parameters.dump() != b"\x05\x00":
        return keys.read_public_key(b"\x30" + chosen.dump()[1:])
    own = load(schema.SubjectPublicKeyInfo, pair.key.public_key.spki)["algorithm"]
    info = {"algorithm": own, "public_key": bytes(chosen["public_key"])}
    return keys.read_public_key(schema.SubjectPublicKeyInfo(info).dump())


def _unwrap_agreed(pair: KeyPair, public: PublicKey, algorithm: Any, ukm: bytes | None, wrapped: bytes) -> bytes:
    with malformed_on_error("agreement on a key"):
        oid = algorithm["algorithm"].dotted
        wrap = algorithm["parameters"].dump()
        if oid in _ECDH:
            return _unwrap_ecdh(pair, public, _ECDH[oid], wrap, ukm, wrapped)
        if oid != COFACTOR_GOST or load(schema.AlgorithmIdentifier, wrap)["algorithm"].dotted != GOST_WRAP:
            raise UnsupportedFeature(f"the key agreement {oid}")
        return gost28147.unwrap(_kek(pair.key, public, wrap, ukm), wrapped)


def _kek(key: keys.PrivateKey, public: PublicKey, wrap: bytes, ukm: bytes | None) -> bytes:
    if not isinstance(key, DstuPrivateKey) or not isinstance(public, DstuPublicKey) or key.curve != public.curve:
        raise WrongKey("the keys are of different kinds")
    return agreement.key_encryption_key(agreement.shared_secret(key.curve, key.d, public.point), wrap, ukm)


def _unwrap_ecdh(
    pair: KeyPair, public: PublicKey, digest: hashes.HashAlgorithm, wrap: bytes, ukm: bytes | None, wrapped: bytes
) -> bytes:
    if not isinstance(pair.key, EcPrivateKey) or not isinstance(public, EcPublicKey):
        raise WrongKey("the keys are of different kinds")
    size = AES_WRAP.get(load(schema.AlgorithmIdentifier, wrap)["algorithm"].dotted)
    if size is None:
        raise UnsupportedFeature("a wrapping of the key that is not of AES")
    info: dict[str, Any] = {"key_info": load(schema.AlgorithmIdentifier, wrap), "length": (size * 8).to_bytes(4, "big")}
    if ukm is not None:
        info["entity_info"] = ukm
    try:
        secret = pair.key.key.exchange(ec.ECDH(), public.key)
        kek = X963KDF(digest, size, schema.EccCmsSharedInfo(info).dump()).derive(secret)
        return keywrap.aes_key_unwrap(kek, wrapped)
    except (ValueError, keywrap.InvalidUnwrap) as error:
        raise WrongKey("the key does not open this") from error


def encrypt(
    content: bytes,
    recipient: Certificate,
    sender: KeyPair | None = None,
    *,
    ukm: bytes | None = None,
    cipher: str | None = None,
    content_type: str = DATA,
) -> bytes:
    """Return an envelope for the holder of `recipient`, in DER.

    A DSTU key agrees with the sender’s key, or with one that is made for this envelope if there is no sender; for RSA the key
    is transported. `ukm` is random by default if the sender’s key is static. Raises UnsupportedFeature, WrongKey.
    """
    is_dstu = isinstance(recipient.public_key, DstuPublicKey)
    content_cipher = ciphers.new_cipher(cipher or (ciphers.GOST_CFB if is_dstu else "2.16.840.1.101.3.4.1.42"))
    key = secrets.token_bytes(content_cipher.key_size)
    if is_dstu:
        recipient_info = _agreement_for(recipient, sender, ukm, key)
    elif isinstance(recipient.public_key, RsaPublicKey):
        transport = {
            "version": 0,
            "recipient": schema.SignerIdentifier("issuer_and_serial", _issuer_and_serial(recipient)),
            "algorithm": {"algorithm": keys.RSA_KEY, "parameters": core.Null()},
            "encrypted_key": recipient.public_key.key.encrypt(key, padding.PKCS1v15()),
        }
        recipient_info = schema.RecipientInfo("transport", schema.KeyTransRecipientInfo(transport))
    else:
        raise UnsupportedFeature(f"an envelope for {recipient.public_key.algorithm}")
    envelope = {
        "version": 2 if is_dstu else 0,
        "recipients": [recipient_info],
        "encrypted": {
            "content_type": content_type,
            "algorithm": content_cipher.to_algorithm_identifier(),
            "content": content_cipher.encrypt(key, content),
        },
    }
    return encode_typed_value(ENVELOPED_DATA, schema.EnvelopedData(envelope))


def _agreement_for(
    recipient: Certificate, sender: KeyPair | None, ukm: bytes | None, key: bytes
) -> schema.RecipientInfo:
    assert isinstance(recipient.public_key, DstuPublicKey)
    wrap = schema.AlgorithmIdentifier({"algorithm": GOST_WRAP, "parameters": core.Null()})
    own: keys.PrivateKey = DstuPrivateKey.generate(recipient.public_key.curve.m) if sender is None else sender.key
    if sender is not None and ukm is None:
        ukm = secrets.token_bytes(64)
    kek = _kek(own, recipient.public_key, wrap.dump(), ukm)
    encrypted_key = {
        "recipient": schema.KeyAgreeRecipientIdentifier("issuer_and_serial", _issuer_and_serial(recipient)),
        "encrypted_key": gost28147.wrap(kek, key, secrets.token_bytes(8)),
    }
    originator = schema.OriginatorIdentifierOrKey("key", schema.OriginatorPublicKey.load(own.public_key.spki))
    if sender is not None and sender.certificate is not None:
        identifier = _issuer_and_serial(sender.certificate)
        originator = schema.OriginatorIdentifierOrKey("issuer_and_serial", identifier)
    agreed: dict[str, Any] = {
        "version": 3,
        "originator": originator,
        "algorithm": {"algorithm": COFACTOR_GOST, "parameters": wrap},
        "encrypted_keys": [encrypted_key],
    }
    if ukm is not None:
        agreed["ukm"] = ukm
    return schema.RecipientInfo("agreement", schema.KeyAgreeRecipientInfo(agreed))


def _issuer_and_serial(certificate: Certificate) -> schema.IssuerAndSerialNumber:
    issuer = schema.Name.load(certificate.issuer.der)
    return schema.IssuerAndSerialNumber({"issuer": issuer, "serial_number": certificate.serial_number})
