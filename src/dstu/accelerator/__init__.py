"""Which arithmetic runs: in C where it was built (`python -m dstu.accelerator.build`), else, or with DSTU_PURE=1, in Python.

`core` has it, whichever it is; `NAME` is "C" or "Python".
"""

import os

from dstu import pure
from dstu.accelerator.arithmetic import ArithmeticBackend


def _chosen() -> ArithmeticBackend:
    if os.environ.get("DSTU_PURE"):
        return pure
    try:
        from dstu.accelerator import native
    except ImportError:
        return pure
    return native


backend = _chosen()
NAME = backend.NAME

__all__ = ["NAME", "backend"]
