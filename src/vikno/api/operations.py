"""Operations on the programs of partners: credentials, access, and the responses stored for repeated requests."""

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
# A request that holds its key longer was killed with its process.
CLAIM_LIFETIME = timedelta(minutes=2)
STORED_HEADERS = ("Content-Type", "ETag", "Location")


class ConnectionNotPulled(Refused):
    """The connection does not use the agency API."""


class UnknownScope(Refused):
    """The scope does not exist."""


@dataclass(frozen=True, kw_only=True)
class PartnerCredentials:
    """The OAuth client credentials of a program. The secret is shown once; only its digest is stored."""

    client_id: str
    client_secret: str


@transaction.atomic
def register_partner(
    *, connection: Connection, scopes: Collection[str], actor: str, at: datetime
) -> PartnerCredentials:
    """Give the program of a connection its credentials and scopes. Raises `ConnectionNotPulled`, `UnknownScope`."""
    if not connection.is_pulled:
        raise ConnectionNotPulled(_("“%s” does not use the agency API.") % connection.code)
    if unknown := set(scopes) - set(SCOPES):
        raise UnknownScope(_("There is no scope “%s”.") % sorted(unknown)[0])
    credentials = PartnerCredentials(client_id=generate_client_id(), client_secret=generate_client_secret())
    client = Client.objects.create(
        name=connection.code,
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
    )
    partner = Partner.objects.create(connection=connection, client=client, scopes=sorted(scopes), made_at=at)
    _audit(partner, "let_in", actor=actor, at=at)
    return credentials


@transaction.atomic
def rotate_secret(*, partner: Partner, actor: str, at: datetime) -> PartnerCredentials:
    """Give a program a new secret. The old secret and the tokens got with it stop working."""
    credentials = PartnerCredentials(client_id=partner.client.client_id, client_secret=generate_client_secret())
    partner.client.client_secret = credentials.client_secret
    partner.client.save(update_fields=["client_secret"])
    _revoke_tokens(partner)
    _audit(partner, "rotated", actor=actor, at=at)
    return credentials


@transaction.atomic
def disable_partner(*, partner: Partner, actor: str, at: datetime) -> None:
    """Refuse a program from now on, with the tokens that it holds."""
    partner.is_enabled = False
    partner.save(update_fields=["is_enabled"])
    _revoke_tokens(partner)
    _audit(partner, "shut_out", actor=actor, at=at)


@transaction.atomic
def enable_partner(*, partner: Partner, actor: str, at: datetime) -> None:
    """Accept a disabled program again, with the secret it had."""
    partner.is_enabled = True
    partner.save(update_fields=["is_enabled"])
    _audit(partner, "let_in_again", actor=actor, at=at)


def _revoke_tokens(partner: Partner) -> None:
    get_access_token_model().objects.filter(application=partner.client_id).delete()


def _audit(partner: Partner, action: str, *, actor: str, at: datetime) -> None:
    subject = f"connection:{partner.connection.uid}"
    record_audit(actor=actor, action=f"partner.{action}", subject=subject, at=at, detail={"scopes": partner.scopes})


def erase_token(*, token: str) -> None:
    """Erase the text of a token; its digest stays and identifies it."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    get_access_token_model().objects.filter(token_checksum=digest).update(token="")


class RequestInProgress(Refused):
    """The first request with this key has not finished."""


class IdempotencyKeyReused(Refused):
    """The key belongs to another request."""


def claim_key(*, partner: Partner, key: str, fingerprint: str, at: datetime) -> IdempotentResponse:
    """Return the stored response of a key, or a new one without a status for the caller to fill.

    Raises `RequestInProgress`, `IdempotencyKeyReused`.
    """
    answer, is_new = IdempotentResponse.objects.get_or_create(
        partner=partner, key=key, defaults={"fingerprint": fingerprint, "claimed_at": at}
    )
    if is_new:
        return answer
    if answer.fingerprint != fingerprint:
        raise IdempotencyKeyReused(_("This key was used for another request."))
    abandoned = IdempotentResponse.objects.filter(pk=answer.pk, status=None, claimed_at__lt=at - CLAIM_LIFETIME)
    if answer.status is None and not abandoned.update(claimed_at=at):
        raise RequestInProgress(_("The first request under this key is still being worked on."))
    return answer


def store_response(*, answer: IdempotentResponse, response: HttpResponse) -> None:
    """Store a response for repeats of its request."""
    answer.status, answer.body = response.status_code, response.content
    answer.headers = {name: response[name] for name in STORED_HEADERS if name in response}
    answer.save(update_fields=["status", "body", "headers"])


def release_key(*, answer: IdempotentResponse) -> None:
    """Free the key of a request that failed."""
    IdempotentResponse.objects.filter(pk=answer.pk, status=None).delete()


def delete_expired(*, at: datetime) -> int:
    """Delete stored responses older than two days and expired tokens; return the number of responses."""
    clear_expired()
    return IdempotentResponse.objects.filter(claimed_at__lt=at - RESPONSE_LIFETIME).delete()[0]
