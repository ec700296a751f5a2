"""GOST 28147-89 (DSTU GOST 28147:2009): a block of 8 bytes, a key of 32, a table of substitution («ДКЕ») of 64.

The callers in `dstu.gost28147` check the lengths.
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache

RoundKeyPairs = tuple[tuple[int, int], ...]
SubstitutionTable = Sequence[int]

WORD = 0xFFFFFFFF
# The steps of the two halves of the counter for every block of gamma (chapter 3 of the standard).
LOW_STEP, HIGH_STEP = 0x01010101, 0x01010104


@lru_cache(maxsize=4)
def substitution_tables(dke: bytes) -> tuple[SubstitutionTable, SubstitutionTable]:
    """Return substitution and rotation by 11 in one look-up for the low and one for the high half of a word.

    The high half may still have the carry of an addition above it, so its table is repeated. The maker of a certificate chooses
    the table of substitution, so the cache is small.
    """
    nibbles = [byte >> shift & 15 for byte in dke for shift in (4, 0)]
    rows = [nibbles[start : start + 16] for start in range(0, 128, 16)]
    words = [[nibble << 4 * place for nibble in row] for place, row in enumerate(rows)]
    columns = [[(word << 11 | word >> 21) & WORD for word in row] for row in words]
    b0, b1, b2, b3 = (_cross(columns[place], columns[place + 1]) for place in (0, 2, 4, 6))
    # Packed, so that they stay in the processor’s cache.
    return array("I", _cross(b0, b1)), array("I", _cross(b2, b3)) * 2


def _cross(low: list[int], high: list[int]) -> list[int]:
    return [above | below for above in high for below in low]


def encryption_round_keys(key: bytes) -> RoundKeyPairs:
    """Return the order of the words of the key for encryption, in pairs: three times forwards, once backwards."""
    forwards, backwards = _pairs(key)
    return forwards * 3 + backwards


def decryption_round_keys(key: bytes) -> RoundKeyPairs:
    forwards, backwards = _pairs(key)
    return forwards + backwards * 3


def _pairs(key: bytes) -> tuple[RoundKeyPairs, RoundKeyPairs]:
    a, b, c, d, e, f, g, h = struct.unpack("<8I", key)
    return ((a, b), (c, d), (e, f), (g, h)), ((h, g), (f, e), (d, c), (b, a))


def rounds(low: SubstitutionTable, high: SubstitutionTable, pairs: RoundKeyPairs, a: int, b: int) -> tuple[int, int]:
    """Pass the halves of a block through two rounds for every pair; the halves come out in the order of the last round."""
    for first, second in pairs:
        t = a + first
        b ^= low[t & 0xFFFF] ^ high[t >> 16]
        t = b + second
        a ^= low[t & 0xFFFF] ^ high[t >> 16]
    return a, b


def encrypt_blocks(dke: bytes, key: bytes, data: bytes) -> bytes:
    return _blocks(dke, encryption_round_keys(key), data)


def decrypt_blocks(dke: bytes, key: bytes, data: bytes) -> bytes:
    return _blocks(dke, decryption_round_keys(key), data)


def _blocks(dke: bytes, pairs: RoundKeyPairs, data: bytes) -> bytes:
    low, high = substitution_tables(dke)
    return b"".join(
        struct.pack("<2I", *rounds(low, high, pairs, a, b)[::-1]) for a, b in struct.iter_unpack("<2I", data)
    )


def cfb_encrypt(dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    low, high = substitution_tables(dke)
    pairs = encryption_round_keys(key)
    a, b = struct.unpack("<2I", iv)
    out = bytearray()
    for x, y in _padded(data):
        b, a = rounds(low, high, pairs, a, b)
        a, b = a ^ x, b ^ y
        out += struct.pack("<2I", a, b)
    return bytes(out[: len(data)])


def cfb_decrypt(dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    # The gamma of a block depends only on the block before it, and all blocks are known here.
    before = (iv + data)[: len(data) + -len(data) % 8]
    return _xor(encrypt_blocks(dke, key, before), data)


def gamma(dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    """Add the gamma of the standard's counter to the data; a second call removes it."""
    low, high = struct.unpack("<2I", encrypt_blocks(dke, key, iv))
    counters = bytearray()
    for _ in range(0, len(data), 8):
        low = (low + LOW_STEP) & WORD
        high += HIGH_STEP
        high = (high & WORD) + (high >> 32)
        counters += struct.pack("<2I", low, high)
    return _xor(encrypt_blocks(dke, key, bytes(counters)), data)


def mac(dke: bytes, key: bytes, data: bytes) -> bytes:
    """Return all 8 bytes of the code of authenticity; the standard takes the first 4."""
    low, high = substitution_tables(dke)
    pairs = _pairs(key)[0] * 2
    a = b = 0
    for x, y in _padded(data):
        a, b = rounds(low, high, pairs, a ^ x, b ^ y)
    return struct.pack("<2I", a, b)


def _padded(data: bytes) -> Iterator[tuple[int, int]]:
    return struct.iter_unpack("<2I", data + bytes(-len(data) % 8))


def _xor(stream: bytes, data: bytes) -> bytes:
    ours = int.from_bytes(stream[: len(data)], "little")
    return (ours ^ int.from_bytes(data, "little")).to_bytes(len(data), "little")
