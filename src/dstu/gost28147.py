"""GOST 28147-89 (DSTU GOST 28147:2009): encryption by 64-bit blocks, its modes, and the wrapping of keys with it.

Source of the wrapping: the order 739 of 18.12.2012 on formats of enveloped data (after RFC 3217, with CFB and the code of
authenticity instead of a checksum).
"""

import hmac

from dstu.accelerator import backend
from dstu.errors import MalformedData, WrongKey

DEFAULT_DKE = bytes.fromhex(
    "a9d6eb45f13c708280c4967b231f5eadf658eba4c037291d38d96bf025ca4e17"
    "f8e9720dc615b43a28975f0bc1dea36438b564ea2c179fd0123e6db8fac57904"
)
"""The table of substitution no. 1, packed as in certificates: eight rows of sixteen, two values in a byte."""

WRAP_IV = bytes.fromhex("4adda22c79e82105")
WRAPPED_SIZE = 44


def encrypt_blocks(key: bytes, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Encrypt whole blocks of 8 bytes, each by itself."""
    _check(dke, key)
    _sized("whole blocks", len(data) % 8, 0)
    return backend.encrypt_blocks(dke, key, data)


def decrypt_blocks(key: bytes, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    _check(dke, key)
    _sized("whole blocks", len(data) % 8, 0)
    return backend.decrypt_blocks(dke, key, data)


def cfb_encrypt(key: bytes, iv: bytes, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Encrypt with feedback (1.2.804.2.1.1.1.1.1.1.3); any length."""
    _check(dke, key, iv)
    return backend.cfb_encrypt(dke, key, iv, data)


def cfb_decrypt(key: bytes, iv: bytes, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    _check(dke, key, iv)
    return backend.cfb_decrypt(dke, key, iv, data)


def ofb(key: bytes, iv: bytes, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Encrypt, or decrypt again, with the gamma of a counter (1.2.804.2.1.1.1.1.1.1.2, there named OFB); any length."""
    _check(dke, key, iv)
    return backend.gamma(dke, key, iv, data)


def mac(key: bytes, data: bytes, dke: bytes = DEFAULT_DKE, bits: int = 32) -> bytes:
    """Return the code of authenticity of 8 to 64 bits; the last block is filled with zeros."""
    _check(dke, key)
    if bits not in range(8, 65, 8):
        raise ValueError("8 to 64 bits, whole bytes")
    return backend.mac(dke, key, data)[: bits // 8]


def wrap(kek: bytes, cek: bytes, iv: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Return the 44 bytes of a key of 32 bytes wrapped with another. `iv` are 8 fresh random bytes."""
    _sized("a key", len(cek), 32)
    inside = iv + cfb_encrypt(kek, iv, cek + mac(kek, cek, dke), dke)
    return cfb_encrypt(kek, WRAP_IV, inside[::-1], dke)


def unwrap(kek: bytes, wrapped: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Return the key of 32 bytes. Raise WrongKey if the code of authenticity does not fit."""
    _sized("a wrapped key", len(wrapped), WRAPPED_SIZE)
    inside = cfb_decrypt(kek, WRAP_IV, wrapped, dke)[::-1]
    opened = cfb_decrypt(kek, inside[:8], inside[8:], dke)
    cek, code = opened[:32], opened[32:]
    if not hmac.compare_digest(code, mac(kek, cek, dke)):
        raise WrongKey("the key does not open this wrapped key")
    return cek


def _check(dke: bytes, key: bytes, iv: bytes = bytes(8)) -> None:
    _sized("a table of substitution", len(dke), 64)
    _sized("a key", len(key), 32)
    _sized("an initial value", len(iv), 8)


def _sized(subject: str, length: int, right: int) -> None:
    if length != right:
        raise MalformedData(f"{subject}: {length} bytes instead of {right}")
