"""Retries: leases, delays between attempts, and the circuit breaker for a partner that does not answer.

Plain values and arithmetic; the rows that are retried have the columns `attempts` and `next_try_at`.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """A lease for the time of an attempt, a table of delays after failures, and a maximum of attempts.

    The last delay repeats until `max_attempts` are used up. A random part of the delay, at most `jitter`, is added, so that the
    clients of a partner that comes back do not all retry at the same moment.
    """

    delays: tuple[timedelta, ...]
    max_attempts: int
    lease: timedelta
    jitter: float = 0.0

    def lease_columns(self, at: datetime) -> dict[str, Any]:
        """Return the column values that lease rows for an attempt.

        The attempt is counted before it starts, so that an attempt which crashes its worker is not repeated forever. A lease
        expires, so the rows of a dead worker become free again.
        """
        return {"next_try_at": at + self.lease, "attempts": F("attempts") + 1}

    def is_overrun(self, attempts: int) -> bool:
        """Return whether all attempts before this one were started and none of them ended."""
        return attempts > self.max_attempts

    def delay_after(self, attempts: int, *, at_least: float | None = None) -> timedelta | None:
        """Return the delay after this many attempts, or None if no attempt is left.

        `at_least` is the number of seconds that the other side asked to wait.
        """
        if attempts >= self.max_attempts:
            return None
        delay = max(self.delays[min(attempts, len(self.delays)) - 1], timedelta(seconds=at_least or 0))
        return delay * (1 + random.uniform(0, self.jitter))  # noqa: S311 - no secret


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """A delay that doubles with each failure in a row, up to the longest delay."""

    first: timedelta
    longest: timedelta

    def delay_after(self, failures: int) -> timedelta:
        # 2¹⁰ is beyond every longest delay: larger powers would only overflow.
        return min(self.first * (1 << min(failures, 10)), self.longest)


@dataclass(frozen=True, kw_only=True)
class CircuitBreaker:
    """A breaker that pauses all attempts after `threshold` failures in a row, then allows one attempt at a time."""

    threshold: int
    backoff: Backoff

    def is_half_open(self, failures: int) -> bool:
        """Return whether only one attempt at a time is allowed."""
        return failures >= self.threshold

    def pause_after(self, failures: int) -> timedelta | None:
        """Return the length of the pause, or None while the breaker is closed."""
        return self.backoff.delay_after(failures - self.threshold) if self.is_half_open(failures) else None
