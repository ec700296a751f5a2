"""The arithmetic in C gives the results of the one in Python, is built where a compiler is, and is optional."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dstu
from dstu import pure
from dstu.accelerator.arithmetic import ArithmeticBackend
from dstu.curves import CURVES, Curve, CurvePoint
from dstu.pure import field

try:
    from dstu.accelerator import native
except ImportError:
    native = None  # type: ignore[assignment]

built = pytest.mark.skipif(native is None, reason="the arithmetic in C is not built: python -m dstu.accelerator.build")
compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here: install gcc")
tables, keys = st.binary(min_size=64, max_size=64), st.binary(min_size=32, max_size=32)
ivs, texts = st.binary(min_size=8, max_size=8), st.binary(max_size=100)
whole = st.integers(0, 5).flatmap(lambda count: st.binary(min_size=32 * count, max_size=32 * count))
curves = st.sampled_from(list(CURVES.values()))
BOTH: tuple[ArithmeticBackend, ...] = (pure, native)


def agree(name: str, *values: object) -> bool:
    in_python, in_c = (getattr(arithmetic, name)(*values) for arithmetic in BOTH)
    return bool(in_python == in_c)


@built
@given(tables, keys, ivs, texts)
def test_the_modes_of_gost_28147_are_the_same(dke: bytes, key: bytes, iv: bytes, text: bytes) -> None:
    assert agree("cfb_encrypt", dke, key, iv, text)
    assert agree("cfb_decrypt", dke, key, iv, text)
    assert agree("gamma", dke, key, iv, text)
    assert agree("mac", dke, key, text)


@built
@given(tables, keys, whole)
def test_blocks_by_themselves_are_the_same(dke: bytes, key: bytes, text: bytes) -> None:
    assert agree("encrypt_blocks", dke, key, text)
    assert agree("decrypt_blocks", dke, key, text)


@built
@given(tables, keys, keys, whole)
def test_the_step_of_the_hash_is_the_same(dke: bytes, state: bytes, total: bytes, text: bytes) -> None:
    assert agree("absorb", dke, state, total, text)


@built
@given(tables, keys, keys, keys, st.integers(0, 20))
def test_the_loop_of_pbkdf2_is_the_same(dke: bytes, left: bytes, right: bytes, first: bytes, count: int) -> None:
    assert agree("iterate", dke, (left, right), (right, left), first, count)


@built
@given(curves, st.data())
def test_sums_of_multiples_are_the_same(curve: Curve, data: st.DataObject) -> None:
    scalars = st.integers(0, curve.cofactor * curve.n) | st.sampled_from([0, 1, 2, curve.n - 1, curve.n, curve.n + 1])
    u, v, d = (data.draw(scalars) for _ in range(3))
    q = pure.multiply_add(curve, d, curve.base, 0, None)
    assert agree("multiply_add", curve, u, curve.base, v, q)
    assert agree("multiply_add", curve, u, curve.base, curve.n - u % curve.n, curve.base)


@built
@given(curves, st.integers(0, 1 << 440), st.data())
def test_points_that_are_not_on_the_curve_do_no_harm(curve: Curve, u: int, data: st.DataObject) -> None:
    coordinates = st.integers(0, (1 << curve.m) - 1)
    p, q = (CurvePoint(data.draw(coordinates), data.draw(coordinates)) for _ in range(2))
    native.multiply_add(curve, u, p, u, q)


@built
@pytest.mark.parametrize("order", [2, 4])
def test_points_of_small_orders_are_multiplied_alike(order: int) -> None:
    curve = CURVES[257]
    point = next(filter(None, (_times_n(curve, x) for x in range(2, 60))))
    assert pure.multiply_add(curve, 0, curve.base, 4, point) is None
    for u in range(9):
        assert agree("multiply_add", curve, u, curve.base, order * u + 1, point)


def _times_n(curve: Curve, x: int) -> CurvePoint | None:
    """Return n times a point with this x, so that its order divides the cofactor."""
    b_over_square = field.multiply(curve, curve.b, field.square(curve, field.invert(curve, x)))
    z = field.solve(curve, x ^ curve.a ^ b_over_square)
    if z is None:
        return None
    return pure.multiply_add(curve, 0, curve.base, curve.n, CurvePoint(x, field.multiply(curve, x, z)))


@built
@pytest.mark.parametrize(("m", "terms"), [(17, (3,)), (192, (7, 2, 1)), (449, (134,)), (167, (161,))])
def test_fields_that_c_is_not_made_for_are_left_to_python(m: int, terms: tuple[int, ...]) -> None:
    """Too small, a whole number of words, too big, too dense."""
    made = replace(CURVES[163], m=m, terms=terms, b=5)
    point = CurvePoint(3, 5)
    assert agree("multiply_add", made, 7, point, 9, point)


@built
def test_sizes_are_checked_before_c_is_asked() -> None:
    wrong = [
        ("absorb", bytes(64), bytes(31), bytes(32), b""),
        ("absorb", bytes(63), bytes(32), bytes(32), b""),
        ("absorb", bytes(64), bytes(32), bytes(32), b"x"),
        ("iterate", bytes(64), (bytes(32), bytes(32)), (bytes(32), bytes(32)), bytes(31), 1),
        ("encrypt_blocks", bytes(64), bytes(32), b"x"),
        ("cfb_decrypt", bytes(64), bytes(32), bytes(7), b"x"),
        ("mac", bytes(64), bytes(31), b"x"),
    ]
    for name, *values in wrong:
        with pytest.raises(ValueError, match="are needed"):
            getattr(native, name)(*values)
    with pytest.raises(OverflowError):
        native.multiply_add(CURVES[431], 1 << 448, CURVES[431].base, 0, None)


def in_a_copy(place: Path, *command: str, **environment: str) -> str:
    """Run Python with a copy of the package without built modules."""
    if not (place / "dstu").exists():
        built_here = shutil.ignore_patterns("_dstu_*", ".build*", "__pycache__")
        shutil.copytree(Path(dstu.__file__).parent, place / "dstu", ignore=built_here)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(place), **environment}
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout


BUILD = ("-m", "dstu.accelerator.build")
WHICH = ("-c", "from dstu import accelerator, gost34311; print(accelerator.NAME, gost34311.digest(b'abc').hex()[:8])")


def test_without_a_compiler_it_says_so_and_python_does_the_work(tmp_path: Path) -> None:
    assert "there is no C compiler" in in_a_copy(tmp_path, *BUILD, PATH="")
    assert in_a_copy(tmp_path, *WHICH) == "Python a34a5350\n"


@compiler
def test_what_is_built_is_used_until_its_sources_change(tmp_path: Path) -> None:
    assert in_a_copy(tmp_path, *BUILD) == "Ukrainian cryptography is built in C.\n"
    assert in_a_copy(tmp_path, *BUILD) == ""
    assert in_a_copy(tmp_path, *WHICH) == "C a34a5350\n"
    assert in_a_copy(tmp_path, *WHICH, DSTU_PURE="1") == "Python a34a5350\n"
    with (tmp_path / "dstu" / "accelerator" / "dstu.c").open("a") as source:
        source.write("/* another */\n")
    assert in_a_copy(tmp_path, *WHICH) == "Python a34a5350\n"


@compiler
def test_what_does_not_compile_is_said_and_python_does_the_work(tmp_path: Path) -> None:
    in_a_copy(tmp_path, "-c", "")
    (tmp_path / "dstu" / "accelerator" / "dstu.c").write_text("#error out of order\n")
    assert "the compiler failed" in in_a_copy(tmp_path, *BUILD)
    assert in_a_copy(tmp_path, *WHICH) == "Python a34a5350\n"
