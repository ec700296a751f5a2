"""Queries about the programs of partners."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from oauth2_provider.models import get_access_token_model

from vikno.api.models import Partner


@dataclass(frozen=True, kw_only=True)
class ApiCaller:
    """The program that holds a token, and the scopes of the token."""

    partner: Partner
    scopes: frozenset[str]


def find_caller(token: str, *, at: datetime) -> ApiCaller | None:
    """Return the caller that holds this token, or None when the token has expired or the program is disabled."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    rows = get_access_token_model().objects.filter(token_checksum=digest, expires__gt=at)
    row = rows.values_list("application", "scope").first()
    if row is None:
        return None
    partners = Partner.objects.filter(client=row[0], is_enabled=True, connection__is_enabled=True)
    partner = partners.select_related("connection__centre", "connection__post__person").first()
    if partner is None:
        return None
    return ApiCaller(partner=partner, scopes=frozenset(row[1].split()) & frozenset(partner.scopes))
