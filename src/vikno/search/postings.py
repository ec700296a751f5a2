"""Packed postings of a word: the keys of its entries, four bytes each, then the weights, one byte each."""

import struct
from collections.abc import Iterator

MAX_WEIGHT = 255
_KEY_BYTES = 4


def pack_postings(weights: dict[int, int]) -> bytes:
    keys = sorted(weights)
    return struct.pack(f"<{len(keys)}I", *keys) + bytes(min(weights[key], MAX_WEIGHT) for key in keys)


def unpack_postings(postings: bytes | memoryview) -> Iterator[tuple[int, int]]:
    """Yield pairs of an entry's key and the weight of the word in it."""
    count = len(postings) // (_KEY_BYTES + 1)
    return zip(
        struct.unpack(f"<{count}I", postings[: count * _KEY_BYTES]), bytes(postings[count * _KEY_BYTES :]), strict=True
    )
