"""Letting programs of partners in and shutting them out; keeping what they were answered."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import clear_expired, get_access_token_model, get_application_model

from vikno.api.models import IdempotentResponse, Partner
from vikno.api.scopes import SCOPES
from vikno.audit.operations import record as record_audit
from vikno.integration.models import Connection
from vikno.kernel.errors import Refused

Client = get_application_model()
RESPONSE_LIFETIME = timedelta(hours=48)
# Whoever holds a key longer than this was killed with its process.
CLAIM_LIFETIME = timedelta(minutes=2)
STORED_HEADERS = ("Content-Type", "ETag", "Location")


class ConnectionNotPulled(Refused):
    """The connection is not one that fetches its news here."""


class UnknownScope(Refused):
    """There is no such scope."""


@dataclass(frozen=True, kw_only=True)
class PartnerCredentials:
    """What a program signs in with. The secret is shown once, and kept as a digest only."""

    client_id: str
    client_secret: str


@transaction.atomic
def register_partner(
    *, connection: Connection, scopes: Collection[str], actor: str, at: datetime
) -> PartnerCredentials:
    """Give the program of a connection its credentials and scopes. Raises `NotPulled`, `UnknownScope`."""
    if not connection.is_pulled:
        raise ConnectionNotPulled(_("“%s” does not use the agency API.") % connection.code)
    if unknown := set(scopes) - set(SCOPES):
        raise UnknownScope(_("There is no scope “%s”.") % sorted(unknown)[0])
    made = PartnerCredentials(client_id=generate_client_id(), client_secret=generate_client_secret())
    client = Client.objects.create(
        name=connection.code,
        client_id=made.client_id,
        client_secret=made.client_secret,
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
    )
    partner = Partner.objects.create(connection=connection, client=client, scopes=sorted(scopes), made_at=at)
    _audit(partner, "let_in", actor=actor, at=at)
    return made


@transaction.atomic
def rotate_secret(*, partner: Partner, actor: str, at: datetime) -> PartnerCredentials:
    """Give a program a new secret. The old one, and what was got with it, is good no more."""
    made = PartnerCredentials(client_id=partner.client.client_id, client_secret=generate_client_secret())
    partner.client.client_secret = made.client_secret
    partner.client.save(update_fields=["client_secret"])
    _revoke(partner)
    _audit(partner, "rotated", actor=actor, at=at)
    return made


@transaction.atomic
def disable_partner(*, partner: Partner, actor: str, at: datetime) -> None:
    """Let a program in no more, from this moment on."""
    partner.is_enabled = False
    partner.save(update_fields=["is_enabled"])
    _revoke(partner)
    _audit(partner, "shut_out", actor=actor, at=at)


@transaction.atomic
def enable_partner(*, partner: Partner, actor: str, at: datetime) -> None:
    """Let a program that was shut out in again, with the secret it had."""
    partner.is_enabled = True
    partner.save(update_fields=["is_enabled"])
    _audit(partner, "let_in_again", actor=actor, at=at)


def _revoke(partner: Partner) -> None:
    get_access_token_model().objects.filter(application=partner.client_id).delete()


def _audit(partner: Partner, what: str, *, actor: str, at: datetime) -> None:
    subject = f"connection:{partner.connection.uid}"
    record_audit(actor=actor, action=f"partner.{what}", subject=subject, at=at, detail={"scopes": partner.scopes})


def erase_token(*, token: str) -> None:
    """Keep of a token only the digest by which it is known again."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    get_access_token_model().objects.filter(token_checksum=digest).update(token="")


# Repeats.


class RequestInProgress(Refused):
    """The first request under this key is still being worked on."""


class IdempotencyKeyReused(Refused):
    """The key stands for another request."""


def claim_key(*, partner: Partner, key: str, fingerprint: str, at: datetime) -> IdempotentResponse:
    """Return the answer kept under a key, or one without a status, for the caller to fill. Raises `InProgress`, `KeyReused`."""
    answer, is_new = IdempotentResponse.objects.get_or_create(
        partner=partner, key=key, defaults={"fingerprint": fingerprint, "claimed_at": at}
    )
    if is_new:
        return answer
    if answer.fingerprint != fingerprint:
        raise IdempotencyKeyReused(_("This key was used for another request."))
    if answer.status is None and not _taken_over(answer, at=at):
        raise RequestInProgress(_("The first request under this key is still being worked on."))
    return answer


def _taken_over(answer: IdempotentResponse, *, at: datetime) -> bool:
    left = IdempotentResponse.objects.filter(pk=answer.pk, status=None, claimed_at__lt=at - CLAIM_LIFETIME)
    return bool(left.update(claimed_at=at))


def store_response(*, answer: IdempotentResponse, response: HttpResponse) -> None:
    """Keep what was answered, for repeats."""
    answer.status, answer.body = response.status_code, response.content
    answer.headers = {name: response[name] for name in STORED_HEADERS if name in response}
    answer.save(update_fields=["status", "body", "headers"])


def release_key(*, answer: IdempotentResponse) -> None:
    """Make a key free again: nothing came of the request."""
    IdempotentResponse.objects.filter(pk=answer.pk, status=None).delete()


def delete_expired(*, at: datetime) -> int:
    """Forget answers older than two days, and tokens that have run out; return how many answers."""
    clear_expired()
    return IdempotentResponse.objects.filter(claimed_at__lt=at - RESPONSE_LIFETIME).delete()[0]
