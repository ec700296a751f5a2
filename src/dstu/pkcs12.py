"""Key stores: PKCS#12 (RFC 7292) with HMAC-GOST34311 and GOST 28147, and by `cryptography` those with AES or 3DES."""

import hmac
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import core
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from dstu import ber, ciphers, digests, gost34311, keys, schema
from dstu.asn1 import encode_typed_value, explicit_content, field_or_none, load, malformed_on_error
from dstu.certificates import Certificate, KeyPair, pool_from_ders
from dstu.errors import InputTooBig, MalformedData, UnsupportedFeature, WrongKey
from dstu.keys import PrivateKey

DATA, ENCRYPTED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.6"
KEY_BAG, SHROUDED_KEY_BAG, CERTIFICATE_BAG = (f"1.2.840.113549.1.12.10.1.{number}" for number in (1, 2, 3))
X509 = "1.2.840.113549.1.9.22.1"
ITERATIONS = 10_000
_UKRAINIAN = b"\x2a\x86\x24\x02\x01\x01\x01\x01"
_MOST_BAGS = 200


@dataclass(frozen=True, slots=True)
class KeyStore:
    """The content of a key store: keys with those of their certificates that it holds, and all certificates."""

    pairs: tuple[KeyPair, ...]
    certificates: tuple[Certificate, ...]


def read_p12(data: bytes, password: str) -> KeyStore:
    """Open a store (DER, PEM or base64). Raises WrongKey for a wrong password, MalformedData, UnsupportedFeature, InputTooBig."""
    with malformed_on_error("key store"):
        der = ber.to_definite_length(ber.extract_der(data))
        if _UKRAINIAN not in der:
            return _standard(der, password)
        store = load(schema.Pfx, der)
        content = ber.single_element(explicit_content(store["content"]["content"])).content
        _check_mac(field_or_none(store["mac"]), content, password)
        found, ders = [], []
        for bag in _bags(content, password.encode()):
            if bag["type"].dotted == CERTIFICATE_BAG:
                ders.append(bytes(load(schema.CertificateBag, explicit_content(bag["value"]))["value"]))
            elif bag["type"].dotted in {KEY_BAG, SHROUDED_KEY_BAG}:
                found.append(_key(bag, password.encode()))
        return _store(found, pool_from_ders(ders).certificates)


def read_encrypted_key(data: bytes, password: str) -> PrivateKey:
    """Open an EncryptedPrivateKeyInfo (PKCS#8).

    Raises WrongKey for a wrong password, MalformedData, UnsupportedFeature, InputTooBig.
    """
    with malformed_on_error("encrypted key"):
        der = ber.to_definite_length(ber.extract_der(data))
        if _UKRAINIAN in der:
            return _opened_key(der, password.encode())
        try:
            return keys.wrap_private_key(serialization.load_der_private_key(der, password.encode()))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise WrongKey("the password does not open this") from error


def _standard(der: bytes, password: str) -> KeyStore:
    try:
        found = pkcs12.load_pkcs12(der, password.encode())
    except UnsupportedAlgorithm as error:
        raise UnsupportedFeature(str(error)) from error
    except ValueError as error:
        raise WrongKey("the password does not open this store, or it is damaged") from error
    held = [found.cert, *found.additional_certs]
    ders = [one.certificate.public_bytes(serialization.Encoding.DER) for one in held if one is not None]
    return _store([] if found.key is None else [keys.wrap_private_key(found.key)], pool_from_ders(ders).certificates)


def _store(found: Iterable[PrivateKey], certificates: tuple[Certificate, ...]) -> KeyStore:
    return KeyStore(tuple(KeyPair(key, _own(key, certificates)) for key in found), certificates)


def _own(key: PrivateKey, certificates: Iterable[Certificate]) -> Certificate | None:
    public = key.public_key
    return next((one for one in certificates if keys.is_same_key(public, one.public_key)), None)


def _bags(content: bytes, password: bytes) -> Iterator[Any]:
    count = 0
    for part in load(schema.AuthenticatedSafe, content):
        for bag in load(schema.SafeContents, _safe(part, password)):
            count += 1
            if count > _MOST_BAGS:
                raise InputTooBig("too much in the key store")
            yield bag


def _safe(part: Any, password: bytes) -> bytes:
    kind = part["content_type"].dotted
    if kind == DATA:
        return ber.single_element(explicit_content(part["content"])).content
    if kind != ENCRYPTED_DATA:
        raise UnsupportedFeature(f"a part of a key store of the type {kind}")
    encrypted = load(schema.EncryptedData, explicit_content(part["content"]))["encrypted"]
    plain = ciphers.decrypt_with_password(encrypted["algorithm"], bytes(encrypted["content"]), password)
    return _sensible(plain)


def _sensible(plain: bytes) -> bytes:
    """The cipher opens with any password: the right one shows a SEQUENCE of the right length."""
    try:
        if ber.single_element(plain).tag == 0x30:
            return plain
    except MalformedData:
        pass
    raise WrongKey("the password does not open this")


def _key(bag: Any, password: bytes) -> PrivateKey:
    der = explicit_content(bag["value"])
    return keys.read_private_key(der) if bag["type"].dotted == KEY_BAG else _opened_key(der, password)


def _opened_key(der: bytes, password: bytes) -> PrivateKey:
    info = load(schema.EncryptedPrivateKeyInfo, der)
    plain = ciphers.decrypt_with_password(info["algorithm"], bytes(info["encrypted"]), password)
    return keys.read_private_key(_sensible(plain))


def _check_mac(mac: Any, content: bytes, password: str) -> None:
    """Compare the code of authenticity where it is made with GOST 34.311."""
    if mac is None or mac["mac"]["algorithm"]["algorithm"].dotted != digests.OIDS[digests.GOST34311]:
        return
    rounds = int(mac["iterations"].native)
    if not 0 < rounds <= ciphers.MAX_ITERATIONS:
        raise InputTooBig(f"{rounds} rounds for a password")
    if not hmac.compare_digest(_mac(content, password, bytes(mac["salt"]), rounds), bytes(mac["mac"]["digest"])):
        raise WrongKey("the password does not open this store, or it is damaged")


def _mac(content: bytes, password: str, salt: bytes, rounds: int) -> bytes:
    return gost34311.hmac(_derived(password, salt, rounds), content)


def _derived(password: str, salt: bytes, rounds: int) -> bytes:
    """Derive the key of the code of authenticity: RFC 7292 B.2 with blocks of 32 bytes, for one block."""
    size = 32
    secret = password.encode("utf-16-be") + b"\x00\x00"
    value = bytes([3]) * size + _filled(salt, size) + _filled(secret, size)
    for _ in range(rounds):
        value = gost34311.digest(value)
    return value


def _filled(data: bytes, size: int) -> bytes:
    whole = -(-len(data) // size) * size
    return (data * (whole // len(data) + 1))[:whole] if data else b""


def write_p12(pairs: Sequence[KeyPair], password: str, iterations: int = ITERATIONS) -> bytes:
    """Return a store of the keys, encrypted, and their certificates, with GOST 28147 and HMAC-GOST34311."""
    bags = [_shrouded(pair.key, password, iterations) for pair in pairs]
    bags += [_bagged(pair.certificate) for pair in pairs if pair.certificate is not None]
    safe = encode_typed_value(DATA, core.OctetString(ber.encode(0x30, b"".join(bags))))
    content = ber.encode(0x30, safe)
    salt = secrets.token_bytes(32)
    digest = {
        "algorithm": {"algorithm": digests.OIDS[digests.GOST34311]},
        "digest": _mac(content, password, salt, iterations),
    }
    store = {
        "version": 3,
        "content": schema.ContentInfo.load(encode_typed_value(DATA, core.OctetString(content))),
        "mac": {"mac": digest, "salt": salt, "iterations": iterations},
    }
    return bytes(schema.Pfx(store).dump())


def _shrouded(key: PrivateKey, password: str, iterations: int) -> bytes:
    algorithm, encrypted = ciphers.encrypt_with_password(key.to_pkcs8(), password.encode(), iterations)
    info = schema.EncryptedPrivateKeyInfo({"algorithm": algorithm, "encrypted": encrypted})
    return encode_typed_value(SHROUDED_KEY_BAG, info)


def _bagged(certificate: Certificate) -> bytes:
    return encode_typed_value(CERTIFICATE_BAG, schema.CertificateBag({"type": X509, "value": certificate.der}))
