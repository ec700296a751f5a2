"""Build the arithmetic in C: `python -m dstu.accelerator.build`.

Without a compiler or the header of Python the program prints that; only the speed suffers. The exit code is always 0.
"""

import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from dstu.accelerator.sources import CODE, HEADER, HERE, PREFIX, module_name

FALLBACK_NOTICE = "Ukrainian cryptography stays in Python, which is many times slower"


def main() -> int:
    name = module_name()
    target = HERE / (name + str(sysconfig.get_config_var("EXT_SUFFIX")))
    if not target.exists():
        sys.stdout.write(_build(name, target) + "\n")
    return 0


def _build(name: str, target: Path) -> str:
    missing = _missing_tool()
    if missing:
        return f"{FALLBACK_NOTICE}: there is no {missing}."
    from cffi import FFI
    from cffi.recompiler import make_c_source

    try:
        with tempfile.TemporaryDirectory(dir=HERE, prefix=".build-") as place:
            source, made = Path(place) / "module.c", Path(place) / target.name
            ffi = FFI()
            ffi.cdef(HEADER.read_text())
            make_c_source(ffi, name, CODE.read_text(), str(source))
            failure = _compile(source, made)
            if failure:
                return f"{FALLBACK_NOTICE}: the compiler failed ({failure})."
            for old in HERE.glob(f"{PREFIX}*"):
                old.unlink(missing_ok=True)
            made.replace(target)
    except OSError as error:
        return f"{FALLBACK_NOTICE}: {error}."
    return "Ukrainian cryptography is built in C."


def _missing_tool() -> str | None:
    """Return what the build needs and does not find, or None."""
    if not shutil.which(_linker()[0]):
        return "C compiler"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        return "Python.h (in Debian: python3-dev)"
    try:
        import cffi  # noqa: F401
    except ImportError:
        return "cffi"
    return None


def _compile(source: Path, made: Path) -> str | None:
    """Return the last line of the messages of a compiler that failed, or None."""
    include = [f"-I{place}" for place in (HERE, sysconfig.get_path("include"))]
    flags = shlex.split(sysconfig.get_config_var("CCSHARED") or "")
    command = [*_linker(), *flags, "-std=c99", "-O3", *include, str(source), "-o", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 — the compiler of Python itself
    if not done.returncode:
        return None
    return (done.stderr.strip() or "without a word").splitlines()[-1]


def _linker() -> list[str]:
    """Return the command that links extensions of this Python."""
    return shlex.split(sysconfig.get_config_var("LDSHARED") or "cc -shared")


if __name__ == "__main__":
    raise SystemExit(main())
