"""Any input raises only our errors, soon, and damaged data never passes a check."""

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dstu import ber, envelopes, pkcs12
from dstu.certificates import TIME_STAMPING, KeyPair, read_certificate, read_certificates
from dstu.cms import read_signed_data
from dstu.errors import DstuError, InputTooBig, MalformedData
from dstu.keys import read_private_key, read_public_key
from dstu.revocation import read_crl, read_ocsp
from dstu.timestamps import read_timestamp
from simulators import pki
from tests.dstu.samples import FOLDER, manifest

AT = pki.LONG_AGO
READERS = {
    "certificate": read_certificate,
    "pool": read_certificates,
    "signed": lambda data: read_signed_data(data).check(),
    "crl": lambda data: [read_crl(data).find(serial) for serial in (1, 5)],
    "ocsp": lambda data: read_ocsp(data).check(me().certificate),
    "timestamp": lambda data: read_timestamp(data).check(b"x"),
    "envelope": lambda data: envelopes.decrypt(data, [me(), KeyPair(me().key)]),
    "p12": lambda data: pkcs12.read_p12(data, "p"),
    "private key": read_private_key,
    "public key": read_public_key,
}


def dice(seed: str) -> Random:
    """Chance that falls the same each time."""
    return Random(seed)  # noqa: S311


@cache
def me() -> KeyPair:
    return pki.make_pair("Я", extended_key_usage=[TIME_STAMPING], is_ca=True, key_usage=[*pki.SIGNING, "crl_sign"])


@cache
def made() -> dict[str, bytes]:
    """One of everything."""
    crl = pki.make_crl(me(), {5: (AT, "superseded")}, AT)
    ocsp = pki.make_ocsp(me().certificate, me().certificate, me(), AT, basic=True)
    values = {"values": [me().certificate], "crls": [crl], "ocsps": [ocsp]}
    return {
        "certificate": me().certificate.der,
        "pool": pki.make_p7b([me().certificate]),
        "signed": pki.sign_cms(b"x", [me()], timestamp_by=me(), content_timestamp_by=me(), at=AT, **values),
        "crl": crl,
        "ocsp": pki.make_ocsp(me().certificate, me().certificate, me(), AT),
        "timestamp": pki.make_timestamp(bytes(32), me(), AT),
        "envelope": envelopes.encrypt(b"x" * 50, me().certificate),
        "p12": pkcs12.write_p12([me()], "p", iterations=2),
        "private key": me().key.to_pkcs8(),
        "public key": me().key.public_key.spki,
    }


def tried(kind: str, data: bytes) -> object:
    try:
        return READERS[kind](data)
    except DstuError:
        return None


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=60, deadline=2000, derandomize=True, database=None)
@given(data=st.binary(max_size=300))
def test_random_bytes_raise_nothing_else(kind, data):
    tried(kind, data)
    tried(kind, b"\x30\x82\x01\x00" + data)


@pytest.mark.parametrize("kind", READERS)
def test_whatever_is_cut_raises_nothing_else(kind):
    data = made()[kind]

    for at in dice(kind).sample(range(len(data)), min(60, len(data) - 1)):
        tried(kind, data[:at])


@pytest.mark.parametrize("kind", READERS)
def test_whatever_is_flipped_raises_nothing_else(kind):
    data = made()[kind]
    luck = dice(kind)

    for _ in range(120):
        at = luck.randrange(len(data))
        tried(kind, data[:at] + bytes([data[at] ^ (1 << luck.randrange(8))]) + data[at + 1 :])


def emptied(data: bytes) -> Iterator[bytes]:
    """Yield the data with one element at a time left without content or left out, all lengths made right again."""
    children = list(ber.elements(data))
    for place, child in enumerate(children):
        before = b"".join(sibling.der for sibling in children[:place])
        after = b"".join(sibling.der for sibling in children[place + 1 :])
        yield before + after
        yield before + ber.encode(child.tag, b"") + after
        if child.tag & 0x20:
            for content in emptied(child.content):
                yield before + ber.encode(child.tag, content) + after


@pytest.mark.parametrize("kind", READERS)
def test_an_element_without_content_or_left_out_raises_nothing_else(kind):
    variants = list(emptied(made()[kind]))

    for data in dice(kind).sample(variants, min(400, len(variants))):
        tried(kind, data)


def test_nothing_with_a_flipped_byte_in_what_is_signed_holds():
    data = pki.sign_cms(b"content that counts", [me()], certificates=False)
    start = data.index(b"content that counts")
    info = data.index(ber.encode(0x06, bytes.fromhex("2a864886f70d010904")))

    for at in (*range(start, start + 19), *range(info, info + 40), *range(len(data) - 64, len(data))):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            checks = read_signed_data(flipped).check(certificates=[me().certificate])
        except DstuError:
            continue
        assert all(check.integrity != "ok" for check in checks), at


def test_nesting_and_lengths_are_bounded():
    with pytest.raises(InputTooBig):
        ber.to_definite_length(b"\x30\x80" * 100_000)
    with pytest.raises(MalformedData):
        ber.to_definite_length(b"\x30\x88" + b"\xff" * 8)
    with pytest.raises(DstuError):
        read_certificate(b"\x30\x84\xff\xff\xff\xff" + bytes(100))


def test_what_follows_a_value_is_not_let_in():
    data = pki.sign_cms(b"x", [me()])

    assert read_signed_data(data + b"\n\x00").der == data
    with pytest.raises(MalformedData):
        read_signed_data(data + b"<script>")


SAMPLES = [
    entry["path"]
    for entry in manifest()
    if entry["kind"] != "data" and (FOLDER / entry["path"]).stat().st_size < 200_000
]


@pytest.mark.parametrize("path", SAMPLES)
def test_every_sample_cut_and_flipped_raises_nothing_else(path):
    data = (FOLDER / path).read_bytes()
    luck = dice(path)
    kinds = ("certificate", "signed", "crl", "ocsp", "envelope", "p12", "private key")

    for _ in range(25):
        at = luck.randrange(len(data))
        for kind in kinds:
            tried(kind, data[:at])
            tried(kind, data[:at] + bytes([data[at] ^ (1 << luck.randrange(8))]) + data[at + 1 :])
