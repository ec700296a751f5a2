import hashlib

import pytest

from dstu import gost34311, kupyna
from dstu.errors import UnsupportedFeature
from vikno.signatures import digest_uris

GOST = "1.2.804.2.1.1.1.1.2.1"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("http://www.w3.org/2001/04/xmlenc#sha256", hashlib.sha256(b"Test").digest()),
        ("http://www.w3.org/2001/04/xmldsig-more#sha384", hashlib.sha384(b"Test").digest()),
        ("http://www.w3.org/2001/04/xmlenc#sha512", hashlib.sha512(b"Test").digest()),
        ("http://www.w3.org/2001/04/xmlenc#gost34311", gost34311.digest(b"Test")),
        (f"urn:oid:{GOST}", gost34311.digest(b"Test")),
        ("http://www.w3.org/2001/04/xmlenc#dstu7564-256", kupyna.digest(b"Test", 256)),
        ("http://www.w3.org/2001/04/xmlenc#dstu7564-512", kupyna.digest(b"Test", 512)),
    ],
)
def test_a_digest_is_found_by_its_uri(uri, expected):
    assert digest_uris.compute_digest(uri, b"Test") == expected


@pytest.mark.parametrize("uri", ["", "http://www.w3.org/2001/04/xmldsig-more#md5", "urn:oid:1.2.3"])
def test_a_digest_that_is_not_known_is_said_to_be_so(uri):
    with pytest.raises(UnsupportedFeature):
        digest_uris.compute_digest(uri, b"Test")
