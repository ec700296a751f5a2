"""Retrying what failed: leases, delays between attempts, and the circuit breaker in front of a partner that is away.

Plain values and sums; the rows that are retried have the columns `attempts` and `next_try_at`.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """A lease for the time of an attempt, a table of delays after failures, and an end.

    The last delay repeats until `max_attempts` are used up. `jitter` is the part of chance that is added to a delay at most:
    clients of a partner that comes back do not knock in step.
    """

    delays: tuple[timedelta, ...]
    max_attempts: int
    lease: timedelta
    jitter: float = 0.0

    def lease_columns(self, at: datetime) -> dict[str, Any]:
        """Return what an `update` writes to lease rows for an attempt.

        The attempt is counted before it is made: one that takes its worker down with it is not tried for ever. A lease ends by
        itself, so a worker that dies gives its rows back.
        """
        return {"next_try_at": at + self.lease, "attempts": F("attempts") + 1}

    def is_overrun(self, attempts: int) -> bool:
        """Return whether every attempt was begun before this one, and none ended."""
        return attempts > self.max_attempts

    def delay_after(self, attempts: int, *, at_least: float | None = None) -> timedelta | None:
        """Return how long to wait after this many attempts, or None when it is time to give up.

        `at_least` is the number of seconds that the other side asked to wait.
        """
        if attempts >= self.max_attempts:
            return None
        delay = max(self.delays[min(attempts, len(self.delays)) - 1], timedelta(seconds=at_least or 0))
        return delay * (1 + random.uniform(0, self.jitter))  # noqa: S311 - no secret


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """A delay that doubles with each failure in a row, up to a longest one."""

    first: timedelta
    longest: timedelta

    def delay_after(self, failures: int) -> timedelta:
        # 2¹⁰ is beyond every longest delay: larger powers would only overflow.
        return min(self.first * (1 << min(failures, 10)), self.longest)


@dataclass(frozen=True, kw_only=True)
class CircuitBreaker:
    """A partner that failed `threshold` times in a row is left alone for a while; then one attempt tries whether it is back."""

    threshold: int
    backoff: Backoff

    def is_half_open(self, failures: int) -> bool:
        """Return whether there were so many failures that one attempt at a time is made."""
        return failures >= self.threshold

    def pause_after(self, failures: int) -> timedelta | None:
        """Return for how long the partner is left alone, or None while the line stays whole."""
        return self.backoff.delay_after(failures - self.threshold) if self.is_half_open(failures) else None
