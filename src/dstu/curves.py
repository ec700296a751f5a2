"""The ten curves y² + xy = x³ + ax² + b over GF(2^m) in a polynomial basis that DSTU 4145-2002 recommends.

The maker of a certificate can write any parameters there, so only exactly these are accepted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from dstu.errors import UnsupportedFeature

OID_PREFIX = "1.2.804.2.1.1.1.1.3.1.1.2."


class CurvePoint(NamedTuple):
    """A point that is not the one at infinity; its coordinates are polynomials over GF(2), bit i for the power i."""

    x: int
    y: int


@dataclass(frozen=True)
class Curve:
    """`terms` are the middle powers of the polynomial of the field, from the highest: x^m + x^terms… + 1."""

    name: str
    m: int
    terms: tuple[int, ...]
    a: int
    b: int
    n: int
    cofactor: int
    base: CurvePoint

    @cached_property
    def polynomial(self) -> int:
        return 1 << self.m | sum(1 << term for term in self.terms) | 1

    @cached_property
    def trace_mask(self) -> int:
        """The powers of x whose trace is 1: Newton's identities for the sums of the powers of the roots, over GF(2)."""
        coefficients = {self.m - power for power in (*self.terms, 0)}
        traces = [self.m & 1]
        for k in range(1, self.m):
            known = sum(traces[k - j] for j in coefficients if j < k)
            traces.append((known + (k if k in coefficients else 0)) & 1)
        return sum(bit << power for power, bit in enumerate(traces))

    @property
    def field_size(self) -> int:
        """Bytes of an element of the field."""
        return -(-self.m // 8)

    @property
    def order_size(self) -> int:
        """Bytes of a number below the order."""
        return -(-self.n.bit_length() // 8)


def _curve(m: int, terms: tuple[int, ...], *, a: int, b: int, n: int, base: tuple[int, int]) -> Curve:
    return Curve(f"DSTU4145-{m}", m, terms, a, b, n, 2 if a else 4, CurvePoint(*base))


_IN_ORDER = (
    _curve(
        163,
        (7, 6, 3),
        a=1,
        b=0x5FF6108462A2DC8210AB403925E638A19C1455D21,
        n=0x400000000000000000002BEC12BE2262D39BCF14D,
        base=(0x2E2F85F5DD74CE983A5C4237229DAF8A3F35823BE, 0x3826F008A8C51D7B95284D9D03FF0E00CE2CD723A),
    ),
    _curve(
        167,
        (6,),
        a=1,
        b=0x6EE3CEEB230811759F20518A0930F1A4315A827DAC,
        n=0x3FFFFFFFFFFFFFFFFFFFFFB12EBCC7D7F29FF7701F,
        base=(0x7A1F6653786A68192803910A3D30B2A2018B21CD54, 0x5F49EB26781C0EC6B8909156D98ED435E45FD59918),
    ),
    _curve(
        173,
        (10, 2, 1),
        a=0,
        b=0x108576C80499DB2FC16EDDF6853BBB278F6B6FB437D9,
        n=0x800000000000000000000189B4E67606E3825BB2831,
        base=(0x4D41A619BCC6EADF0448FA22FAD567A9181D37389CA, 0x10B51CC12849B234C75E6DD2028BF7FF5C1CE0D991A1),
    ),
    _curve(
        179,
        (4, 2, 1),
        a=1,
        b=0x4A6E0856526436F2F88DD07A341E32D04184572BEB710,
        n=0x3FFFFFFFFFFFFFFFFFFFFFFB981960435FE5AB64236EF,
        base=(0x6BA06FE51464B2BD26DC57F48819BA9954667022C7D03, 0x25FBC363582DCEC065080CA8287AAFF09788A66DC3A9E),
    ),
    _curve(
        191,
        (9,),
        a=1,
        b=0x7BC86E2102902EC4D5890E8B6B4981FF27E0482750FEFC03,
        n=0x40000000000000000000000069A779CAC1DABC6788F7474F,
        base=(0x714114B762F2FF4A7912A6D2AC58B9B5C2FCFE76DAEB7129, 0x29C41E568B77C617EFE5902F11DB96FA9613CD8D03DB08DA),
    ),
    _curve(
        233,
        (9, 4, 1),
        a=1,
        b=0x6973B15095675534C7CF7E64A21BD54EF5DD3B8A0326AA936ECE454D2C,
        n=0x1000000000000000000000000000013E974E72F8A6922031D2603CFE0D7,
        base=(
            0x3FCDA526B6CDF83BA1118DF35B3C31761D3545F32728D003EEB25EFE96,
            0x9CA8B57A934C54DEEDA9E54A7BBAD95E3B2E91C54D32BE0B9DF96D8D35,
        ),
    ),
    _curve(
        257,
        (12,),
        a=0,
        b=0x1CEF494720115657E18F938D7A7942394FF9425C1458C57861F9EEA6ADBE3BE10,
        n=0x800000000000000000000000000000006759213AF182E987D3E17714907D470D,
        base=(
            0x2A29EF207D0E9B6C55CD260B306C7E007AC491CA1B10C62334A9E8DCD8D20FB7,
            0x10686D41FF744D4449FCCF6D8EEA03102E6812C93A9D60B978B702CF156D814EF,
        ),
    ),
    _curve(
        307,
        (8, 4, 2),
        a=1,
        b=0x393C7F7D53666B5054B5E6C6D3DE94F4296C0C599E2E2E241050DF18B6090BDC90186904968BB,
        n=0x3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC079C2F3825DA70D390FBBA588D4604022B7B7,
        base=(
            0x216EE8B189D291A0224984C1E92F1D16BF75CCD825A087A239B276D3167743C52C02D6E7232AA,
            0x5D9306BACD22B7FAEB09D2E049C6E2866C5D1677762A8F2F2DC9A11C7F7BE8340AB2237C7F2A0,
        ),
    ),
    _curve(
        367,
        (21,),
        a=1,
        b=0x43FC8AD242B0B7A6F3D1627AD5654447556B47BF6AA4A64B0C2AFE42CADAB8F93D92394C79A79755437B56995136,
        n=0x40000000000000000000000000000000000000000000009C300B75A3FA824F22428FD28CE8812245EF44049B2D49,
        base=(
            0x324A6EDDD512F08C49A99AE0D3F961197A76413E7BE81A400CA681E09639B5FE12E59A109F78BF4A373541B3B9A1,
            0x1AB597A5B4477F59E39539007C7F977D1A567B92B043A49C6B61984C3FE3481AAF454CD41BA1F051626442B3C10,
        ),
    ),
    _curve(
        431,
        (5, 3, 1),
        a=1,
        b=0x3CE10490F6A708FC26DFE8C3D27C4F94E690134D5BFF988D8D28AAEAEDE975936C66BAC536B18AE2DC312CA493117DAA469C640CAF3,
        n=0x3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFBA3175458009A8C0A724F02F81AA8A1FCBAF80D90C7A95110504CF,
        base=(
            0x1A62BA79D98133A16BBAE7ED9A8E03C32E0824D57AEF72F88986874E5AAE49C27BED49A2A95058068426C2171E99FD3B43C5947C857D,
            0x70B5E1E14031C1F70BBEFE96BDDE66F451754B4CA5F48DA241F331AA396B8D1839A855C1769B1EA14BA53308B5E2723724E090E02DB9,
        ),
    ),
)

CURVES: Mapping[int, Curve] = MappingProxyType({curve.m: curve for curve in _IN_ORDER})
_BY_OID = {f"{OID_PREFIX}{number}": curve for number, curve in enumerate(_IN_ORDER)}
_OIDS = {curve.m: oid for oid, curve in _BY_OID.items()}


def curve_by_oid(dotted: str) -> Curve:
    """Return the curve of a name such as 1.2.804.2.1.1.1.1.3.1.1.2.6."""
    if dotted not in _BY_OID:
        raise UnsupportedFeature(f"a curve with the name {dotted}")
    return _BY_OID[dotted]


def curve_oid(curve: Curve) -> str:
    return _OIDS[curve.m]


def curve_by_parameters(m: int, terms: Sequence[int], a: int, b: int, n: int, base: CurvePoint | None = None) -> Curve:
    """Return the curve of the standard with exactly these parameters; `base` is compared if it is not None."""
    curve = CURVES.get(m)
    if curve is None:
        raise UnsupportedFeature(f"a curve over GF(2^{m})")
    parameters = (sorted(terms), a, b, n, curve.base if base is None else base)
    if parameters != (sorted(curve.terms), curve.a, curve.b, curve.n, curve.base):
        raise UnsupportedFeature(f"a curve over GF(2^{m}) that is not the standard’s")
    return curve
