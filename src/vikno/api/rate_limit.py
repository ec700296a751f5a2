"""How fast a partner may ask: a bucket for each, in the memory of the one process that serves the web.

It is refilled evenly, so that whoever stays below the limit is never held up and a burst is served up to its size.
"""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic


@dataclass
class RateLimiter:
    """`per_minute` requests, and as many at once. `take` returns 0, or after how many seconds to come again."""

    clock: Callable[[], float] = monotonic
    _filled: dict[int, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, whose: int, *, per_minute: int) -> int:
        now, rate = self.clock(), per_minute / 60
        with self._lock:
            left, since = self._filled.get(whose, (float(per_minute), now))
            left = min(float(per_minute), left + (now - since) * rate)
            if left < 1:
                return max(1, math.ceil((1 - left) / rate))
            self._filled[whose] = (left - 1, now)
            return 0


RATE_LIMITER = RateLimiter()
