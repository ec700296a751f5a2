"""Tries that are on their way to a provider and back."""

import datetime
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from vikno.identity.adapters import ADAPTERS
from vikno.identity.adapters.base import Returned
from vikno.identity.adapters.kep import FILE
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failing import Failed, Reason
from vikno.identity.levels import Level
from vikno.identity.models import Attempt, Provider, Purpose, digest_of
from vikno.kernel.crypto import blind_index
from vikno.people.models import Person

GOOD_FOR = datetime.timedelta(minutes=10)
KEPT_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Started:
    """A try that has begun. Without an address the page of the try itself asks what comes next."""

    attempt: Attempt
    state: str
    address: str


def begin(
    *,
    provider: Provider,
    browser: str,
    callback: str,
    at: datetime.datetime,
    person: Person | None = None,
    next_page: str = "",
) -> Started:
    """Begin a try, for the browser that has this word in its session. Asks the provider where its protocol says so.

    Raises `Failed`; then nothing is kept.
    """
    state = secrets.token_urlsafe(32)
    begun = ADAPTERS[provider.kind].begin(provider, state=state, callback=callback, at=at)
    attempt = Attempt.objects.create(
        state_digest=digest_of(state),
        provider=provider,
        purpose=Purpose.JOIN if person else Purpose.SIGN_IN,
        person=person,
        browser_digest=blind_index(browser, kind="browser"),
        secrets=dict(begun.secrets),
        next_page=next_page,
        started_at=at,
    )
    return Started(attempt=attempt, state=state, address=begun.address)


@transaction.atomic
def take(*, state: str, provider: Provider, browser: str, at: datetime.datetime) -> Attempt:
    """Spend a try: it is good once, for the browser that began it and the provider it was begun for. Raises `Failed`."""
    rows = Attempt.objects.select_for_update(of=["self"]).select_related("provider", "person")
    attempt = rows.filter(state_digest=digest_of(state)).first()
    if attempt is None or attempt.browser_digest != blind_index(browser, kind="browser"):
        raise Failed(Reason.STALE, detail="unknown")
    if attempt.provider_id != provider.pk:
        raise Failed(Reason.MIXED_UP, detail="provider")
    if attempt.used_at is not None or at - attempt.started_at > GOOD_FOR:
        raise Failed(Reason.STALE, detail="used" if attempt.used_at else "old")
    attempt.used_at = at
    attempt.save(update_fields=["used_at"])
    return attempt


def finish(
    *, attempt: Attempt, callback: str, at: datetime.datetime, query: Mapping[str, str] | None = None, file: bytes = b""
) -> IdentityAssertion:
    """Ask the provider who it was, by what came back. Outside of any transaction: it may take seconds. Raises `Failed`."""
    kept = attempt.secrets
    file = file or b64decode(kept.get("answer", ""))
    returned = Returned(query=query or {}, file=file, secrets=kept, callback=callback, at=at)
    assertion = ADAPTERS[attempt.provider.kind].finish(attempt.provider, returned)
    if not assertion.is_complete:
        raise Failed(Reason.INCOMPLETE)
    if assertion.level == Level.NONE:
        raise Failed(Reason.WEAK, detail="level")
    return assertion


def receive_answer(*, provider: Provider, state: str, signatures: Mapping[str, bytes], at: datetime.datetime) -> None:
    """Keep an answer that came by itself, once it is proved that it answers an open try. Raises `Failed`.

    Whoever brings it may be anybody: only a signature that holds is kept, and the first one stays.
    """
    attempt = (
        Attempt.objects.select_related("provider").filter(state_digest=digest_of(state), provider=provider).first()
    )
    if attempt is None or attempt.used_at or at - attempt.started_at > GOOD_FOR:
        raise Failed(Reason.STALE)
    signature = signatures.get(FILE, b"")
    finish(attempt=attempt, callback="", at=at, file=signature)
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if "answer" not in attempt.secrets:
            attempt.secrets = {**attempt.secrets, "answer": b64encode(signature).decode()}
            attempt.save(update_fields=["secrets"])


def forget_attempts(*, at: datetime.datetime) -> int:
    """Erase tries that nobody can finish any more; return how many."""
    count, _ = Attempt.objects.filter(started_at__lt=at - KEPT_FOR).delete()
    return count
