"""Kupyna: the examples of its authors («A New Standard of Ukraine: The Kupyna Hash Function», appendix B), computed both ways."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dstu import kupyna
from dstu.gost34311 import HashContext

COUNTING = bytes(range(256))
EXAMPLES = [
    (256, 64, "08f4ee6f1be6903b324c4e27990cb24ef69dd58dbe84813ee0a52f6631239875"),
    (256, 128, "0a9474e645a7d25e255e9e89fff42ec7eb31349007059284f0b182e452bda882"),
    (256, 256, "d305a32b963d149dc765f68594505d4077024f836c1bf03806e1624ce176c08f"),
    (256, 95, "1075c8b0cb910f116bda5fa1f19c29cf8ecc75caff7208ba2994b68fc56e8d16"),
    (256, 0, "cd5101d1ccdf0d1d1f4ada56e888cd724ca1a0838a3521e7131d4fb78d0f5eb6"),
    (
        512,
        64,
        "3813e2109118cdfb5a6d5e72f7208dccc80a2dfb3afdfb02f46992b5edbe536b"
        "3560dd1d7e29c6f53978af58b444e37ba685c0dd910533ba5d78efffc13de62a",
    ),
    (
        512,
        128,
        "76ed1ac28b1d0143013ffa87213b4090b356441263c13e03fa060a8cada32b97"
        "9635657f256b15d5fca4a174de029f0b1b4387c878fcc1c00e8705d783fd7ffe",
    ),
    (
        512,
        256,
        "0dd03d7350c409cb3c29c25893a0724f6b133fa8b9eb90a64d1a8fa93b565566"
        "11eb187d715a956b107e3bfc76482298133a9ce8cbc0bd5e1436a5b197284f7e",
    ),
    (
        512,
        192,
        "b189bfe987f682f5f167f0d7fa565330e126b6e592b1c55d44299064ef95b1a5"
        "7f3c2d0ecf17869d1d199ebbd02e8857fb8add67a8c31f56cd82c016cf743121",
    ),
    (
        512,
        0,
        "656b2f4cd71462388b64a37043ea55dbe445d452aecd46c3298343314ef04019"
        "bcfa3f04265a9857f91be91fce197096187ceda78c9c1c021c294a0689198538",
    ),
    (384, 95, "d9021692d84e5175735654846ba751e6d0ed0fac36dfbc0841287dcb0b5584c75016c3decc2a6e47c50b2f3811e351b8"),
]


def ours(bits: int) -> HashContext:
    return kupyna.PurePythonKupyna(bits)


@pytest.mark.parametrize("new", [kupyna.new, ours])
@pytest.mark.parametrize(("bits", "length", "expected"), EXAMPLES)
def test_the_digest_is_the_published_one(
    new: Callable[[int], HashContext], bits: int, length: int, expected: str
) -> None:
    hasher = new(bits)
    hasher.update(COUNTING[:length])
    assert hasher.hexdigest() == expected


@given(bits=st.sampled_from(kupyna.SIZES), pieces=st.lists(st.binary(max_size=150), max_size=4))
def test_pieces_give_what_the_whole_gives_the_other_way(bits: int, pieces: list[bytes]) -> None:
    hasher = kupyna.PurePythonKupyna(bits)
    for piece in pieces:
        hasher.update(piece)
    assert hasher.digest() == hasher.digest() == kupyna.digest(b"".join(pieces), bits)


@pytest.mark.parametrize("new", [kupyna.new, ours])
def test_nothing_is_added_after_the_digest(new: Callable[[int], HashContext]) -> None:
    hasher = new(256)
    assert hasher.digest_size == len(hasher.digest())
    with pytest.raises(ValueError):  # noqa: PT011 — each library says it in its own words
        hasher.update(b"more")


def test_there_are_three_sizes() -> None:
    with pytest.raises(ValueError, match="256, 384 or 512"):
        kupyna.new(224)
