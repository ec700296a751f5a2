from datetime import timedelta

import pytest

from vikno.identity import operations
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import IdentificationAttempt, Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def kep():
    return Provider.objects.create(code="kep", kind="kep", title="КЕП", is_enabled=True)


@pytest.fixture
def state(kep, noon):
    return operations.start_attempt(provider=kep, browser="mine", callback="https://x/", at=noon).state


@pytest.fixture
def take(kep, state, noon):
    def take(**other):
        return operations.consume_attempt(**{"state": state, "provider": kep, "browser": "mine", "at": noon, **other})

    return take


def failure_reason(action, **other) -> IdentityFailureReason:
    with pytest.raises(IdentificationFailed) as failed:
        action(**other)
    return failed.value.reason


def test_a_try_is_spent_by_the_browser_that_began_it(take, kep):
    assert take().provider == kep


def test_a_try_is_good_once(take):
    take()

    assert failure_reason(take) == IdentityFailureReason.STALE


def test_a_try_is_good_for_ten_minutes(take, noon):
    assert failure_reason(take, at=noon + timedelta(minutes=10, seconds=1)) == IdentityFailureReason.STALE
    assert take(at=noon + timedelta(minutes=10))


@pytest.mark.parametrize("state", ["", "made up", "x" * 5000])
def test_a_state_that_nobody_gave_out_is_none(take, state):
    assert failure_reason(lambda: take(state=state)) == IdentityFailureReason.STALE


def test_a_try_of_another_browser_is_not_mine_and_stays_theirs(take):
    assert failure_reason(take, browser="another") == IdentityFailureReason.STALE
    assert take()


def test_an_answer_at_the_address_of_another_provider_is_mixed_up(take):
    other = Provider.objects.create(code="other", kind="kep", title="КЕП 2", is_enabled=True)

    assert failure_reason(take, provider=other) == IdentityFailureReason.MIXED_UP
    assert take()


def test_the_database_does_not_know_the_state(state):
    attempt = IdentificationAttempt.objects.get()

    assert state not in f"{attempt.state_digest} {attempt.browser_digest} {attempt.secrets}"


def test_what_nobody_can_finish_is_forgotten(state, noon):
    assert operations.delete_expired_attempts(at=noon + timedelta(hours=1)) == 0
    assert operations.delete_expired_attempts(at=noon + timedelta(days=2)) == 1


def test_what_nobody_signed_is_not_kept_for_diia(kep, state, noon):
    def receive(signature: bytes) -> None:
        signatures = {"vikno-sign-in.txt": signature}
        operations.receive_signatures(provider=kep, state=state, signatures=signatures, at=noon)

    assert failure_reason(lambda: receive(b"")) == IdentityFailureReason.INCOMPLETE
    assert failure_reason(lambda: receive(b"\x30\x03abc")) == IdentityFailureReason.BAD_SIGNATURE
    assert "answer" not in IdentificationAttempt.objects.get().secrets


def test_an_answer_to_no_open_try_is_refused(kep, noon):
    assert (
        failure_reason(lambda: operations.receive_signatures(provider=kep, state="x", signatures={}, at=noon))
        == IdentityFailureReason.STALE
    )
