"""Tries that are on their way to a provider and back."""

import datetime
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from vikno.identity.adapters import ADAPTERS
from vikno.identity.adapters.base import AuthorizationCallback
from vikno.identity.adapters.qualified_signature import CHALLENGE_FILE
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import AttemptPurpose, IdentificationAttempt, Provider, digest_state
from vikno.kernel.crypto import blind_index
from vikno.people.models import Person

ATTEMPT_LIFETIME = datetime.timedelta(minutes=10)
ATTEMPT_RETENTION = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class StartedAttempt:
    """A try that has begun. Without an address the page of the try itself asks what comes next."""

    attempt: IdentificationAttempt
    state: str
    authorization_url: str


def start_attempt(
    *,
    provider: Provider,
    browser: str,
    callback: str,
    at: datetime.datetime,
    person: Person | None = None,
    next_page: str = "",
) -> StartedAttempt:
    """Begin a try, for the browser that has this word in its session. Asks the provider where its protocol says so.

    Raises `Failed`; then nothing is kept.
    """
    state = secrets.token_urlsafe(32)
    begun = ADAPTERS[provider.kind].create_authorization_request(provider, state=state, callback=callback, at=at)
    attempt = IdentificationAttempt.objects.create(
        state_digest=digest_state(state),
        provider=provider,
        purpose=AttemptPurpose.JOIN if person else AttemptPurpose.SIGN_IN,
        person=person,
        browser_digest=blind_index(browser, kind="browser"),
        secrets=dict(begun.secrets),
        next_page=next_page,
        started_at=at,
    )
    return StartedAttempt(attempt=attempt, state=state, authorization_url=begun.authorization_url)


@transaction.atomic
def consume_attempt(*, state: str, provider: Provider, browser: str, at: datetime.datetime) -> IdentificationAttempt:
    """Spend a try: it is good once, for the browser that began it and the provider it was begun for. Raises `Failed`."""
    rows = IdentificationAttempt.objects.select_for_update(of=["self"]).select_related("provider", "person")
    attempt = rows.filter(state_digest=digest_state(state)).first()
    if attempt is None or attempt.browser_digest != blind_index(browser, kind="browser"):
        raise IdentificationFailed(IdentityFailureReason.STALE, detail="unknown")
    if attempt.provider_id != provider.pk:
        raise IdentificationFailed(IdentityFailureReason.MIXED_UP, detail="provider")
    if attempt.used_at is not None or at - attempt.started_at > ATTEMPT_LIFETIME:
        raise IdentificationFailed(IdentityFailureReason.STALE, detail="used" if attempt.used_at else "old")
    attempt.used_at = at
    attempt.save(update_fields=["used_at"])
    return attempt


def complete_attempt(
    *,
    attempt: IdentificationAttempt,
    callback: str,
    at: datetime.datetime,
    query: Mapping[str, str] | None = None,
    file: bytes = b"",
) -> IdentityAssertion:
    """Ask the provider who it was, by what came back. Outside of any transaction: it may take seconds. Raises `Failed`."""
    kept = attempt.secrets
    file = file or b64decode(kept.get("answer", ""))
    returned = AuthorizationCallback(query=query or {}, file=file, secrets=kept, callback=callback, at=at)
    assertion = ADAPTERS[attempt.provider.kind].handle_callback(attempt.provider, returned)
    if not assertion.is_complete:
        raise IdentificationFailed(IdentityFailureReason.INCOMPLETE)
    if assertion.level == AssuranceLevel.NONE:
        raise IdentificationFailed(IdentityFailureReason.WEAK, detail="level")
    return assertion


def receive_signatures(
    *, provider: Provider, state: str, signatures: Mapping[str, bytes], at: datetime.datetime
) -> None:
    """Keep an answer that came by itself, once it is proved that it answers an open try. Raises `Failed`.

    Whoever brings it may be anybody: only a signature that holds is kept, and the first one stays.
    """
    attempt = (
        IdentificationAttempt.objects.select_related("provider")
        .filter(state_digest=digest_state(state), provider=provider)
        .first()
    )
    if attempt is None or attempt.used_at or at - attempt.started_at > ATTEMPT_LIFETIME:
        raise IdentificationFailed(IdentityFailureReason.STALE)
    signature = signatures.get(CHALLENGE_FILE, b"")
    complete_attempt(attempt=attempt, callback="", at=at, file=signature)
    with transaction.atomic():
        attempt = IdentificationAttempt.objects.select_for_update().get(pk=attempt.pk)
        if "answer" not in attempt.secrets:
            attempt.secrets = {**attempt.secrets, "answer": b64encode(signature).decode()}
            attempt.save(update_fields=["secrets"])


def delete_expired_attempts(*, at: datetime.datetime) -> int:
    """Erase tries that nobody can finish any more; return how many."""
    count, _ = IdentificationAttempt.objects.filter(started_at__lt=at - ATTEMPT_RETENTION).delete()
    return count
