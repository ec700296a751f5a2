"""Key stores: PKCS#12 (RFC 7292) with HMAC-GOST34311 and GOST 28147; `cryptography` reads those with AES or 3DES."""

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
    """The content of a key store: the keys, each with its certificate if the store has it, and all certificates."""

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
        private_keys, ders = [], []
        for bag in _bags(content, password.encode()):
            kind = bag["type"].dotted
            if kind == CERTIFICATE_BAG:
                ders.append(bytes(load(schema.CertificateBag, explicit_content(bag["value"]))["value"]))
            elif kind == KEY_BAG:
                private_keys.append(keys.read_private_key(explicit_content(bag["value"])))
            elif kind == SHROUDED_KEY_BAG:
                private_keys.append(_decrypt_key(explicit_content(bag["value"]), password.encode()))
        return _store(private_keys, pool_from_ders(ders).certificates)


def read_encrypted_key(data: bytes, password: str) -> PrivateKey:
    """Open an EncryptedPrivateKeyInfo (PKCS#8).

    Raises WrongKey for a wrong password, MalformedData, UnsupportedFeature, InputTooBig.
    """
    with malformed_on_error("encrypted key"):
        der = ber.to_definite_length(ber.extract_der(data))
        if _UKRAINIAN in der:
            return _decrypt_key(der, password.encode())
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
    stored = [found.cert, *found.additional_certs]
    ders = [item.certificate.public_bytes(serialization.Encoding.DER) for item in stored if item is not None]
    return _store([] if found.key is None else [keys.wrap_private_key(found.key)], pool_from_ders(ders).certificates)


def _store(private_keys: Iterable[PrivateKey], certificates: tuple[Certificate, ...]) -> KeyStore:
    pairs = []
    for key in private_keys:
        public = key.public_key
        matching = (item for item in certificates if keys.is_same_key(public, item.public_key))
        pairs.append(KeyPair(key, next(matching, None)))
    return KeyStore(tuple(pairs), certificates)


def _bags(content: bytes, password: bytes) -> Iterator[Any]:
    count = 0
    for part in load(schema.AuthenticatedSafe, content):
        kind = part["content_type"].dotted
        if kind == DATA:
            safe = ber.single_element(explicit_content(part["content"])).content
        elif kind == ENCRYPTED_DATA:
            encrypted = load(schema.EncryptedData, explicit_content(part["content"]))["encrypted"]
            plain = ciphers.decrypt_with_password(encrypted["algorithm"], bytes(encrypted["content"]), password)
            safe = _sensible(plain)
        else:
            raise UnsupportedFeature(f"a part of a key store of the type {kind}")
        for bag in load(schema.SafeContents, safe):
            count += 1
            if count > _MOST_BAGS:
                raise InputTooBig("too much in the key store")
            yield bag


def _sensible(plain: bytes) -> bytes:
    """Return the plain bytes if they are a SEQUENCE of the right length, as the cipher itself detects no wrong password."""
    try:
        if ber.single_element(plain).tag == 0x30:
            return plain
    except MalformedData:
        pass
    raise WrongKey("the password does not open this")


def _decrypt_key(der: bytes, password: bytes) -> PrivateKey:
    info = load(schema.EncryptedPrivateKeyInfo, der)
    plain = ciphers.decrypt_with_password(info["algorithm"], bytes(info["encrypted"]), password)
    return keys.read_private_key(_sensible(plain))


def _check_mac(mac: Any, content: bytes, password: str) -> None:
    """Compare the message authentication code if GOST 34.311 makes it."""
    if mac is None or mac["mac"]["algorithm"]["algorithm"].dotted != digests.OIDS[digests.GOST34311]:
        return
    rounds = int(mac["iterations"].native)
    if not 0 < rounds <= ciphers.MAX_ITERATIONS:
        raise InputTooBig(f"{rounds} rounds for a password")
    if not hmac.compare_digest(_mac(content, password, bytes(mac["salt"]), rounds), bytes(mac["mac"]["digest"])):
        raise WrongKey("the password does not open this store, or it is damaged")


def _mac(content: bytes, password: str, salt: bytes, rounds: int) -> bytes:
    """Return the message authentication code. Its key is derived by RFC 7292 B.2, with blocks of 32 bytes and one block."""
    size = 32
    secret = password.encode("utf-16-be") + b"\x00\x00"
    key = bytes([3]) * size + _filled(salt, size) + _filled(secret, size)
    for _ in range(rounds):
        key = gost34311.digest(key)
    return gost34311.hmac(key, content)


def _filled(data: bytes, size: int) -> bytes:
    whole = -(-len(data) // size) * size
    return (data * (whole // len(data) + 1))[:whole] if data else b""


def write_p12(pairs: Sequence[KeyPair], password: str, iterations: int = ITERATIONS) -> bytes:
    """Return a store of the keys, encrypted, and their certificates, with GOST 28147 and HMAC-GOST34311."""
    bags = []
    for pair in pairs:
        algorithm, encrypted = ciphers.encrypt_with_password(pair.key.to_pkcs8(), password.encode(), iterations)
        info = schema.EncryptedPrivateKeyInfo({"algorithm": algorithm, "encrypted": encrypted})
        bags.append(encode_typed_value(SHROUDED_KEY_BAG, info))
    for pair in pairs:
        if pair.certificate is not None:
            bag = schema.CertificateBag({"type": X509, "value": pair.certificate.der})
            bags.append(encode_typed_value(CERTIFICATE_BAG, bag))
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
