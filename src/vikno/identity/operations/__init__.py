"""Operations of identification: start and complete attempts, resolve accounts, link providers."""

from vikno.identity.operations.accounts import (
    ConflictAlreadySettled,
    LastSignInMethod,
    ResolvedAccount,
    link_identity,
    resolve_account,
    settle_conflict,
    unlink_identity,
)
from vikno.identity.operations.attempts import (
    StartedAttempt,
    complete_attempt,
    consume_attempt,
    delete_expired_attempts,
    receive_signatures,
    start_attempt,
)

__all__ = [
    "ConflictAlreadySettled",
    "LastSignInMethod",
    "ResolvedAccount",
    "StartedAttempt",
    "complete_attempt",
    "consume_attempt",
    "delete_expired_attempts",
    "link_identity",
    "receive_signatures",
    "resolve_account",
    "settle_conflict",
    "start_attempt",
    "unlink_identity",
]
