"""Key agreement by the cofactor method of Diffie and Hellman (DSTU ISO/IEC 15946-3), 1.2.804.2.1.1.1.1.3.4.

Source: the order 739 of 18.12.2012 on formats of enveloped data, after RFC 5753 with GOST 34.311 as the hash.
"""

from dstu import gost34311
from dstu.accelerator import backend
from dstu.curves import Curve, CurvePoint
from dstu.dstu4145 import is_on_curve
from dstu.errors import MalformedData

KEY_BITS = 256


def shared_secret(curve: Curve, d: int, public: CurvePoint) -> bytes:
    """Return x of cofactor·d·Q, big-endian, without a leading zero. Raise MalformedData for a Q that would reveal the key."""
    if not 0 < d < curve.n:
        raise MalformedData("a private key is between nought and the order")
    if not is_on_curve(curve, public):
        raise MalformedData("the other side’s key is not on the curve")
    point = backend.multiply_add(curve, 0, curve.base, curve.cofactor * d, public)
    if point is None:
        raise MalformedData("the other side’s key is of a small order")
    return point.x.to_bytes(curve.field_size).removeprefix(b"\0")


def key_encryption_key(z: bytes, wrap_algorithm_der: bytes, ukm: bytes | None = None) -> bytes:
    """Return the 32 bytes that wrap the key of the content.

    `wrap_algorithm_der` is the AlgorithmIdentifier as transmitted; `ukm` is present if the sender’s key is static.
    """
    info = wrap_algorithm_der + (_tagged(0xA0, _tagged(0x04, ukm)) if ukm is not None else b"")
    info += _tagged(0xA2, _tagged(0x04, KEY_BITS.to_bytes(4, "big")))
    return gost34311.digest(z + (1).to_bytes(4, "big") + _tagged(0x30, info))


def _tagged(tag: int, content: bytes) -> bytes:
    length = len(content)
    size = -(-length.bit_length() // 8)
    head = bytes([tag, length]) if length < 0x80 else bytes([tag, 0x80 | size]) + length.to_bytes(size, "big")
    return head + content
