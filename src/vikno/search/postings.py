"""Which entries hold a word and how heavily, packed: the keys, four bytes each, then the weights, a byte each."""

import struct
from collections.abc import Iterator

MOST_WEIGHT = 255
_KEY_BYTES = 4


def pack_postings(weights: dict[int, int]) -> bytes:
    keys = sorted(weights)
    return struct.pack(f"<{len(keys)}I", *keys) + bytes(min(weights[key], MOST_WEIGHT) for key in keys)


def unpack_postings(postings: bytes | memoryview) -> Iterator[tuple[int, int]]:
    """Return pairs of an entry's key and the word's weight in it."""
    count = len(postings) // (_KEY_BYTES + 1)
    return zip(
        struct.unpack(f"<{count}I", postings[: count * _KEY_BYTES]), bytes(postings[count * _KEY_BYTES :]), strict=True
    )
