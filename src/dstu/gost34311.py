"""GOST 34.311-95: the hash of 32 bytes of most Ukrainian signatures, HMAC (RFC 2104) and PBKDF2 (RFC 8018) with it."""

from typing import Protocol, Self

from dstu.accelerator import backend
from dstu.errors import InputTooBig, MalformedData
from dstu.gost28147 import DEFAULT_DKE

digest_size = block_size = 32
ZERO_BLOCK = bytes(32)
MAX_ITERATIONS = 200_000
MAX_DERIVED_BYTES = 1024


class HashContext(Protocol):
    """The methods of every hash of this package, as in hashlib."""

    digest_size: int
    block_size: int

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...


class Gost34311Hash:
    """A hash in progress; `digest` can be called at any time."""

    digest_size = block_size = 32

    def __init__(self, dke: bytes = DEFAULT_DKE) -> None:
        if len(dke) != 64:
            raise MalformedData(f"a table of substitution: {len(dke)} bytes instead of 64")
        self._dke = bytes(dke)
        self._state = self._total = ZERO_BLOCK
        self._length = 0
        self._rest = b""

    def update(self, data: bytes, /) -> None:
        self._length += len(data)
        text = self._rest + data if self._rest else bytes(data)
        whole = len(text) - len(text) % block_size
        self._rest = text[whole:]
        if whole:
            self._state, self._total = backend.absorb(self._dke, self._state, self._total, text[:whole])

    def digest(self) -> bytes:
        state, total = self._state, self._total
        if self._rest:
            state, total = backend.absorb(self._dke, state, total, self._rest.ljust(block_size, b"\0"))
        bits = (self._length * 8).to_bytes(block_size, "little")
        return backend.absorb(self._dke, state, ZERO_BLOCK, bits + total)[0]

    def hexdigest(self) -> str:
        return self.digest().hex()

    def copy(self) -> Self:
        other = type(self)(self._dke)
        other._state, other._total, other._length, other._rest = self._state, self._total, self._length, self._rest
        return other

    @property
    def state(self) -> tuple[bytes, bytes]:
        """The hash and the sum over the whole blocks so far."""
        return self._state, self._total


def new(dke: bytes = DEFAULT_DKE) -> Gost34311Hash:
    return Gost34311Hash(dke)


def digest(data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    hasher = Gost34311Hash(dke)
    hasher.update(data)
    return hasher.digest()


def hmac(key: bytes, data: bytes, dke: bytes = DEFAULT_DKE) -> bytes:
    """Return the HMAC of RFC 2104 (1.2.804.2.1.1.1.1.1.2), with block and result of 32 bytes."""
    inner, outer = _keyed(key, dke)
    inner.update(data)
    outer.update(inner.digest())
    return outer.digest()


def pbkdf2(password: bytes, salt: bytes, iterations: int, length: int, dke: bytes = DEFAULT_DKE) -> bytes:
    """Derive `length` bytes from a password, RFC 8018. Raise InputTooBig for more work than a file may cause."""
    if iterations < 1 or length < 1:
        raise MalformedData("PBKDF2 needs at least one iteration and one byte")
    if iterations > MAX_ITERATIONS or length > MAX_DERIVED_BYTES:
        raise InputTooBig(f"PBKDF2 with {iterations} iterations for {length} bytes")
    inner, outer = _keyed(password, dke)
    derived = b""
    for number in range(1, -(-length // digest_size) + 1):
        first = hmac(password, salt + number.to_bytes(4, "big"), dke)
        derived += backend.iterate(dke, inner.state, outer.state, first, iterations - 1)
    return derived[:length]


def _keyed(key: bytes, dke: bytes) -> tuple[Gost34311Hash, Gost34311Hash]:
    if len(key) > block_size:
        key = digest(key, dke)
    padded = key.ljust(block_size, b"\0")
    inner, outer = Gost34311Hash(dke), Gost34311Hash(dke)
    inner.update(bytes(byte ^ 0x36 for byte in padded))
    outer.update(bytes(byte ^ 0x5C for byte in padded))
    return inner, outer
