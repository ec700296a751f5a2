"""All digests behind the same calls, by name or object identifier."""

import hashlib
from collections.abc import Callable
from typing import Protocol

from dstu import gost34311, kupyna
from dstu.errors import UnsupportedFeature
from dstu.gost28147 import DEFAULT_DKE

UA_OID_PREFIX = "1.2.804.2.1.1.1.1"
GOST34311, KUPYNA256, KUPYNA384, KUPYNA512 = "gost34311", "kupyna256", "kupyna384", "kupyna512"


class DigestContext(Protocol):
    """A digest in progress."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


OIDS = {
    GOST34311: f"{UA_OID_PREFIX}.2.1",
    KUPYNA256: f"{UA_OID_PREFIX}.2.2.1",
    KUPYNA384: f"{UA_OID_PREFIX}.2.2.2",
    KUPYNA512: f"{UA_OID_PREFIX}.2.2.3",
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "sha3-224": "2.16.840.1.101.3.4.2.7",
    "sha3-256": "2.16.840.1.101.3.4.2.8",
    "sha3-384": "2.16.840.1.101.3.4.2.9",
    "sha3-512": "2.16.840.1.101.3.4.2.10",
}
NAMES = {oid: name for name, oid in OIDS.items()} | {f"{UA_OID_PREFIX}.2.2": KUPYNA256}
TITLES = {
    GOST34311: "GOST 34.311",
    KUPYNA256: "Kupyna-256",
    KUPYNA384: "Kupyna-384",
    KUPYNA512: "Kupyna-512",
    "sha1": "SHA-1",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "sha3-224": "SHA3-224",
    "sha3-256": "SHA3-256",
    "sha3-384": "SHA3-384",
    "sha3-512": "SHA3-512",
}
# Collisions are affordable, so such a digest proves little about a document.
WEAK = frozenset({"sha1"})
_KUPYNA = {KUPYNA256: 256, KUPYNA384: 384, KUPYNA512: 512}


def digest_name(oid_or_name: str) -> str:
    """Return the name of a digest by its identifier, name or title. Raises UnsupportedFeature."""
    name = NAMES.get(oid_or_name, oid_or_name.lower())
    if name not in OIDS:
        raise UnsupportedFeature(f"the digest {oid_or_name}")
    return name


def new(oid_or_name: str, dke: bytes = DEFAULT_DKE) -> DigestContext:
    """Begin a digest; `dke` is the substitution of GOST 34.311. Raises UnsupportedFeature."""
    name = digest_name(oid_or_name)
    if name == GOST34311:
        return gost34311.new(dke)
    if name in _KUPYNA:
        return kupyna.new(_KUPYNA[name])
    return _STANDARD[name](usedforsecurity=False)


def digest(oid_or_name: str, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Return the digest of `data`. Raises UnsupportedFeature."""
    hasher = new(oid_or_name, dke)
    hasher.update(data)
    return hasher.digest()


_STANDARD: dict[str, Callable[..., DigestContext]] = {
    "sha1": hashlib.sha1,
    "sha224": hashlib.sha224,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
    "sha3-224": hashlib.sha3_224,
    "sha3-256": hashlib.sha3_256,
    "sha3-384": hashlib.sha3_384,
    "sha3-512": hashlib.sha3_512,
}
