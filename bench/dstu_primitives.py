"""Measure the Ukrainian cryptography: `make bench-dstu`.

Each figure is printed with the time of the same code in pure Python (DSTU_PURE=1). Where a comparison makes sense, it is also
printed with the time of SHA-256 from the standard library.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable

from dstu import accelerator, dstu4145, gost28147, gost34311, kupyna
from dstu.curves import CURVES

MEGABYTE = 1_000_000
KEY, IV, DIGEST = bytes(range(32)), bytes(8), bytes(range(32))
M257 = CURVES[257]
D = M257.n // 3
PUBLIC = dstu4145.public_point(M257, D)
SIGNATURE = dstu4145.sign(M257, D, DIGEST)
PURE = accelerator.NAME == "Python"
# Pure Python gets a fraction of the work; the time is multiplied accordingly.
SHARE = 20 if PURE else 1
TIMES = 3 if PURE else 7


def measure_primitives() -> dict[str, float]:
    """Return the milliseconds of each operation: the best of several runs."""
    text = bytes(10 * MEGABYTE // SHARE)
    iterations = 10_000 // SHARE
    return {
        "GOST 34.311 of a document of 10 MB": SHARE * best_milliseconds(lambda: gost34311.digest(text)),
        "Kupyna-256 of a document of 10 MB": SHARE * best_milliseconds(lambda: kupyna.digest(text)),
        "GOST 28147 with feedback, 10 MB": SHARE * best_milliseconds(lambda: gost28147.cfb_encrypt(KEY, IV, text)),
        "PBKDF2 of a P12, 10,000 iterations": SHARE
        * best_milliseconds(lambda: gost34311.pbkdf2(b"password", IV, iterations, 32)),
        "verifying DSTU 4145 over GF(2^257)": best_milliseconds(verify, repetitions=20),
        "signing DSTU 4145 over GF(2^257)": best_milliseconds(lambda: dstu4145.sign(M257, D, DIGEST), repetitions=20),
    }


def verify() -> None:
    assert dstu4145.verify(M257, PUBLIC, DIGEST, SIGNATURE)


def best_milliseconds(work: Callable[[], object], repetitions: int = 1) -> float:
    def run_seconds() -> float:
        began = time.perf_counter()
        for _ in range(repetitions):
            work()
        return (time.perf_counter() - began) / repetitions

    return 1000 * min(run_seconds() for _ in range(TIMES))


def measure_pure_python() -> dict[str, float]:
    """Measure the same operations in a separate process that does not use C."""
    environment = {**os.environ, "DSTU_PURE": "1"}
    process = subprocess.run(
        [sys.executable, "-m", "bench.dstu_primitives", "--figures"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: float(figure) for name, _, figure in (line.rpartition("\t") for line in process.stdout.splitlines())}


def main() -> int:
    figures = measure_primitives()
    if "--figures" in sys.argv:
        sys.stdout.writelines(f"{name}\t{figure}\n" for name, figure in figures.items())
        return 0
    text = bytes(10 * MEGABYTE)
    sha256 = best_milliseconds(lambda: hashlib.sha256(text).digest())
    print_line(f"arithmetic in {accelerator.NAME}; SHA-256 of 10 MB beside it: {sha256:.1f} ms")
    print_line(f"{'':38}{'ms':>9}{'MB/s':>8}{'in Python':>12}{'times':>8}   times SHA-256")
    for name, pure_figure in measure_pure_python().items():
        figure = figures[name]
        has_size = "10 MB" in name
        speed = f"{10_000 / figure:8.1f}" if has_size else " " * 8
        sha256_ratio = f"{figure / sha256:12.1f}" if has_size else ""
        print_line(f"{name:38}{figure:9.2f}{speed}{pure_figure:12.1f}{pure_figure / figure:8.1f}{sha256_ratio}")
    return 0


def print_line(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
