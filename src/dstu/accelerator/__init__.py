"""The arithmetic that runs: in C where it was built (`python -m dstu.accelerator.build`), else, or with DSTU_PURE=1, in Python.

`backend` is the module with it; `NAME` is "C" or "Python".
"""

import os
from contextlib import suppress

from dstu import pure
from dstu.accelerator.arithmetic import ArithmeticBackend

backend: ArithmeticBackend = pure
if not os.environ.get("DSTU_PURE"):
    with suppress(ImportError):
        from dstu.accelerator import native

        backend = native
NAME = backend.NAME

__all__ = ["NAME", "backend"]
