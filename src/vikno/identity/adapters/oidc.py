"""OpenID Connect Core 1.0 with PKCE (RFC 7636): the Czech Bank iD, single sign-on of staff, any other provider.

Options of a provider: `scope`, `acr_values`, `profile` (the path of a second question with the same token, as Bank iD has it).
"""

import datetime
import secrets
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from vikno.identity import levels
from vikno.identity.adapters.base import AuthorizationCallback, AuthorizationRequest
from vikno.identity.adapters.oauth_client import (
    authorization_code,
    exchange_code,
    open_client,
    parse_json_response,
    request_without_token,
)
from vikno.identity.assertion import IdentityAssertion, claim_text, parse_date
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider, ProviderKind

DISCOVERY = ".well-known/openid-configuration"
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "RS512", "ES384"]
LEEWAY_SECONDS = 60


class OidcAdapter:
    """The adapter."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        kept = {"nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48)}
        asked = {"acr_values": acr} if (acr := provider.option("acr_values")) else {}
        scope = provider.option("scope", "openid")
        with open_client(provider, callback=callback, scope=scope, code_challenge_method="S256") as client:
            told = _discovered(provider, client)
            address, _ = client.create_authorization_url(
                told["authorization_endpoint"],
                state=state,
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
                **asked,
            )
        return AuthorizationRequest(authorization_url=address, secrets=kept)

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        code = authorization_code(returned.query)
        with open_client(provider, callback=returned.callback) as client:
            told = _discovered(provider, client)
            token = exchange_code(client, told["token_endpoint"], code=code, code_verifier=returned.secrets["verifier"])
            keys = request_without_token(client, "GET", told["jwks_uri"])
            claims = _claims(provider, token.get("id_token"), keys, returned)
            person = _person(provider, client, told, claims)
        return _assertion(provider, {**claims, **person}, returned.at)


def _discovered(provider: Provider, client: Any) -> dict[str, str]:
    """Return where everything is. Raises `Failed` where another issuer answers than the one that is set up."""
    issuer = provider.address.rstrip("/") + "/"
    told = request_without_token(client, "GET", f"{issuer}{DISCOVERY}")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(told.get("issuer", "")).rstrip("/") + "/" != issuer or not all(
        isinstance(told.get(one), str) for one in needed
    ):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="discovery")
    return told


def _claims(provider: Provider, token: object, keys: dict[str, Any], returned: AuthorizationCallback) -> dict[str, Any]:
    """Return what the ID token says, once everything that makes it ours has been checked (OIDC Core 3.1.3.7)."""
    try:
        known_keys = KeySet.import_key_set({"keys": keys["keys"]})
        decoded = jwt.decode(str(token), known_keys, algorithms=ALGORITHMS)
        rules = jwt.JWTClaimsRegistry(
            now=int(returned.at.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "values": [provider.address.rstrip("/"), provider.address.rstrip("/") + "/"]},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": returned.secrets["nonce"]},
        )
        rules.validate(decoded.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=type(error).__name__) from None
    _require_acr(provider, decoded.claims)
    return dict(decoded.claims)


def _require_acr(provider: Provider, claims: dict[str, Any]) -> None:
    """Refuse what is weaker than was asked for: a provider may answer with less (OIDC Core 3.1.2.1)."""
    wanted = provider.option("acr_values").split()
    if wanted and claims.get("acr") not in wanted:
        raise IdentificationFailed(IdentityFailureReason.WEAK, detail="acr")


def _person(provider: Provider, client: Any, told: dict[str, str], claims: dict[str, Any]) -> dict[str, Any]:
    """Ask who it is. The answer must be about whom the token is about. Raises `Failed`."""
    path = provider.option("profile")
    address = f"{provider.address.rstrip('/')}/{path}" if path else told.get("userinfo_endpoint", "")
    if not address:
        return {}
    person = parse_json_response(client.get(address))
    if person.get("sub") != claims["sub"]:
        raise IdentificationFailed(IdentityFailureReason.MIXED_UP, detail="sub")
    return person


def _assertion(provider: Provider, told: dict[str, Any], at: datetime.datetime) -> IdentityAssertion:
    level = levels.map_level(
        claim_text(told.get("acr")) if provider.levels else "", by=provider.levels, default=provider.default_level
    )
    return IdentityAssertion(
        provider=provider.code,
        method=ProviderKind.OIDC,
        level=level if level else AssuranceLevel.NONE,
        at=at,
        subject=claim_text(told["sub"]),
        birth_number=claim_text(told.get("birthnumber")).replace("/", ""),
        family_name=claim_text(told.get("family_name")),
        given_name=claim_text(told.get("given_name")),
        patronymic=claim_text(told.get("middle_name")),
        born_on=parse_date(claim_text(told.get("birthdate"))),
        sex={"female": "F", "male": "M"}.get(claim_text(told.get("gender")), ""),
        phone=claim_text(told.get("phone_number")),
        email=claim_text(told.get("email")),
        address=_address(told.get("addresses")),
        evidence=_evidence(told),
    )


def _evidence(told: dict[str, Any]) -> dict[str, str]:
    """Return what shows where it came from, the identity card too: as `document_number` it would stand for a Ukrainian's.

    A Czech card has nine digits as ours has, and equal numbers mean one person here.
    """
    cards = told.get("idcards")
    card = next((one for one in cards if isinstance(one, dict)), {}) if isinstance(cards, list) else {}
    found = {name: claim_text(told.get(name)) for name in ("txn", "acr", "auth_time")} | {
        "idcard": claim_text(card.get("number"))
    }
    return {name: value for name, value in found.items() if value}


def _address(addresses: object) -> dict[str, str]:
    told = next((one for one in addresses if isinstance(one, dict)), {}) if isinstance(addresses, list) else {}
    names = {"settlement": "city", "street": "street", "house": "buildingapartment", "postcode": "zipcode"}
    return {ours: claim_text(told.get(theirs)) for ours, theirs in names.items() if claim_text(told.get(theirs))}
