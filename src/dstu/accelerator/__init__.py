"""Which arithmetic runs: in C where it was built (`python -m dstu.accelerator.build`), else, or with DSTU_PURE=1, in Python.

`core` has it, whichever it is; `NAME` is "C" or "Python".
"""

import os

from dstu import pure
from dstu.accelerator.arithmetic import Arithmetic


def _chosen() -> Arithmetic:
    if os.environ.get("DSTU_PURE"):
        return pure
    try:
        from dstu.accelerator import native
    except ImportError:
        return pure
    return native


core = _chosen()
NAME = core.NAME

__all__ = ["NAME", "core"]
