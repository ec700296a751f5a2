"""Points of a curve in the projective coordinates of López and Dahab: x = X/Z, y = Y/Z²; Z = 0 is the point at infinity.

The formulas are those of «Improved algorithms for elliptic curve arithmetic in GF(2^n)» (López, Dahab, 1998) with the mixed
addition of Al-Daoud, Mahmod, Rushdan and Kilicman (2002). The steps depend on the numbers, so this is not constant-time.
"""

from functools import lru_cache

from dstu.curves import Curve, CurvePoint
from dstu.pure.field import invert, multiply, square

Projective = tuple[int, int, int]

INFINITY: Projective = (1, 0, 0)
WINDOW = 5
BASE_WINDOW = 7


def multiply_add(curve: Curve, u: int, p: CurvePoint, v: int, q: CurvePoint | None) -> CurvePoint | None:
    """Return u·p + v·q, None for infinity. The numbers are not negative."""
    naf_u, of_p = _digits(u, BASE_WINDOW), _cached_multiples(curve, p, BASE_WINDOW)
    naf_v, of_q = (_digits(v, WINDOW), odd_multiples(curve, q, WINDOW)) if q else ([], [])
    total = INFINITY
    for place in reversed(range(max(len(naf_u), len(naf_v)))):
        total = double(curve, total)
        for digits, multiples in ((naf_u, of_p), (naf_v, of_q)):
            digit = digits[place] if place < len(digits) else 0
            if digit:
                near = multiples[abs(digit) >> 1]
                total = add(curve, total, near if digit > 0 else CurvePoint(near.x, near.x ^ near.y))
    return to_affine(curve, total)


def double(curve: Curve, point: Projective) -> Projective:
    x, y, z = point
    xx, zz = square(curve, x), square(curve, z)
    bz4 = multiply(curve, curve.b, square(curve, zz))
    z3 = multiply(curve, xx, zz)
    x3 = square(curve, xx) ^ bz4
    y3 = multiply(curve, bz4, z3) ^ multiply(curve, x3, (z3 if curve.a else 0) ^ square(curve, y) ^ bz4)
    return x3, y3, z3


def add(curve: Curve, point: Projective, other: CurvePoint) -> Projective:
    x, y, z = point
    if not z:
        return other.x, other.y, 1
    a = y ^ multiply(curve, other.y, square(curve, z))
    b = x ^ multiply(curve, other.x, z)
    if not b:
        return INFINITY if a else double(curve, point)
    c = multiply(curve, z, b)
    z3 = square(curve, c)
    x3 = square(curve, a) ^ multiply(curve, c, a ^ square(curve, b) ^ (c if curve.a else 0))
    y3 = multiply(curve, multiply(curve, other.x, z3) ^ x3, multiply(curve, a, c) ^ z3)
    return x3, y3 ^ multiply(curve, other.x ^ other.y, square(curve, z3)), z3


def to_affine(curve: Curve, point: Projective) -> CurvePoint | None:
    x, y, z = point
    if not z:
        return None
    inverse = invert(curve, z)
    return CurvePoint(multiply(curve, x, inverse), multiply(curve, y, square(curve, inverse)))


def odd_multiples(curve: Curve, p: CurvePoint, window: int) -> list[CurvePoint]:
    """Return p, 3p, 5p, … of the signed digits of a window."""
    twice = to_affine(curve, double(curve, (p.x, p.y, 1)))
    multiples: list[Projective] = [(p.x, p.y, 1)]
    for _ in range((1 << window - 2) - 1):
        multiples.append(add(curve, multiples[-1], twice) if twice else multiples[-1])
    return [found for found in (to_affine(curve, multiple) for multiple in multiples) if found]


_cached_multiples = lru_cache(maxsize=16)(odd_multiples)


def _digits(k: int, window: int) -> list[int]:
    """Return k as signed odd digits with at least `window` - 1 zeros after each, the lowest place first."""
    size, half = 1 << window, 1 << window - 1
    digits = []
    while k:
        digit = 0
        if k & 1:
            digit = (k & size - 1) - (size if k & half else 0)
            k -= digit
        digits.append(digit)
        k >>= 1
    return digits
