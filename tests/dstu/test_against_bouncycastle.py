"""What BouncyCastle computes of the same input, on random input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dstu import agreement, curves, dstu4145, gost28147, gost34311, kupyna
from dstu.curves import CURVES, Curve
from tests.dstu.oracle import OracleQuery, OracleRefused
from tests.dstu.test_curves import EACH

# One Java program for all of them.
pytestmark = pytest.mark.xdist_group("oracle")
often = settings(max_examples=40)

tables, keys = st.binary(min_size=64, max_size=64), st.binary(min_size=32, max_size=32)
ivs, texts = st.binary(min_size=8, max_size=8), st.binary(max_size=150)
on_curves = st.sampled_from(list(CURVES.values()))


@often
@given(dke=tables, data=texts)
def test_gost_34311(ask: OracleQuery, dke: bytes, data: bytes) -> None:
    assert gost34311.digest(data, dke).hex() == ask("gost34311", dke=dke, data=data)


@often
@given(key=st.binary(min_size=1, max_size=50), data=texts)
def test_hmac(ask: OracleQuery, key: bytes, data: bytes) -> None:
    assert gost34311.hmac(key, data).hex() == ask("hmac", dke=gost28147.DEFAULT_DKE, key=key, data=data)


@often
@given(
    password=st.binary(min_size=1, max_size=50), salt=texts, iterations=st.integers(1, 30), length=st.integers(1, 70)
)
def test_pbkdf2(ask: OracleQuery, password: bytes, salt: bytes, iterations: int, length: int) -> None:
    theirs = ask(
        "pbkdf2",
        dke=gost28147.DEFAULT_DKE,
        password=password,
        salt=salt,
        iterations=str(iterations),
        length=str(length),
    )
    assert gost34311.pbkdf2(password, salt, iterations, length).hex() == theirs


@often
@given(bits=st.sampled_from(kupyna.SIZES), data=st.binary(max_size=300))
def test_kupyna(ask: OracleQuery, bits: int, data: bytes) -> None:
    assert kupyna.digest(data, bits).hex() == ask("kupyna", bits=str(bits), data=data)


@often
@given(dke=tables, key=keys, iv=ivs, data=texts)
def test_the_modes_of_gost_28147(ask: OracleQuery, dke: bytes, key: bytes, iv: bytes, data: bytes) -> None:
    assert gost28147.cfb_encrypt(key, iv, data, dke).hex() == ask("cfb", dke=dke, key=key, iv=iv, data=data)
    assert gost28147.ofb(key, iv, data, dke).hex() == ask("ofb", dke=dke, key=key, iv=iv, data=data)


@often
@given(dke=tables, key=keys, blocks=st.integers(2, 6).flatmap(lambda n: st.binary(min_size=8 * n, max_size=8 * n)))
def test_blocks_and_codes_of_gost_28147(ask: OracleQuery, dke: bytes, key: bytes, blocks: bytes) -> None:
    assert gost28147.encrypt_blocks(key, blocks, dke).hex() == ask("ecb", dke=dke, key=key, data=blocks)
    assert gost28147.decrypt_blocks(key, blocks, dke).hex() == ask("ecb back", dke=dke, key=key, data=blocks)
    assert gost28147.mac(key, blocks, dke).hex() == ask("mac", dke=dke, key=key, data=blocks)


@often
@given(curve=on_curves, data=st.data(), digest=keys)
def test_they_take_our_signatures(ask: OracleQuery, curve: Curve, data: st.DataObject, digest: bytes) -> None:
    d = data.draw(st.integers(1, curve.n - 1))
    signature = dstu4145.sign(curve, d, digest)
    r, s = (
        f"{int.from_bytes(half, 'little'):x}" for half in (signature[: curve.order_size], signature[curve.order_size :])
    )
    named = {"curve": curves.curve_oid(curve), **_public(curve, d), "r": r, "s": s}
    assert ask("verify", digest=digest, **named) == "true"
    assert ask("verify", digest=bytes([digest[0] ^ 2]) + digest[1:], **named) == "false"


@often
@given(curve=on_curves, data=st.data(), digest=keys)
def test_we_take_their_signatures(ask: OracleQuery, curve: Curve, data: st.DataObject, digest: bytes) -> None:
    d = data.draw(st.integers(1, curve.n - 1))
    numbers = [int(part, 16) for part in ask("sign", curve=curves.curve_oid(curve), d=f"{d:x}", digest=digest).split()]
    signature = b"".join(number.to_bytes(curve.order_size, "little") for number in numbers)
    assert dstu4145.verify(curve, dstu4145.public_point(curve, d), digest, signature)


@often
@given(curve=on_curves, data=st.data())
def test_both_agree_on_the_same_secret(ask: OracleQuery, curve: Curve, data: st.DataObject) -> None:
    ours, theirs = (data.draw(st.integers(1, curve.n - 1)) for _ in range(2))
    secret = ask("agree", curve=curves.curve_oid(curve), d=f"{theirs:x}", **_public(curve, ours))
    found = agreement.shared_secret(curve, ours, dstu4145.public_point(curve, theirs))
    assert int.from_bytes(found) == int(secret, 16)


@often
@given(curve=on_curves, data=st.data())
def test_keys_are_packed_and_unpacked_alike(ask: OracleQuery, curve: Curve, data: st.DataObject) -> None:
    d = data.draw(st.integers(1, curve.n - 1))
    public, name = _public(curve, d), curves.curve_oid(curve)
    packed = dstu4145.compress(curve, dstu4145.public_point(curve, d))
    assert packed.hex() == ask("compress", curve=name, **public)
    assert " ".join(public.values()) == ask("decompress", curve=name, data=packed)


@EACH
def test_the_base_point_is_theirs(ask: OracleQuery, curve: Curve) -> None:
    double = ask("multiply", curve=curves.curve_oid(curve), x=f"{curve.base.x:x}", y=f"{curve.base.y:x}", d="2")
    assert double == " ".join(_public(curve, curve.n - 2).values())


def test_what_they_cannot_do_is_said(ask: OracleQuery) -> None:
    with pytest.raises(OracleRefused):
        ask("multiply", curve="1.2.3")


def _public(curve: Curve, d: int) -> dict[str, str]:
    point = dstu4145.public_point(curve, d)
    return {"x": f"{point.x:x}", "y": f"{point.y:x}"}
