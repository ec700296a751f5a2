"""Kupyna, DSTU 7564:2014: a hash of 256, 384 or 512 bits.

Hashes of 256 and 512 bits run in `dstu_core`; the code here serves 384 bits, installations without that package, and its tests.
"""

import os
import struct
from functools import lru_cache

from dstu.gost34311 import HashContext

try:
    import dstu_core
except ImportError:  # pragma: no cover — Vikno requires it, this package does not
    dstu_core = None

SIZES = (256, 384, 512)
WORD = (1 << 64) - 1
# The four substitutions of the standard, shared with Kalyna (DSTU 7624).
_S = tuple(
    bytes.fromhex(row)
    for row in (
        "a8435f066b756c5971df879517f0d8096df31dcbc94d2caf79e097fd6f4b45393edda34fb4b69a0e1fbf15e149d293c6"
        "92729e61d163faeef419d5ad58a4bba1dcf2833742e47a329cccab4a8f6e04272ee7e25a9616232bc265660fbca94741"
        "3448fcb76a88a55386f95bdb387bc31e2233242836c7b23b8e77baf5149f08559b4cfe605cda1846cd7d21b03f1b89ff"
        "eb84693a9dd7d3706740b5de5d3091b1781101e5006898a0c502a6742d0ba276b3becebdaee98a311cecf19994aaf626"
        "2fefe88c3503d47ffb05c15e90203d82f7ea0a0d7ef8501ac40757b83c62e3c8ac526410d0d9130c122951b9cfd6738d"
        "8154c0ed4e44a72a8525e6ca7c8b5680",
        "cebbeb92eacb13c1e93ad6b2d29017f8421556b4651c8843c55c36baf557678d31f664589ef422aa750f02b1df6d734d"
        "7c262ef7085d443e9f14c8ae5410d8bc1a6b69f3bd33abfad19b684e169591ee4c638e5bcc3c19a181497bd96f3760ca"
        "e72b48fd9645fc41120d79e5898ce32030dcb76c4ab53f97d4622d06a4a5835f2adac9007ea255bf11d59ccf0e0a3d51"
        "7d931bfec44709860b8f9d6a07b9b0981832714bef3b70a0e440ffc3a9e678f98b46801e38e1b8a8e00c23761d252405"
        "f16e94289a84e8a34f77d385e252f282507a2f7453b361af3935decd1f99acad722cddd087be5ea6ec04c60334fbdb59"
        "b6c201f05aeda766217f8a27c7c029d7",
        "93d99ab5982245fcba6adf029fdc51594a172bc294f4bba362e471d4cd7016e1493cc0d85c9bad8553a17ac82de0d172"
        "a62cc4e37678b7b4093b0e414cdeb29025a5d7031100c32e92ef4e129d7dcb3510d54f9e4da955c6d07b1897d336e648"
        "56818f77cc9cb9e2acb82f15a47cda381e0b05d6146e6c7e66fdb1e560af5e3387c9f05d6d3f888dc7f71de9eced8029"
        "27cf99a8500f3724283095d23e5b4083b369571f071c8abc20ebce8eabee31a273f9ca3a1afb0dc1fefaf26fbd96dd43"
        "52b608f3aebe19893226b0ea4b6484826bf579bf015f75631b233d682a65e891f6ff1358f1470a7fc5a7e7615a064644"
        "4204a0db398654aa8c34218bf80c7467",
        "688dca4d734b4e2ad45226b3541e191f2203463d2d4a5383138ab7d52579f5bd582f0d02ed519e11f23e555ed1163c66"
        "705df34540cce8945608ce1a3ad2e1dfb5386e0ee5f4f986e94fd68523cf32993114aeeec848d330a19241b118c42c71"
        "724415fd37be5faa9b88d8ab899cfa60eabc620c24a6a8ec6720db7c28ddac5b347e10f17b8f63a0059a437721bf2709"
        "c39fb6d729c2ebc0a48b8c1dfbffc1b2972ef865f67507044933e4d9b9d042c76c90008e6f5001c5da473fcd69a2e27a"
        "a7c6930f0a06e62b96a31caf6a128439e7b082f7fe9d875c8135deb4a5fc80efcbbb6b76ba5a7d780b95e3ad74983b36"
        "646ddcf059a94c177f91b8c9571be061",
    )
)
# The first row of the circulant matrix that multiplies the columns, over GF(2^8) with x^8 + x^4 + x^3 + x^2 + 1.
_MIXING = (1, 1, 5, 1, 8, 6, 7, 4)


def new(bits: int = 256) -> HashContext:
    """Return a hash in progress. It takes no more data after `digest`."""
    if bits not in SIZES:
        raise ValueError("Kupyna has 256, 384 or 512 bits")
    fast = _FAST.get(bits)
    return NativeKupyna(bits) if fast else PurePythonKupyna(bits)


def digest(data: bytes, bits: int = 256) -> bytes:
    hasher = new(bits)
    hasher.update(data)
    return hasher.digest()


class NativeKupyna:
    """Kupyna of 256 or 512 bits in `dstu_core`."""

    def __init__(self, bits: int) -> None:
        self.digest_size = bits // 8
        self.block_size = 64 if bits == 256 else 128
        self._hasher = _FAST[bits]()
        self._digest: bytes | None = None

    def update(self, data: bytes, /) -> None:
        self._hasher.update(bytes(data))

    def digest(self) -> bytes:
        if self._digest is None:
            self._digest = bytes(self._hasher.finalize())
        return self._digest

    def hexdigest(self) -> str:
        return self.digest().hex()


class PurePythonKupyna:
    """Kupyna of any size in Python: a state of 8 or 16 columns of 8 bytes, each column a number."""

    def __init__(self, bits: int) -> None:
        self.digest_size = bits // 8
        self._columns = 8 if bits == 256 else 16
        self.block_size = self._columns * 8
        self._state = [self.block_size] + [0] * (self._columns - 1)
        self._length = 0
        self._rest = b""
        self._digest: bytes | None = None

    def update(self, data: bytes, /) -> None:
        if self._digest is not None:
            raise ValueError("the digest was given already")
        self._length += len(data)
        text = self._rest + data
        whole = len(text) - len(text) % self.block_size
        self._absorb(text[:whole])
        self._rest = text[whole:]

    def digest(self) -> bytes:
        if self._digest is None:
            filled = -(len(self._rest) + 13) % self.block_size
            self._absorb(self._rest + b"\x80" + bytes(filled) + (self._length * 8).to_bytes(12, "little"))
            last = [a ^ b for a, b in zip(self._state, self._p(self._state), strict=True)]
            self._digest = struct.pack(f"<{self._columns}Q", *last)[-self.digest_size :]
        return self._digest

    def hexdigest(self) -> str:
        return self.digest().hex()

    def _absorb(self, text: bytes) -> None:
        for block in struct.iter_unpack(f"<{self._columns}Q", text):
            mixed = self._p([a ^ b for a, b in zip(self._state, block, strict=True)])
            added = self._q(list(block))
            self._state = [a ^ b ^ c for a, b, c in zip(self._state, mixed, added, strict=True)]

    def _p(self, state: list[int]) -> list[int]:
        for number in range(self._rounds):
            state = self._mixed([column ^ place << 4 ^ number for place, column in enumerate(state)])
        return state

    def _q(self, state: list[int]) -> list[int]:
        last = self._columns - 1
        for number in range(self._rounds):
            constants = (0x00F0F0F0F0F0F0F3 + ((last - place << 4 ^ number) << 56) for place in range(last + 1))
            state = self._mixed([column + constant & WORD for column, constant in zip(state, constants, strict=True)])
        return state

    @property
    def _rounds(self) -> int:
        return 10 if self._columns == 8 else 14

    def _mixed(self, state: list[int]) -> list[int]:
        t0, t1, t2, t3, t4, t5, t6, t7 = _tables()
        seventh = 7 if self._columns == 8 else 11
        rows = [column.to_bytes(8, "little") for column in state]
        # Negative places count from the last column, as the shift of the rows does.
        return [
            t0[rows[place][0]]
            ^ t1[rows[place - 1][1]]
            ^ t2[rows[place - 2][2]]
            ^ t3[rows[place - 3][3]]
            ^ t4[rows[place - 4][4]]
            ^ t5[rows[place - 5][5]]
            ^ t6[rows[place - 6][6]]
            ^ t7[rows[place - seventh][7]]
            for place in range(len(state))
        ]


@lru_cache(maxsize=1)
def _tables() -> tuple[list[int], ...]:
    """Return, for each row, the column that every byte there gives: substituted and multiplied with the matrix."""
    factors = [[_MIXING[(row - place) % 8] for place in range(8)] for row in range(8)]
    return tuple(
        [sum(_product(byte, factor) << 8 * place for place, factor in enumerate(factors[row])) for byte in _S[row % 4]]
        for row in range(8)
    )


def _product(a: int, b: int) -> int:
    result = 0
    for bit in range(4):
        if b >> bit & 1:
            result ^= a << bit
    for bit in range(10, 7, -1):
        if result >> bit & 1:
            result ^= 0x11D << bit - 8
    return result


_FAST = (
    {256: dstu_core.Kupyna256Hasher, 512: dstu_core.Kupyna512Hasher}
    if dstu_core and not os.environ.get("DSTU_PURE")
    else {}
)
