from datetime import timedelta

import pytest

from vikno.kernel.retry import Backoff, CircuitBreaker, RetryPolicy

SECOND = timedelta(seconds=1)
POLICY = RetryPolicy(delays=(SECOND, 5 * SECOND), max_attempts=4, lease=60 * SECOND)
BREAKER = CircuitBreaker(threshold=5, backoff=Backoff(first=30 * SECOND, longest=900 * SECOND))


def test_the_last_delay_repeats_until_the_attempts_are_used_up():
    assert [POLICY.delay_after(attempts) for attempts in range(1, 5)] == [SECOND, 5 * SECOND, 5 * SECOND, None]


def test_the_other_side_may_ask_for_a_longer_delay_and_not_for_a_shorter_one():
    assert POLICY.delay_after(1, at_least=30) == 30 * SECOND
    assert POLICY.delay_after(2, at_least=1) == 5 * SECOND


def test_an_attempt_beyond_the_last_was_begun_and_never_ended():
    assert [POLICY.is_overrun(attempts) for attempts in (4, 5)] == [False, True]


def test_jitter_only_adds_and_within_its_part():
    policy = RetryPolicy(delays=(100 * SECOND,), max_attempts=2, lease=SECOND, jitter=0.25)

    delays = [policy.delay_after(1) for _ in range(200)]

    assert 100 * SECOND <= min(delays) < max(delays) <= 125 * SECOND


@pytest.mark.parametrize(("failures", "seconds"), [(0, 15), (1, 30), (2, 60), (6, 900), (1000, 900)])
def test_a_backoff_doubles_up_to_its_longest(failures, seconds):
    assert Backoff(first=15 * SECOND, longest=900 * SECOND).delay_after(failures) == seconds * SECOND


@pytest.mark.parametrize(("failures", "seconds"), [(5, 30), (6, 60), (9, 480), (10, 900), (5000, 900)])
def test_a_breaker_opens_at_its_threshold_for_longer_each_time(failures, seconds):
    assert BREAKER.pause_after(failures) == seconds * SECOND


def test_below_its_threshold_a_breaker_stays_closed():
    assert (BREAKER.pause_after(4), BREAKER.is_half_open(4)) == (None, False)
