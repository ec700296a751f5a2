"""Keys of every kind verify by the same calls."""

import pytest
from asn1crypto import algos

from dstu import digests, keys, schema
from dstu.errors import UnsupportedFeature


def _pss(digest: str) -> schema.AlgorithmIdentifier:
    hashing = {"algorithm": digest}
    mask = {"algorithm": "mgf1", "parameters": hashing}
    parameters = {"hash_algorithm": hashing, "mask_gen_algorithm": mask, "salt_length": 32}
    return schema.AlgorithmIdentifier.load(
        algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters}).dump()
    )


def test_pss_is_told_from_pkcs1():
    key = keys.generate("RSA-2048")
    value = digests.digest("sha256", b"text")
    signature, scheme = key.sign_pss(value, "sha256"), keys.parse_signature_scheme(_pss("sha256"))

    assert scheme == keys.SignatureScheme("sha256", "sha256", 32)
    assert key.public_key.verify(signature, b"text", "sha256", scheme)
    assert not key.public_key.verify(signature, b"text", "sha256")
    assert not key.public_key.verify(signature, b"other", "sha256", scheme)


@pytest.mark.parametrize("algorithm", ["DSTU4145-257", "RSA-2048", "ECDSA-P-256"])
def test_a_signature_is_of_one_message_by_one_key(algorithm):
    digest = "kupyna256" if algorithm.startswith("DSTU") else "sha256"
    key, other = keys.generate(algorithm), keys.generate(algorithm)
    signature = key.sign(b"text", digest)

    assert key.public_key.algorithm == algorithm
    assert key.public_key.verify(signature, b"text", digest)
    assert not key.public_key.verify(signature, b"texts", digest)
    assert not other.public_key.verify(signature, b"text", digest)
    assert not key.public_key.verify(b"", b"text", digest)


def test_what_is_not_known_is_said_to_be_unsupported():
    with pytest.raises(UnsupportedFeature):
        keys.generate("DSA-1024")
    with pytest.raises(UnsupportedFeature):
        digests.new("md5")
    with pytest.raises(UnsupportedFeature):
        keys.parse_signature_scheme(schema.AlgorithmIdentifier({"algorithm": "1.2.3.4"}))


def test_digests_go_by_name_and_by_identifier():
    for name, oid in digests.OIDS.items():
        assert digests.digest(name, b"abc") == digests.digest(oid, b"abc")
