"""Encryption of personal data at rest, and keyed indexes to look it up by.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. An encrypted value names its key, so that keys can be rotated: new
values use the first key of `DATA_KEYS`, old ones stay readable while their key is listed. The context (the name of the column)
is authenticated, so a value moved to another column cannot be decrypted.
"""

import base64
import functools
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
KEY_BYTES = 32


class DecryptionFailed(Exception):
    """An encrypted value was changed, or its key is no longer listed."""


@dataclass(frozen=True, kw_only=True)
class DataKeyring:
    """The keys by their ids; the first key encrypts."""

    keys: dict[str, bytes]
    index_key: bytes

    @property
    def current_id(self) -> str:
        return next(iter(self.keys))


def parse_keys(listed: list[str]) -> dict[str, bytes]:
    """Return keys by id from words like `2026a:BASE64`. Raises `ImproperlyConfigured`."""
    keys = {}
    for word in listed:
        key_id, _, encoded = word.partition(":")
        key = base64.b64decode(encoded)
        if not key_id or len(key) != KEY_BYTES:
            raise ImproperlyConfigured("Each of DATA_KEYS is id:base64 of 32 bytes.")
        keys[key_id] = key
    if not keys:
        raise ImproperlyConfigured("Set DATA_KEYS.")
    return keys


@functools.cache
def _keyring(listed: tuple[str, ...], index_key: str) -> DataKeyring:
    return DataKeyring(keys=parse_keys(list(listed)), index_key=base64.b64decode(index_key))


def keyring() -> DataKeyring:
    return _keyring(tuple(settings.DATA_KEYS), settings.INDEX_KEY)


def encrypt_bytes(plain: bytes, *, context: str) -> bytes:
    """Return `id`, a zero byte, the nonce and the ciphertext with its tag."""
    ring = keyring()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(ring.keys[ring.current_id]).encrypt(nonce, plain, context.encode())
    return ring.current_id.encode() + b"\0" + nonce + sealed


def decrypt_bytes(sealed: bytes, *, context: str) -> bytes:
    """Return the decrypted value. Raises `DecryptionFailed`."""
    key_id, _, rest = sealed.partition(b"\0")
    key = keyring().keys.get(key_id.decode(errors="replace"))
    if key is None:
        raise DecryptionFailed("the key is not listed in DATA_KEYS")
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise DecryptionFailed("the sealed value does not open") from error


def encrypt_text(plain: str, *, context: str) -> str:
    return base64.b64encode(encrypt_bytes(plain.encode(), context=context)).decode()


def decrypt_text(sealed: str, *, context: str) -> str:
    try:
        raw = base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise DecryptionFailed("not a sealed value") from error
    return decrypt_bytes(raw, context=context).decode()


def blind_index(value: str, *, kind: str) -> str:
    """Return 32 hex digits that are equal for equal values of a kind, and reveal nothing of the value without the key."""
    message = f"{kind}\0{value}".encode()
    return hmac.new(keyring().index_key, message, hashlib.sha256).hexdigest()[:32]
