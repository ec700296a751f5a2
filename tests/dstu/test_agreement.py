"""The agreement on a key: both sides come to the same, and keys that would give ours away are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dstu import agreement, dstu4145, gost34311
from dstu.curves import CURVES, Curve, CurvePoint
from dstu.errors import MalformedData
from dstu.pure import field
from tests.dstu.test_curves import EACH

M257 = CURVES[257]
# What is wrapped with (1.2.804.2.1.1.1.1.1.1.5) and no parameters.
WRAP = bytes.fromhex("300f060b2a8624020101010101010" + "50500")


@EACH
def test_both_sides_come_to_the_same(curve: Curve) -> None:
    ours, theirs = dstu4145.generate(curve), dstu4145.generate(curve)
    secret = agreement.shared_secret(curve, ours, dstu4145.public_point(curve, theirs))
    assert secret == agreement.shared_secret(curve, theirs, dstu4145.public_point(curve, ours))


@EACH
def test_a_point_of_a_small_order_is_refused(curve: Curve) -> None:
    root = curve.b
    for _ in range(curve.m - 1):
        root = field.square(curve, root)
    with pytest.raises(MalformedData):
        agreement.shared_secret(curve, 5, CurvePoint(0, root))


@pytest.mark.parametrize(("d", "public"), [(0, M257.base), (M257.n, M257.base), (5, CurvePoint(1, 1))])
def test_what_is_no_key_is_refused(d: int, public: CurvePoint) -> None:
    with pytest.raises(MalformedData):
        agreement.shared_secret(M257, d, public)


@given(z=st.binary(min_size=20, max_size=54), ukm=st.binary(min_size=1, max_size=300))
def test_the_key_hangs_on_every_part(z: bytes, ukm: bytes) -> None:
    with_ukm = agreement.key_encryption_key(z, WRAP, ukm)
    assert len({with_ukm, agreement.key_encryption_key(z, WRAP), agreement.key_encryption_key(z, WRAP[2:], ukm)}) == 3


def test_the_key_is_the_hash_of_the_structure_of_the_rfc() -> None:
    info = bytes.fromhex("3025") + WRAP + bytes.fromhex("a00a0408") + b"8 bytes." + bytes.fromhex("a206040400000100")
    found = agreement.key_encryption_key(b"secret", WRAP, b"8 bytes.")
    assert found == gost34311.digest(b"secret\0\0\0\1" + info)
