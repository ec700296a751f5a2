"""GF(2^m) on Python's integers: bit i of a number is the coefficient of x^i. Addition is `^`."""

from dstu.curves import Curve

# The multiples of a factor by 0…15 as sums of it, its double, its fourfold and its eightfold.
Multiples = tuple[int, ...]


def reduce(curve: Curve, value: int) -> int:
    mask = (1 << curve.m) - 1
    while over := value >> curve.m:
        value = value & mask ^ over
        for term in curve.terms:
            value ^= over << term
    return value


def multiply(curve: Curve, a: int, b: int) -> int:
    b2, b4, b8 = b << 1, b << 2, b << 3
    b3, b5, b6, b9, b10, b12 = b ^ b2, b ^ b4, b2 ^ b4, b ^ b8, b2 ^ b8, b4 ^ b8
    of = (0, b, b2, b3, b4, b5, b6, b3 ^ b4, b8, b9, b10, b3 ^ b8, b12, b12 ^ b, b12 ^ b2, b12 ^ b3)
    result = 0
    for byte in a.to_bytes(curve.field_size):
        result = result << 8 ^ of[byte >> 4] << 4 ^ of[byte & 15]
    return reduce(curve, result)


def square(curve: Curve, a: int) -> int:
    # The square of a sum is the sum of the squares: a zero comes between all digits.
    return reduce(curve, int(format(a, "b"), 4))


def invert(curve: Curve, a: int) -> int:
    """Return 1/a by Euclid's algorithm. Raise ZeroDivisionError for zero."""
    u, v, g, h = a, curve.polynomial, 1, 0
    while u != 1:
        if not u:
            raise ZeroDivisionError("nought has no inverse")
        shift = u.bit_length() - v.bit_length()
        if shift < 0:
            u, v, g, h, shift = v, u, h, g, -shift
        u ^= v << shift
        g ^= h << shift
    return reduce(curve, g)


def trace(curve: Curve, a: int) -> int:
    """Return the sum of a, a², a⁴, … a^(2^(m-1)), which is 0 or 1."""
    return (a & curve.trace_mask).bit_count() & 1


def solve(curve: Curve, c: int) -> int | None:
    """Return a z with z² + z = c (the other is z + 1), or None when there is none. m is odd on every curve of the standard."""
    if trace(curve, c):
        return None
    z = c
    for _ in range(curve.m // 2):
        z = square(curve, square(curve, z)) ^ c
    return z
