"""What can be asked about programs of partners."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from oauth2_provider.models import get_access_token_model

from vikno.api.models import Partner


@dataclass(frozen=True, kw_only=True)
class ApiCaller:
    """Who a token was given to, and what it allows."""

    partner: Partner
    scopes: frozenset[str]


def find_caller(token: str, *, at: datetime) -> ApiCaller | None:
    """Return who holds this token, while it is good and the program is not shut out."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    rows = get_access_token_model().objects.filter(token_checksum=digest, expires__gt=at)
    found = rows.values_list("application", "scope").first()
    if found is None:
        return None
    partners = Partner.objects.filter(client=found[0], is_enabled=True, connection__is_enabled=True)
    partner = partners.select_related("connection__centre", "connection__post__person").first()
    if partner is None:
        return None
    return ApiCaller(partner=partner, scopes=frozenset(found[1].split()) & frozenset(partner.scopes))
