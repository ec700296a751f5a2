"""Measure the Ukrainian cryptography: `make bench-dstu`.

Every figure stands beside what does the same work next to it: the same code in Python (DSTU_PURE=1), and SHA-256 of
Python's own library for what it can be compared with.
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
# Python is given less to do, and the time is reckoned up.
SHARE = 20 if PURE else 1
TIMES = 3 if PURE else 7


def measured() -> dict[str, float]:
    """Give milliseconds of each piece of work, the best of a few times."""
    text = bytes(10 * MEGABYTE // SHARE)
    iterations = 10_000 // SHARE
    return {
        "GOST 34.311 of a document of 10 MB": SHARE * best(lambda: gost34311.digest(text)),
        "Kupyna-256 of a document of 10 MB": SHARE * best(lambda: kupyna.digest(text)),
        "GOST 28147 with feedback, 10 MB": SHARE * best(lambda: gost28147.cfb_encrypt(KEY, IV, text)),
        "PBKDF2 of a P12, 10,000 iterations": SHARE * best(lambda: gost34311.pbkdf2(b"password", IV, iterations, 32)),
        "verifying DSTU 4145 over GF(2^257)": best(verify, often=20),
        "signing DSTU 4145 over GF(2^257)": best(lambda: dstu4145.sign(M257, D, DIGEST), often=20),
    }


def verify() -> None:
    assert dstu4145.verify(M257, PUBLIC, DIGEST, SIGNATURE)


def best(work: Callable[[], object], often: int = 1) -> float:
    def once() -> float:
        began = time.perf_counter()
        for _ in range(often):
            work()
        return (time.perf_counter() - began) / often

    return 1000 * min(once() for _ in range(TIMES))


def in_python() -> dict[str, float]:
    """Measure the same in a process of its own that may not use C."""
    environment = {**os.environ, "DSTU_PURE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.dstu_primitives", "--figures"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: float(figure) for name, _, figure in (line.rpartition("\t") for line in done.stdout.splitlines())}


def main() -> int:
    ours = measured()
    if "--figures" in sys.argv:
        sys.stdout.writelines(f"{name}\t{figure}\n" for name, figure in ours.items())
        return 0
    text = bytes(10 * MEGABYTE)
    sha256 = best(lambda: hashlib.sha256(text).digest())
    say(f"arithmetic in {accelerator.NAME}; SHA-256 of 10 MB beside it: {sha256:.1f} ms")
    say(f"{'':38}{'ms':>9}{'MB/s':>8}{'in Python':>12}{'times':>8}   times SHA-256")
    for name, slow in in_python().items():
        figure = ours[name]
        of_ten = "10 MB" in name
        speed = f"{10_000 / figure:8.1f}" if of_ten else " " * 8
        beside = f"{figure / sha256:12.1f}" if of_ten else ""
        say(f"{name:38}{figure:9.2f}{speed}{slow:12.1f}{slow / figure:8.1f}{beside}")
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
