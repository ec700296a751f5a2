"""Digests as manifests and XML signatures name them: by URI."""

import re

from dstu import digests
from dstu.errors import UnsupportedFeature

_KUPYNA = re.compile(r"(?:dstu7564|kupyna)-?(?P<bits>256|384|512)", re.IGNORECASE)


def digest_name(uri: str) -> str:
    """Return the name of the digest that a URI names, as `dstu` knows it. Raises `Unsupported`.

    XML Encryption and RFC 9231 name those of the world; Ukrainian programs write `#gost34311`, `#dstu7564-256`, or
    `urn:oid:` with the identifier.
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
    """Return the digest of the content. Raises `Unsupported`."""
    return digests.digest(digest_name(uri), content)
