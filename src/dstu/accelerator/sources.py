"""The sources in C, and the name of the module that is built from them."""

import hashlib
from pathlib import Path

HERE = Path(__file__).parent
HEADER, CODE = HERE / "dstu.h", HERE / "dstu.c"
PREFIX = "_dstu_"


def module_name() -> str:
    """Name the module after its sources as they are now, so that one built from others is never loaded."""
    return PREFIX + hashlib.sha256(HEADER.read_bytes() + CODE.read_bytes()).hexdigest()[:12]
