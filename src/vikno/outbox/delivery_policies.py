"""Policies of deliveries: number of attempts, delays, and the threshold of the circuit breaker."""

import dataclasses
from datetime import timedelta

from vikno.kernel.retry import Backoff, CircuitBreaker, RetryPolicy

CONSUMER_RETRY = RetryPolicy(
    delays=(
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(hours=6),
        timedelta(hours=24),
    ),
    max_attempts=12,
    lease=timedelta(minutes=5),
)
LINE_RETRY = dataclasses.replace(CONSUMER_RETRY, jitter=0.25)
LINE_BREAKER = CircuitBreaker(threshold=5, backoff=Backoff(first=timedelta(seconds=30), longest=timedelta(minutes=15)))
