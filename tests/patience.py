"""How long a test waits for another process or thread. A busy machine takes many times as long as a quiet one."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_SECONDS = 240

T = TypeVar("T")


def wait_until(find: Callable[[], T | None]) -> T:
    """Return the first thing found that is neither empty nor False; fail when the patience is over."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (found := find()):
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.1)
    return found
