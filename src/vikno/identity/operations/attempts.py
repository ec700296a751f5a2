"""Operations on identification attempts."""

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
    """A started attempt. Without an authorization URL the page of the attempt asks for the next step."""

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
    """Start an attempt for the browser with this value in its session; calls the provider if the protocol requires it.

    Raises `IdentificationFailed`; then nothing is stored.
    """
    state = secrets.token_urlsafe(32)
    request = ADAPTERS[provider.kind].create_authorization_request(provider, state=state, callback=callback, at=at)
    attempt = IdentificationAttempt.objects.create(
        state_digest=digest_state(state),
        provider=provider,
        purpose=AttemptPurpose.JOIN if person else AttemptPurpose.SIGN_IN,
        person=person,
        browser_digest=blind_index(browser, kind="browser"),
        secrets=dict(request.secrets),
        next_page=next_page,
        started_at=at,
    )
    return StartedAttempt(attempt=attempt, state=state, authorization_url=request.authorization_url)


@transaction.atomic
def consume_attempt(*, state: str, provider: Provider, browser: str, at: datetime.datetime) -> IdentificationAttempt:
    """Mark an attempt as used. It is valid once, for its own browser and provider. Raises `IdentificationFailed`."""
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
    """Return the assertion for the data returned by the provider. Raises `IdentificationFailed`.

    Call it outside of a transaction: it may take seconds.
    """
    file = file or b64decode(attempt.secrets.get("answer", ""))
    returned = AuthorizationCallback(query=query or {}, file=file, secrets=attempt.secrets, callback=callback, at=at)
    assertion = ADAPTERS[attempt.provider.kind].handle_callback(attempt.provider, returned)
    if not assertion.is_complete:
        raise IdentificationFailed(IdentityFailureReason.INCOMPLETE)
    if assertion.level == AssuranceLevel.NONE:
        raise IdentificationFailed(IdentityFailureReason.WEAK, detail="level")
    return assertion


def receive_signatures(
    *, provider: Provider, state: str, signatures: Mapping[str, bytes], at: datetime.datetime
) -> None:
    """Store a pushed response after verifying that it answers an open attempt. Raises `IdentificationFailed`.

    The sender is not authenticated, so only a valid signature is stored, and the first one stays.
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
    """Delete attempts that can no longer be completed, and return their number."""
    count, _ = IdentificationAttempt.objects.filter(started_at__lt=at - ATTEMPT_RETENTION).delete()
    return count
