"""Ciphers of contents and passwords by their AlgorithmIdentifier: GOST 28147 as Ukraine uses it, and AES."""

import secrets
from dataclasses import dataclass
from typing import Any

from asn1crypto import core
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from dstu import ber, digests, gost28147, gost34311, schema
from dstu.asn1 import field_or_none, load, malformed_on_error
from dstu.errors import InputTooBig, MalformedData, UnsupportedFeature, WrongKey
from dstu.gost28147 import DEFAULT_DKE

GOST_OFB, GOST_CFB, GOST_WRAP = (f"{digests.UA_OID_PREFIX}.1.1.{number}" for number in (2, 3, 5))
HMAC_GOST = f"{digests.UA_OID_PREFIX}.1.2"
AES_CBC = {f"2.16.840.1.101.3.4.1.{number}": size for number, size in ((2, 16), (22, 24), (42, 32))}
AES_WRAP = {f"2.16.840.1.101.3.4.1.{number}": size for number, size in ((5, 16), (25, 24), (45, 32))}
PBES2, PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
MAX_ITERATIONS = 1_000_000
_BLOCK = 8


@dataclass(frozen=True, slots=True)
class ContentCipher:
    """A cipher with its parameters and without a key."""

    oid: str
    iv: bytes
    dke: bytes = DEFAULT_DKE

    @property
    def key_size(self) -> int:
        return AES_CBC.get(self.oid, 32)

    def decrypt(self, key: bytes, data: bytes) -> bytes:
        """Return the plain bytes. Raises WrongKey if the padding shows it; CFB and OFB detect no wrong key."""
        if self.oid == GOST_CFB:
            return gost28147.cfb_decrypt(key, self.iv, data, self.dke)
        if self.oid == GOST_OFB:
            return gost28147.ofb(key, self.iv, data, self.dke)
        if len(key) != self.key_size or len(self.iv) != 16:
            raise WrongKey("a key of another length")
        try:
            decryptor = Cipher(algorithms.AES(key), modes.CBC(self.iv)).decryptor()
            unpadder = padding.PKCS7(128).unpadder()
            return unpadder.update(decryptor.update(data) + decryptor.finalize()) + unpadder.finalize()
        except ValueError as error:
            raise WrongKey("the key does not open this") from error

    def encrypt(self, key: bytes, data: bytes) -> bytes:
        if self.oid == GOST_CFB:
            return gost28147.cfb_encrypt(key, self.iv, data, self.dke)
        if self.oid == GOST_OFB:
            return gost28147.ofb(key, self.iv, data, self.dke)
        padder = padding.PKCS7(128).padder()
        encryptor = Cipher(algorithms.AES(key), modes.CBC(self.iv)).encryptor()
        return encryptor.update(padder.update(data) + padder.finalize()) + encryptor.finalize()

    def to_algorithm_identifier(self) -> schema.AlgorithmIdentifier:
        """Return the AlgorithmIdentifier of the cipher."""
        iv = core.OctetString(self.iv)
        if self.oid in AES_CBC:
            return schema.AlgorithmIdentifier({"algorithm": self.oid, "parameters": iv})
        return schema.AlgorithmIdentifier(
            {"algorithm": self.oid, "parameters": schema.GostContentParameters({"iv": iv, "dke": self.dke})}
        )


def new_cipher(oid: str = GOST_CFB) -> ContentCipher:
    """Return a cipher with a random initial value."""
    return ContentCipher(oid, secrets.token_bytes(16 if oid in AES_CBC else _BLOCK))


def parse_cipher(algorithm: Any) -> ContentCipher:
    """Read the AlgorithmIdentifier of a content cipher. Raises UnsupportedFeature, MalformedData."""
    with malformed_on_error("content cipher"):
        oid = algorithm["algorithm"].dotted
        if oid in AES_CBC:
            return ContentCipher(oid, ber.single_element(algorithm["parameters"].dump()).content)
        if oid not in {GOST_CFB, GOST_OFB}:
            raise UnsupportedFeature(f"the cipher {oid}")
        der = algorithm["parameters"].dump()
        if der[:1] == b"\x04":
            iv, dke = ber.single_element(der).content, None
        else:
            parameters = load(schema.GostContentParameters, der)
            iv, dke = bytes(parameters["iv"]), field_or_none(parameters["dke"])
        if len(iv) < _BLOCK:
            raise MalformedData("an initial value that is too short")
        table = DEFAULT_DKE if dke is None else bytes(dke)
        if len(table) != len(DEFAULT_DKE):
            raise MalformedData("a substitution that is not of 64 bytes")
        # Some senders write an initial value longer than the block: its first bytes count.
        return ContentCipher(oid, iv[:_BLOCK], table)


def decrypt_with_password(algorithm: Any, encrypted: bytes, password: bytes) -> bytes:
    """Decrypt PBES2 with HMAC-GOST34311 (RFC 8018). The cipher detects no wrong password: the caller checks the plain bytes.

    Raises UnsupportedFeature, MalformedData, InputTooBig.
    """
    with malformed_on_error("password-based encryption"):
        if algorithm["algorithm"].dotted != PBES2:
            raise UnsupportedFeature(f"the encryption {algorithm['algorithm'].dotted}")
        scheme = load(schema.Pbes2Parameters, algorithm["parameters"].dump())
        derivation = scheme["derivation"]
        if derivation["algorithm"].dotted != PBKDF2:
            raise UnsupportedFeature(f"the derivation {derivation['algorithm'].dotted}")
        found = load(schema.Pbkdf2Parameters, derivation["parameters"].dump())
        prf = field_or_none(found["prf"])
        if prf is None or prf["algorithm"].dotted != HMAC_GOST:
            raise UnsupportedFeature("a derivation without HMAC-GOST34311")
        cipher, rounds = parse_cipher(scheme["encryption"]), int(found["iterations"].native)
        if not 0 < rounds <= MAX_ITERATIONS:
            raise InputTooBig(f"{rounds} rounds for a password")
        return cipher.decrypt(gost34311.pbkdf2(password, bytes(found["salt"]), rounds, cipher.key_size), encrypted)


def encrypt_with_password(data: bytes, password: bytes, iterations: int) -> tuple[schema.AlgorithmIdentifier, bytes]:
    """Return PBES2 with HMAC-GOST34311 and GOST 28147 CFB, and `data` encrypted."""
    salt, cipher = secrets.token_bytes(32), new_cipher()
    prf = {"algorithm": HMAC_GOST, "parameters": core.Null()}
    derivation = schema.Pbkdf2Parameters({"salt": salt, "iterations": iterations, "prf": prf})
    parameters = schema.Pbes2Parameters(
        {"derivation": {"algorithm": PBKDF2, "parameters": derivation}, "encryption": cipher.to_algorithm_identifier()}
    )
    algorithm = schema.AlgorithmIdentifier({"algorithm": PBES2, "parameters": parameters})
    return algorithm, cipher.encrypt(gost34311.pbkdf2(password, salt, iterations, 32), data)
