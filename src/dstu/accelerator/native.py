"""The arithmetic in C, with the names and the types of `dstu.pure`. Raise ImportError where it is not built."""

import importlib
from functools import lru_cache
from typing import Any

from dstu import pure
from dstu.accelerator.sources import module_name
from dstu.curves import Curve, CurvePoint
from dstu.pure.gost34311 import HashState

_module = importlib.import_module(f"dstu.accelerator.{module_name()}")
_ffi, _lib = _module.ffi, _module.lib

NAME = "C"
# A number of a curve, and a scalar, in bytes.
NUMBER_SIZE = 56
ZERO_NUMBER = bytes(NUMBER_SIZE)


@lru_cache(maxsize=4)
def _table(dke: bytes) -> Any:
    _exactly(64, dke)
    table = _ffi.new("uint32_t[1024]")
    _lib.dstu_table(dke, table)
    return table


def absorb(dke: bytes, state: bytes, total: bytes, data: bytes) -> HashState:
    _exactly(32, state, total)
    _whole(32, data)
    both = bytearray(state + total)
    _lib.dstu_absorb(_table(dke), _ffi.from_buffer(both), _ffi.from_buffer(data), len(data) // 32)
    return bytes(both[:32]), bytes(both[32:])


def iterate(dke: bytes, inner: HashState, outer: HashState, first: bytes, count: int) -> bytes:
    _exactly(32, *inner, *outer, first)
    block = bytearray(first)
    _lib.dstu_iterate(_table(dke), b"".join(inner), b"".join(outer), _ffi.from_buffer(block), count)
    return bytes(block)


def encrypt_blocks(dke: bytes, key: bytes, data: bytes) -> bytes:
    return _blocks(_lib.dstu_encrypt_blocks, dke, key, data)


def decrypt_blocks(dke: bytes, key: bytes, data: bytes) -> bytes:
    return _blocks(_lib.dstu_decrypt_blocks, dke, key, data)


def _blocks(function: Any, dke: bytes, key: bytes, data: bytes) -> bytes:
    _exactly(32, key)
    _whole(8, data)
    out = bytearray(len(data))
    function(_table(dke), key, _ffi.from_buffer(data), _ffi.from_buffer(out), len(data) // 8)
    return bytes(out)


def cfb_encrypt(dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    return _stream(_lib.dstu_cfb_encrypt, dke, key, iv, data)


def cfb_decrypt(dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    return _stream(_lib.dstu_cfb_decrypt, dke, key, iv, data)


def gamma(dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    return _stream(_lib.dstu_gamma, dke, key, iv, data)


def _stream(function: Any, dke: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    _exactly(32, key)
    _exactly(8, iv)
    out = bytearray(len(data))
    function(_table(dke), key, iv, _ffi.from_buffer(data), _ffi.from_buffer(out), len(data))
    return bytes(out)


def mac(dke: bytes, key: bytes, data: bytes) -> bytes:
    _exactly(32, key)
    out = bytearray(8)
    _lib.dstu_mac(_table(dke), key, _ffi.from_buffer(data), len(data), _ffi.from_buffer(out))
    return bytes(out)


def multiply_add(curve: Curve, u: int, p: CurvePoint, v: int, q: CurvePoint | None) -> CurvePoint | None:
    if not _fits(curve):
        return pure.multiply_add(curve, u, p, v, q)
    terms = (*curve.terms, 0, 0)[:3]
    out = bytearray(2 * NUMBER_SIZE)
    scalar, other = (_number(v), _point(q)) if q else (ZERO_NUMBER, _point(p))
    finite = _lib.dstu_multiply_add(
        curve.m, terms, curve.a, _number(curve.b), _number(u), _point(p), scalar, other, _ffi.from_buffer(out)
    )
    if not finite:
        return None
    return CurvePoint(int.from_bytes(out[:NUMBER_SIZE], "little"), int.from_bytes(out[NUMBER_SIZE:], "little"))


def _fits(curve: Curve) -> bool:
    """Return whether the reduction in C can handle the curve. It can for every curve of the standard."""
    spaced = curve.m - max(curve.terms, default=0) >= 64
    return (
        64 < curve.m < 8 * NUMBER_SIZE and curve.m % 64 != 0 and spaced and len(curve.terms) <= 3 and curve.a in (0, 1)
    )


def _point(point: CurvePoint) -> bytes:
    return _number(point.x) + _number(point.y)


def _number(value: int) -> bytes:
    return value.to_bytes(NUMBER_SIZE, "little")


def _exactly(size: int, *values: bytes) -> None:
    if any(len(value) != size for value in values):
        raise ValueError(f"{size} bytes are needed")


def _whole(size: int, data: bytes) -> None:
    if len(data) % size:
        raise ValueError(f"whole blocks of {size} bytes are needed")
