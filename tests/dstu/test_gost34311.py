"""GOST 34.311: what BouncyCastle and UAPKI give for the same messages, and pieces of any size."""

import hashlib
import hmac
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dstu import gost34311
from dstu.errors import InputTooBig, MalformedData

KNOWN = {
    b"": "da37bdf41145e39e34111775b40646e8059c2e969c1460bb98abccb26f0f76a5",
    b"abc": "a34a53504d8ba070cb73a583146167a0a3c226d793440d9cea24465fe02251f2",
    b"This is message, length=32 bytes": "317e4f627075d4897ef41380bcb8d48926d29ddafa5816da556543905d2237a9",
}
# RFC 4357, 11.2: the table of the examples in GOST R 34.11-94, whose structure is the same.
TEST_TABLE = bytes.fromhex(
    "4a92d80e6b1c7f53eb4c6dfa23810759581da342efc7609b7da1089fe46cb253"
    "6c715fd84a9e03b24ba0721d36859cfedb413f590ae7682c1fd057a4923e6b8c"
)


@pytest.mark.parametrize("message", KNOWN)
def test_the_digest_is_the_published_one(message: bytes) -> None:
    assert gost34311.digest(message).hex() == KNOWN[message]


def test_another_table_of_substitution_gives_the_digest_of_the_older_standard() -> None:
    found = gost34311.digest(b"This is message, length=32 bytes", TEST_TABLE).hex()
    assert found == "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa"


@given(st.lists(st.binary(max_size=100), max_size=5))
def test_pieces_give_the_digest_of_the_whole(pieces: list[bytes]) -> None:
    hasher = gost34311.new()
    for piece in pieces:
        hasher.update(piece)
    assert hasher.digest() == gost34311.digest(b"".join(pieces))


def test_a_copy_goes_its_own_way_and_the_digest_may_be_asked_before_the_end() -> None:
    hasher = gost34311.new()
    hasher.update(b"a")
    copy = hasher.copy()
    assert hasher.hexdigest() == gost34311.digest(b"a").hex()
    hasher.update(b"bc")
    copy.update(b"b")
    assert hasher.hexdigest() == KNOWN[b"abc"]
    assert copy.digest() == gost34311.digest(b"ab")


class ForHmac(gost34311.Gost34311Hash):
    """As Python's own hmac wants a hash."""

    name = "gost34311"

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.update(data)

    def copy(self) -> "ForHmac":
        other = ForHmac()
        other.__dict__.update(self.__dict__)
        return other


@given(key=st.binary(max_size=80), data=st.binary(max_size=80))
@example(key=bytes(range(33)), data=b"a key that is hashed first")
def test_the_code_is_the_one_of_pythons_own_construction(key: bytes, data: bytes) -> None:
    assert gost34311.hmac(key, data) == hmac.new(key, data, ForHmac).digest()  # type: ignore[arg-type]


def test_derived_keys_follow_the_construction_of_the_rfc() -> None:
    code = partial(gost34311.hmac, b"password")
    u = code(b"salt\0\0\0\2")
    expected = int.from_bytes(u)
    for _ in range(6):
        u = code(u)
        expected ^= int.from_bytes(u)
    derived = gost34311.pbkdf2(b"password", b"salt", 7, 50)
    assert derived[32:] == expected.to_bytes(32)[:18]


@pytest.mark.parametrize(("iterations", "length"), [(10**9, 32), (1, 10**6)])
def test_more_work_than_a_file_may_ask_for_is_refused(iterations: int, length: int) -> None:
    with pytest.raises(InputTooBig):
        gost34311.pbkdf2(b"password", b"salt", iterations, length)


def test_no_iterations_are_refused() -> None:
    with pytest.raises(MalformedData):
        gost34311.pbkdf2(b"password", b"salt", 0, 32)


def test_a_table_of_another_size_is_refused() -> None:
    with pytest.raises(MalformedData):
        gost34311.new(bytes(63))


def test_it_has_the_face_of_hashes_in_python() -> None:
    ours, theirs = gost34311.new(), hashlib.sha256()
    assert (ours.digest_size, ours.block_size) == (32, 32)
    assert all(hasattr(ours, name) for name in ("update", "digest", "hexdigest", "copy") if hasattr(theirs, name))
