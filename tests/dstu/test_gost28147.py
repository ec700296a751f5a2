"""GOST 28147: examples of the standard's modes (as UAPKI and RFC 4357 have them), wrapping of keys, wrong sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dstu import gost28147
from dstu.errors import MalformedData, WrongKey
from tests.dstu.test_gost34311 import TEST_TABLE

KEY = bytes.fromhex("0100000002000000030000000400000005000000060000000700000008000000")
IV = bytes.fromhex("0300000003000000")
TEXT = bytes(range(1, 0x0A)) + bytes(range(0x0A, 0x19))
KEK = bytes.fromhex("01000000010000000100000001000000ffffffffffffffffffffffffffffffff")
CEK = bytes.fromhex("01020304010203040102030401020304f1f2f3f4f5f6f7f8f1f2f3f4f5f6f7f8")
WRAPPED = "52a513f1b4172ca6b5f1b8a03ca9a4e0acb6e00e11e5e9bcdd446222eb97238dc3e4e24d2ec03e05a568ec51"

keys = st.binary(min_size=32, max_size=32)
ivs = st.binary(min_size=8, max_size=8)


def test_blocks_by_themselves() -> None:
    key = bytes.fromhex("348724a4c1a67667153dde5933884250e3248c657d413b8c1c9ca09a56d968cf")
    text = bytes.fromhex("34c01533e37d1c56e9431604f57e37a18f90eb0333a33362")
    found = gost28147.encrypt_blocks(key, text, TEST_TABLE)
    assert found.hex() == "863e78dd2d60d13ce38f0f691f68f7feb99bb76c3073142d"
    assert gost28147.decrypt_blocks(key, found, TEST_TABLE) == text


def test_feedback() -> None:
    found = gost28147.cfb_encrypt(KEY, IV, TEXT, TEST_TABLE)
    assert found.hex() == "d1ce841aa50de523b0ab76646f0d1ee8ae02aa0c4e8eafb3"


def test_the_gamma_of_a_counter() -> None:
    found = gost28147.ofb(KEY, IV, TEXT, TEST_TABLE)
    assert found.hex() == "da21005efbea34aa48d17ebf1c4f52a18eca42d3ff4b46f4"


def test_the_code_of_authenticity() -> None:
    text = bytes.fromhex("d1ce841aa50de523b0ab76646f0d1ee8ae02aa0c4e8eafb3")
    assert gost28147.mac(KEY, text, TEST_TABLE).hex() == "7e4a9667"
    assert len(gost28147.mac(KEY, text, bits=64)) == 8


@given(key=keys, iv=ivs, data=st.binary(max_size=70))
def test_what_is_encrypted_is_decrypted_at_any_length(key: bytes, iv: bytes, data: bytes) -> None:
    assert gost28147.cfb_decrypt(key, iv, gost28147.cfb_encrypt(key, iv, data)) == data
    assert gost28147.ofb(key, iv, gost28147.ofb(key, iv, data)) == data


def test_a_key_is_wrapped_as_uapki_wraps_it() -> None:
    assert gost28147.wrap(KEK, CEK, bytes.fromhex("f477da7aa6424a88")).hex() == WRAPPED


def test_the_right_key_unwraps() -> None:
    assert gost28147.unwrap(KEK, bytes.fromhex(WRAPPED)) == CEK


@given(place=st.integers(0, 43), bit=st.integers(0, 7))
def test_one_changed_bit_does_not_unwrap(place: int, bit: int) -> None:
    changed = bytearray.fromhex(WRAPPED)
    changed[place] ^= 1 << bit
    with pytest.raises(WrongKey):
        gost28147.unwrap(KEK, bytes(changed))


def test_another_key_does_not_unwrap() -> None:
    with pytest.raises(WrongKey):
        gost28147.unwrap(CEK, bytes.fromhex(WRAPPED))


@pytest.mark.parametrize(
    ("key", "iv", "table"), [(KEY[1:], IV, TEST_TABLE), (KEY, IV[1:], TEST_TABLE), (KEY, IV, TEST_TABLE[1:])]
)
def test_a_wrong_size_is_refused(key: bytes, iv: bytes, table: bytes) -> None:
    for operation in (gost28147.cfb_encrypt, gost28147.cfb_decrypt, gost28147.ofb):
        with pytest.raises(MalformedData):
            operation(key, iv, TEXT, table)


def test_parts_of_blocks_are_refused_where_blocks_stand_by_themselves() -> None:
    for operation in (gost28147.encrypt_blocks, gost28147.decrypt_blocks):
        with pytest.raises(MalformedData):
            operation(KEY, TEXT[1:])


def test_a_cut_wrapped_key_is_refused() -> None:
    with pytest.raises(MalformedData):
        gost28147.unwrap(KEK, bytes.fromhex(WRAPPED)[1:])
    with pytest.raises(MalformedData):
        gost28147.wrap(KEK, CEK[1:], IV)


@pytest.mark.parametrize("bits", [0, 12, 72])
def test_a_code_of_an_odd_size_is_a_mistake_of_the_caller(bits: int) -> None:
    with pytest.raises(ValueError, match="whole bytes"):
        gost28147.mac(KEY, TEXT, bits=bits)
