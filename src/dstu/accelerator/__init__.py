"""Which arithmetic runs: in C where it was built (`python -m dstu.accelerator.build`), else, or with DSTU_PURE=1, in Python."""

from dstu import pure as core

NAME = core.NAME

__all__ = ["NAME", "core"]
