"""OpenID Connect Core 1.0 with PKCE (RFC 7636): the Czech Bank iD, single sign-on of staff, any other provider.

Options of a provider: `scope`, `acr_values`, `profile` (the path of a second request with the same token, as in Bank iD).
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
from vikno.identity.assertion import IdentityAssertion, address_answer, claim_text, parse_date
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider, ProviderKind

DISCOVERY = ".well-known/openid-configuration"
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "RS512", "ES384"]
LEEWAY_SECONDS = 60
# The keys of an address in the Czech Bank iD by the keys of an address question in e-forms.
ADDRESS_KEYS = {"settlement": "city", "street": "street", "house": "buildingapartment", "postcode": "zipcode"}


class OidcAdapter:
    """The adapter of OpenID Connect."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        attempt_secrets = {"nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48)}
        parameters = {"acr_values": acr} if (acr := provider.option("acr_values")) else {}
        scope = provider.option("scope", "openid")
        with open_client(provider, callback=callback, scope=scope, code_challenge_method="S256") as client:
            discovery = _discover(provider, client)
            address, _ = client.create_authorization_url(
                discovery["authorization_endpoint"],
                state=state,
                nonce=attempt_secrets["nonce"],
                code_verifier=attempt_secrets["verifier"],
                **parameters,
            )
        return AuthorizationRequest(authorization_url=address, secrets=attempt_secrets)

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        code = authorization_code(returned.query)
        with open_client(provider, callback=returned.callback) as client:
            discovery = _discover(provider, client)
            token = exchange_code(
                client, discovery["token_endpoint"], code=code, code_verifier=returned.secrets["verifier"]
            )
            keys = request_without_token(client, "GET", discovery["jwks_uri"])
            claims = _claims(provider, token.get("id_token"), keys, returned)
            path = provider.option("profile")
            address = f"{provider.address.rstrip('/')}/{path}" if path else discovery.get("userinfo_endpoint", "")
            user_info = parse_json_response(client.get(address)) if address else {}
        if address and user_info.get("sub") != claims["sub"]:
            raise IdentificationFailed(IdentityFailureReason.MIXED_UP, detail="sub")
        return _assertion(provider, {**claims, **user_info}, returned.at)


def _discover(provider: Provider, client: Any) -> dict[str, str]:
    """Return the provider's metadata. Raises `IdentificationFailed` if its issuer is not the configured one."""
    issuer = provider.address.rstrip("/") + "/"
    metadata = request_without_token(client, "GET", f"{issuer}{DISCOVERY}")
    endpoints = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(metadata.get("issuer", "")).rstrip("/") + "/" != issuer or not all(
        isinstance(metadata.get(name), str) for name in endpoints
    ):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="discovery")
    return metadata


def _claims(provider: Provider, token: object, keys: dict[str, Any], returned: AuthorizationCallback) -> dict[str, Any]:
    """Return the claims of the ID token after its validation (OIDC Core 3.1.3.7). Raises `IdentificationFailed`."""
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
    # A provider may return a lower level than requested (OIDC Core 3.1.2.1).
    requested_levels = provider.option("acr_values").split()
    if requested_levels and decoded.claims.get("acr") not in requested_levels:
        raise IdentificationFailed(IdentityFailureReason.WEAK, detail="acr")
    return dict(decoded.claims)


def _assertion(provider: Provider, claims: dict[str, Any], at: datetime.datetime) -> IdentityAssertion:
    level = levels.map_level(
        claim_text(claims.get("acr")) if provider.levels else "",
        mapping=provider.levels,
        default=provider.default_level,
    )
    cards = claims.get("idcards")
    card = next((item for item in cards if isinstance(item, dict)), {}) if isinstance(cards, list) else {}
    evidence = {name: claim_text(claims.get(name)) for name in ("txn", "acr", "auth_time")}
    # No `document_number`: a Czech card has nine digits like a Ukrainian one, and equal numbers mean one person.
    evidence["idcard"] = claim_text(card.get("number"))
    return IdentityAssertion(
        provider=provider.code,
        method=ProviderKind.OIDC,
        level=level if level else AssuranceLevel.NONE,
        at=at,
        subject=claim_text(claims["sub"]),
        birth_number=claim_text(claims.get("birthnumber")).replace("/", ""),
        family_name=claim_text(claims.get("family_name")),
        given_name=claim_text(claims.get("given_name")),
        patronymic=claim_text(claims.get("middle_name")),
        born_on=parse_date(claim_text(claims.get("birthdate"))),
        sex={"female": "F", "male": "M"}.get(claim_text(claims.get("gender")), ""),
        phone=claim_text(claims.get("phone_number")),
        email=claim_text(claims.get("email")),
        address=address_answer(claims.get("addresses"), keys=ADDRESS_KEYS),
        evidence={name: text for name, text in evidence.items() if text},
    )
