"""The step function of GOST 34.311-95, and the loop of PBKDF2 over it. Numbers are little-endian, as in the standard."""

import struct
from collections.abc import Callable
from functools import lru_cache

from dstu.pure.cipher import encryption_round_keys, rounds, substitution_tables

HashState = tuple[bytes, bytes]
"""The hash so far and the sum of the blocks so far, 32 bytes each."""

QUARTER = (1 << 64) - 1
WHOLE = (1 << 256) - 1
# The constant of the third key; those of the second and the fourth are zero.
C3 = 0xFF00FFFF000000FFFF0000FF00FFFF0000FF00FF00FF00FFFF00FF00FF00FF00


def absorb(dke: bytes, state: bytes, total: bytes, data: bytes) -> HashState:
    """Add whole blocks of 32 bytes to the hash and to the sum."""
    h, s = int.from_bytes(state, "little"), int.from_bytes(total, "little")
    step = _step_with(dke)
    for start in range(0, len(data), 32):
        block = int.from_bytes(data[start : start + 32], "little")
        h = step(h, block)
        s += block
    return h.to_bytes(32, "little"), (s & WHOLE).to_bytes(32, "little")


def iterate(dke: bytes, inner: HashState, outer: HashState, first: bytes, count: int) -> bytes:
    """Return the XOR of `first` and the `count` codes that follow it, each the HMAC of the code before it.

    `inner` and `outer` are the states of the two hashes of HMAC after the padded key.
    """
    step = _step_with(dke)
    hash_inner, hash_outer = _after_key(step, inner), _after_key(step, outer)
    u = result = int.from_bytes(first, "little")
    for _ in range(count):
        u = hash_outer(hash_inner(u))
        result ^= u
    return result.to_bytes(32, "little")


def _after_key(step: Callable[[int, int], int], state: HashState) -> Callable[[int], int]:
    h, s = (int.from_bytes(part, "little") for part in state)
    bits = (32 + 32) * 8
    return lambda block: step(step(step(h, block), bits), (s + block) & WHOLE)


def _step_with(dke: bytes) -> Callable[[int, int], int]:
    low, high = substitution_tables(dke)
    mix_61, mix_74 = _mixing(61), _mixing(74)

    def step(h: int, m: int) -> int:
        u, v, enciphered = h, m, b""
        for number in range(4):
            # The key is every eighth byte of the 32, then every eighth from the next on (P of the standard).
            w = (u ^ v).to_bytes(32, "little")
            key = encryption_round_keys(b"".join([w[start::8] for start in range(8)]))
            half = h >> 64 * number
            a, b = rounds(low, high, key, half & 0xFFFFFFFF, half >> 32 & 0xFFFFFFFF)
            enciphered += struct.pack("<2I", b, a)
            u, v = _shifted(u) ^ (C3 if number == 1 else 0), _shifted(_shifted(v))
        # ψ is linear: ψ⁶¹(h ⊕ ψ(m ⊕ ψ¹²(s))) = ψ⁶¹(h ⊕ ψ(m)) ⊕ ψ⁷⁴(s).
        return _mixed(mix_61, (h ^ _psi(m)).to_bytes(32, "little")) ^ _mixed(mix_74, enciphered)

    return step


def _shifted(y: int) -> int:
    """Shift the quarters down; the sum of the two lowest becomes the highest (A of the standard)."""
    return y >> 64 | ((y ^ y >> 64) & QUARTER) << 192


def _psi(y: int) -> int:
    sixteenth = y ^ y >> 16 ^ y >> 32 ^ y >> 48 ^ y >> 192 ^ y >> 240
    return y >> 16 | (sixteenth & 0xFFFF) << 240


@lru_cache(maxsize=2)
def _mixing(times: int) -> list[list[int]]:
    """Return the values of ψ applied `times` times to every value of each of the 32 bytes."""
    tables = []
    for place in range(32):
        sums = [0]
        for bit in range(8):
            y = 1 << 8 * place + bit
            for _ in range(times):
                y = _psi(y)
            # ψ is linear: the value of a byte is the sum of the values of its bits.
            sums += [known ^ y for known in sums]
        tables.append(sums)
    return tables


def _mixed(mixing: list[list[int]], text: bytes) -> int:
    result = 0
    for table, byte in zip(mixing, text, strict=True):
        result ^= table[byte]
    return result
