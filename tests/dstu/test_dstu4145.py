"""DSTU 4145: the example of the standard, signatures of our own on every curve, and what is no signature or no key."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dstu import dstu4145
from dstu.accelerator import backend
from dstu.curves import CURVES, Curve, CurvePoint
from dstu.errors import MalformedData
from dstu.pure import field
from tests.dstu.test_curves import EACH

# Appendix Б.1 of the standard: its own base point, a ready hash, a given ephemeral number.
EXAMPLE = replace(
    CURVES[163],
    base=CurvePoint(0x72D867F93A93AC27DF9FF01AFFE74885C8C540420, 0x0224A9C3947852B97C5599D5F4AB81122ADC3FD9B),
)
D = 0x183F60FDF7951FF47D67193F8D073790C1C9B5A3E
Q = CurvePoint(0x057DE7FDE023FF929CB6AC785CE4B79CF64ABDC2DA, 0x3E85444324BCF06AD85ABF6AD7B5F34770532B9AA)
DIGEST = bytes.fromhex("09C9C44277910C9AAEE486883A2EB95B7180166DDF73532EEB76EDAEF52247FF")[::-1]
K = 0x1025E40BD97DB012B7A1D79DE8E12932D247F61C6
R, S = 0x274EA2C0CAA014A0D80A424F59ADE7A93068D08A7, 0x2100D86957331832B8E8C230F5BD6A332B3615ACA
SIGNATURE = R.to_bytes(21, "little") + S.to_bytes(21, "little")

M257 = CURVES[257]
KEY = 0x1234567890ABCDEF << 180
PUBLIC = dstu4145.public_point(M257, KEY)


def test_the_example_of_the_standard_verifies() -> None:
    assert dstu4145.verify(EXAMPLE, Q, DIGEST, SIGNATURE)


def test_the_example_of_the_standard_is_signed_anew() -> None:
    assert dstu4145.public_point(EXAMPLE, D) == Q
    assert dstu4145.sign(EXAMPLE, D, DIGEST, K) == SIGNATURE


@given(place=st.integers(0, len(SIGNATURE) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_is_no_signature(place: int, bit: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[place] ^= 1 << bit
    assert not dstu4145.verify(EXAMPLE, Q, DIGEST, bytes(changed))


@EACH
def test_what_is_signed_verifies_and_nothing_else_does(curve: Curve) -> None:
    d = dstu4145.generate(curve)
    public, digest = dstu4145.public_point(curve, d), b"\x5a" * 32
    signature = dstu4145.sign(curve, d, digest)
    assert len(signature) == 2 * curve.order_size
    assert dstu4145.verify(curve, public, digest, signature)
    assert not dstu4145.verify(curve, public, b"\x5b" + digest[1:], signature)
    assert not dstu4145.verify(curve, CurvePoint(public.x, public.x ^ public.y), digest, signature)


def test_longer_halves_of_the_same_numbers_are_taken() -> None:
    halves = [SIGNATURE[:21], SIGNATURE[21:]]
    assert dstu4145.verify(EXAMPLE, Q, DIGEST, b"".join(half.ljust(32, b"\0") for half in halves))


def test_a_digest_of_noughts_counts_as_one() -> None:
    signature = dstu4145.sign(M257, KEY, bytes(32))
    assert dstu4145.verify(M257, PUBLIC, b"\x01" + bytes(31), signature)


@pytest.mark.parametrize(
    "signature",
    [b"", SIGNATURE[1:], bytes(42), SIGNATURE[:21] + bytes(21), SIGNATURE[:21] + EXAMPLE.n.to_bytes(21, "little")],
)
def test_another_shape_is_no_signature(signature: bytes) -> None:
    assert not dstu4145.verify(EXAMPLE, Q, DIGEST, signature)


@pytest.mark.parametrize("public", [CurvePoint(1, 1), CurvePoint(-1, 1), CurvePoint(Q.x | 1 << 163, Q.y)])
def test_a_key_beside_the_curve_verifies_nothing(public: CurvePoint) -> None:
    assert not dstu4145.verify(EXAMPLE, public, DIGEST, SIGNATURE)


@pytest.mark.parametrize("d", [0, -1, M257.n])
def test_a_number_outside_the_order_is_no_key(d: int) -> None:
    with pytest.raises(MalformedData):
        dstu4145.public_point(M257, d)
    with pytest.raises(MalformedData):
        dstu4145.sign(M257, d, DIGEST)


def test_a_given_number_that_gives_no_signature_is_said() -> None:
    with pytest.raises(ValueError, match="no signature"):
        dstu4145.sign(M257, KEY, DIGEST, M257.n)


@EACH
def test_a_key_is_compressed_and_found_again(curve: Curve) -> None:
    for d in (1, 2, 3, curve.n - 1, dstu4145.generate(curve)):
        public = dstu4145.public_point(curve, d)
        data = dstu4145.compress(curve, public)
        assert len(data) == curve.field_size
        assert dstu4145.decompress(curve, data) == public


def test_bytes_are_a_key_of_order_n_or_malformed() -> None:
    """A quarter of all x belong to the group of the base point."""
    keys = []
    for number in range(200):
        with suppress(MalformedData):
            keys.append(dstu4145.decompress(M257, (M257.base.x ^ number).to_bytes(33, "little")))
    assert 25 < len(keys) < 75
    assert all(backend.multiply_add(M257, 0, M257.base, M257.n, key) is None for key in keys)


@pytest.mark.parametrize("data", [b"", bytes(32), bytes(33), b"\x01" + bytes(32), b"\xff" * 33])
def test_what_is_no_key_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedData):
        dstu4145.decompress(M257, data)


def test_the_point_of_order_two_is_no_key() -> None:
    root = M257.b
    for _ in range(M257.m - 1):
        root = field.square(M257, root)
    point = CurvePoint(0, root)
    assert dstu4145.is_on_curve(M257, point)
    assert not dstu4145.has_order_n(M257, point)
    with pytest.raises(MalformedData):
        dstu4145.compress(M257, point)


@EACH
def test_the_order_of_a_point_is_told_without_multiplying(curve: Curve) -> None:
    """Of the points with the first x that there are, those are in the group which n times give infinity."""
    found = set()
    for x in range(2, 40):
        b_over_square = field.multiply(curve, curve.b, field.square(curve, field.invert(curve, x)))
        z = field.solve(curve, x ^ curve.a ^ b_over_square)
        if z is None:
            continue
        point = CurvePoint(x, field.multiply(curve, x, z))
        belongs = backend.multiply_add(curve, 0, curve.base, curve.n, point) is None
        assert dstu4145.has_order_n(curve, point) == belongs
        found.add(belongs)
    assert found == {True, False}
