"""The curves of the standard: each has its properties, and other parameters are refused."""

from dataclasses import replace

import pytest

from dstu import curves, dstu4145
from dstu.curves import CURVES, Curve, CurvePoint
from dstu.errors import UnsupportedFeature
from dstu.pure import field
from dstu.pure.points import multiply_add

EACH = pytest.mark.parametrize("curve", CURVES.values(), ids=lambda curve: curve.name)


@EACH
def test_the_polynomial_of_the_field_is_irreducible(curve: Curve) -> None:
    """Rabin: x^(2^m) = x, and for every prime p of m, x^(2^(m/p)) - x has no factor in common with the polynomial."""
    assert _frobenius(curve, curve.m) == 2
    for prime in _primes(curve.m):
        assert _common(_frobenius(curve, curve.m // prime) ^ 2, curve.polynomial) == 1


@EACH
def test_the_order_is_prime_and_is_the_order_of_the_base_point(curve: Curve) -> None:
    assert all(pow(witness, curve.n - 1, curve.n) == 1 for witness in (2, 3, 5, 7, 11, 13))
    assert dstu4145.is_on_curve(curve, curve.base)
    assert multiply_add(curve, curve.n, curve.base, 0, None) is None


@EACH
def test_the_cofactor_is_the_only_one_that_fits_the_bounds_of_hasse(curve: Curve) -> None:
    """|#E - (2^m + 1)| ≤ 2·2^(m/2), squared so that it stays in whole numbers."""
    fits = [c for c in range(1, 9) if (c * curve.n - (1 << curve.m) - 1) ** 2 <= 4 << curve.m]
    assert fits == [curve.cofactor]


@EACH
def test_trace_is_the_sum_of_the_conjugates(curve: Curve) -> None:
    for value in (1, 2, curve.b, curve.base.x, curve.base.y):
        total, power = 0, value
        for _ in range(curve.m):
            total, power = total ^ power, field.square(curve, power)
        assert total == field.trace(curve, value)


@EACH
def test_a_number_times_its_inverse_is_one(curve: Curve) -> None:
    for value in (1, 2, curve.b, curve.base.x, curve.polynomial ^ 1 << curve.m):
        assert field.multiply(curve, value, field.invert(curve, value)) == 1


@pytest.mark.parametrize("value", [0, 0b11])
def test_what_has_no_inverse_is_said(value: int) -> None:
    """x^163 + x + 1 + x² has the factor x + 1, so that not only nought has none."""
    with pytest.raises(ZeroDivisionError):
        field.invert(replace(CURVES[163], terms=(2, 1)), value)


@pytest.mark.parametrize("number", range(10))
def test_a_curve_is_found_by_its_name(number: int) -> None:
    curve = list(CURVES.values())[number]
    assert curves.curve_by_oid(f"1.2.804.2.1.1.1.1.3.1.1.2.{number}") is curve
    assert curves.curve_oid(curve).endswith(f".{number}")


def test_another_name_is_refused() -> None:
    with pytest.raises(UnsupportedFeature):
        curves.curve_by_oid("1.2.804.2.1.1.1.1.3.1.1.2.10")


@EACH
def test_parameters_written_out_give_the_curve(curve: Curve) -> None:
    assert curves.curve_by_parameters(curve.m, curve.terms[::-1], curve.a, curve.b, curve.n, curve.base) is curve
    assert curves.curve_by_parameters(curve.m, curve.terms, curve.a, curve.b, curve.n) is curve


@pytest.mark.parametrize(
    "change",
    [{"m": 258}, {"terms": (11,)}, {"a": 1}, {"b": 1}, {"n": 3}, {"base": CurvePoint(1, 1)}],
    ids=lambda change: next(iter(change)),
)
def test_parameters_that_differ_anywhere_are_refused(change: dict[str, object]) -> None:
    made = replace(CURVES[257], **change)  # type: ignore[arg-type]
    with pytest.raises(UnsupportedFeature):
        curves.curve_by_parameters(made.m, made.terms, made.a, made.b, made.n, made.base)


def _frobenius(curve: Curve, times: int) -> int:
    value = 2
    for _ in range(times):
        value = field.square(curve, value)
    return value


def _primes(number: int) -> list[int]:
    return [p for p in range(2, number + 1) if number % p == 0 and all(p % q for q in range(2, p))]


def _common(a: int, b: int) -> int:
    while b:
        while a.bit_length() >= b.bit_length():
            a ^= b << a.bit_length() - b.bit_length()
        a, b = b, a
    return a
