"""DSTU 4145-2002: signatures on elliptic curves over GF(2^m), polynomial basis, numbers little-endian as in CMS.

The public key of d is Q = -d·G. A signature is r ‖ s, halves of equal length. Verification takes any key. Signing is not
constant-time: an attacker who can measure it many times may learn the key.
"""

import secrets

from dstu.accelerator import backend
from dstu.curves import Curve, CurvePoint
from dstu.errors import MalformedData
from dstu.pure.field import invert, multiply, solve, square, trace


def verify(curve: Curve, public: CurvePoint, digest: bytes, signature: bytes) -> bool:
    """Return whether the key made the signature of this digest. False for a signature of another shape."""
    half = len(signature) // 2
    if len(signature) % 2 or not is_on_curve(curve, public):
        return False
    r, s = (int.from_bytes(part, "little") for part in (signature[:half], signature[half:]))
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    point = backend.multiply_add(curve, s, curve.base, r, public)
    return point is not None and _mark(curve, digest, point) == r


def sign(curve: Curve, d: int, digest: bytes, k: int | None = None) -> bytes:
    """Sign with the key 0 < d < n. Only tests pass `k`: two signatures with the same k reveal the key."""
    if not 0 < d < curve.n:
        raise MalformedData("a private key is between nought and the order")
    while True:
        e = k if k is not None else secrets.randbelow(curve.n - 1) + 1
        point = backend.multiply_add(curve, e, curve.base, 0, None)
        r = _mark(curve, digest, point) if point else 0
        s = (e + d * r) % curve.n
        if r and s:
            return r.to_bytes(curve.order_size, "little") + s.to_bytes(curve.order_size, "little")
        if k is not None:
            raise ValueError("this k gives no signature")


def _mark(curve: Curve, digest: bytes, point: CurvePoint) -> int:
    """Return r of a signature: the product in the field of the digest and x, as a number shorter than the order."""
    h = int.from_bytes(digest, "little") & (1 << curve.m) - 1
    return multiply(curve, h or 1, point.x) & (1 << curve.n.bit_length() - 1) - 1


def generate(curve: Curve) -> int:
    """Return a fresh private key."""
    return secrets.randbelow(curve.n - 1) + 1


def public_point(curve: Curve, d: int) -> CurvePoint:
    """Return the public key of 0 < d < n: -d·G."""
    point = backend.multiply_add(curve, d, curve.base, 0, None) if 0 < d < curve.n else None
    if point is None:
        raise MalformedData("a private key is between nought and the order")
    return CurvePoint(point.x, point.x ^ point.y)


def compress(curve: Curve, point: CurvePoint) -> bytes:
    """Return x with the trace of y/x in place of its lowest bit, little-endian, the form of keys in certificates."""
    if not point.x:
        raise MalformedData("a key is not the point of order two")
    packed = point.x & ~1 | trace(curve, multiply(curve, point.y, invert(curve, point.x)))
    return packed.to_bytes(curve.field_size, "little")


def decompress(curve: Curve, data: bytes) -> CurvePoint:
    """Return the point of a compressed key. Raise MalformedData unless it is on the curve and of order n."""
    packed = int.from_bytes(data, "little")
    if len(data) != curve.field_size or packed >> curve.m:
        raise MalformedData(f"a key of {len(data)} bytes for a curve over GF(2^{curve.m})")
    x = packed & ~1
    # On these curves the trace of x is a for every point of order n, which restores the lowest bit of x.
    x ^= trace(curve, x) ^ curve.a
    z = None
    if x:
        # With y = x·z the equation of the curve becomes z² + z = x + a + b/x².
        z = solve(curve, x ^ curve.a ^ multiply(curve, curve.b, square(curve, invert(curve, x))))
    if z is None:
        raise MalformedData("no point of the curve has this x")
    point = CurvePoint(x, multiply(curve, x, z ^ trace(curve, z) ^ packed & 1))
    if not has_order_n(curve, point):
        raise MalformedData("the point is not of the order of the curve")
    return point


def is_on_curve(curve: Curve, point: CurvePoint) -> bool:
    x, y = point
    if x < 0 or y < 0 or x >> curve.m or y >> curve.m:
        return False
    xx = square(curve, x)
    left = square(curve, y) ^ multiply(curve, x, y)
    return left == multiply(curve, xx, x ^ curve.a) ^ curve.b


def has_order_n(curve: Curve, point: CurvePoint) -> bool:
    """Return whether the point is on the curve and in the group of the base point.

    The curve has cofactor·n points, and the points of the group are those that can be halved once for a cofactor of 2, twice for
    4: 2·(u, v) = (x, y) has a solution exactly when the traces of x and a are equal (Seroussi, 1998).
    """
    if not point.x or not is_on_curve(curve, point) or trace(curve, point.x) != curve.a:
        return False
    if curve.cofactor == 2:
        return True
    slope = solve(curve, point.x ^ curve.a)
    assert slope is not None  # The trace of x + a is nought.
    return trace(curve, point.y ^ multiply(curve, slope ^ 1, point.x)) == curve.a
