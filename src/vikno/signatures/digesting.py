"""Digests as manifests and XML signatures name them: by URI."""

import re

from dstu import digests
from dstu.errors import Unsupported

_KUPYNA = re.compile(r"(?:dstu7564|kupyna)-?(?P<bits>256|384|512)", re.IGNORECASE)


def named(uri: str) -> str:
    """Return the name of the digest that a URI names, as `dstu` knows it. Raises `Unsupported`.

    XML Encryption and RFC 9231 name those of the world; Ukrainian programs write `#gost34311`, `#dstu7564-256`, or
    `urn:oid:` with the identifier.
    """
    if uri.lower().startswith("urn:oid:"):
        return digests.name_of(uri[8:])
    tail = uri.rpartition("#")[2].lower()
    if kupyna := _KUPYNA.fullmatch(tail):
        return digests.name_of(f"kupyna{kupyna['bits']}")
    if tail not in digests.OIDS:
        raise Unsupported(f"the digest {uri}")
    return digests.name_of(tail)


def digest(uri: str, content: bytes) -> bytes:
    """Return the digest of the content. Raises `Unsupported`."""
    return digests.digest(named(uri), content)
