"""Digest algorithms by the URIs that manifests and XML signatures use."""

import re

from dstu import digests
from dstu.errors import UnsupportedFeature

_KUPYNA = re.compile(r"(?:dstu7564|kupyna)-?(?P<bits>256|384|512)", re.IGNORECASE)


def digest_name(uri: str) -> str:
    """Return the name in `dstu` of the digest that a URI names. Raises `UnsupportedFeature`.

    XML Encryption and RFC 9231 define the URIs of international digests; Ukrainian programs write `#gost34311`,
    `#dstu7564-256`, or `urn:oid:` with the identifier.
    """
    if uri.lower().startswith("urn:oid:"):
        return digests.digest_name(uri[8:])
    tail = uri.rpartition("#")[2].lower()
    if kupyna := _KUPYNA.fullmatch(tail):
        return digests.digest_name(f"kupyna{kupyna['bits']}")
    if tail not in digests.OIDS:
        raise UnsupportedFeature(f"the digest {uri}")
    return digests.digest_name(tail)


def compute_digest(uri: str, content: bytes) -> bytes:
    """Return the digest of the content. Raises `UnsupportedFeature`."""
    return digests.digest(digest_name(uri), content)
