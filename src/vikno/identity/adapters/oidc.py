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
from vikno.identity.adapters.asking import answer_of, asked_openly, client_of, code_of, take_token
from vikno.identity.adapters.base import Begun, Returned
from vikno.identity.assertion import IdentityAssertion, date_of, known
from vikno.identity.failing import Failed, Reason
from vikno.identity.levels import Level
from vikno.identity.models import Kind, Provider

DISCOVERY = ".well-known/openid-configuration"
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "RS512", "ES384"]
LEEWAY_SECONDS = 60


class OpenId:
    """The adapter."""

    def begin(self, provider: Provider, *, state: str, callback: str, at: datetime.datetime) -> Begun:
        kept = {"nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48)}
        asked = {"acr_values": acr} if (acr := provider.option("acr_values")) else {}
        scope = provider.option("scope", "openid")
        with client_of(provider, callback=callback, scope=scope, code_challenge_method="S256") as client:
            told = _discovered(provider, client)
            address, _ = client.create_authorization_url(
                told["authorization_endpoint"],
                state=state,
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
                **asked,
            )
        return Begun(address=address, secrets=kept)

    def finish(self, provider: Provider, returned: Returned) -> IdentityAssertion:
        code = code_of(returned.query)
        with client_of(provider, callback=returned.callback) as client:
            told = _discovered(provider, client)
            token = take_token(client, told["token_endpoint"], code=code, code_verifier=returned.secrets["verifier"])
            keys = asked_openly(client, "GET", told["jwks_uri"])
            claims = _claims(provider, token.get("id_token"), keys, returned)
            person = _person(provider, client, told, claims)
        return _assertion(provider, {**claims, **person}, returned.at)


def _discovered(provider: Provider, client: Any) -> dict[str, str]:
    """Return where everything is. Raises `Failed` where another issuer answers than the one that is set up."""
    issuer = provider.address.rstrip("/") + "/"
    told = asked_openly(client, "GET", f"{issuer}{DISCOVERY}")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(told.get("issuer", "")).rstrip("/") + "/" != issuer or not all(
        isinstance(told.get(one), str) for one in needed
    ):
        raise Failed(Reason.NONSENSE, detail="discovery")
    return told


def _claims(provider: Provider, token: object, keys: dict[str, Any], returned: Returned) -> dict[str, Any]:
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
        raise Failed(Reason.BAD_SIGNATURE, detail=type(error).__name__) from None
    _require_acr(provider, decoded.claims)
    return dict(decoded.claims)


def _require_acr(provider: Provider, claims: dict[str, Any]) -> None:
    """Refuse what is weaker than was asked for: a provider may answer with less (OIDC Core 3.1.2.1)."""
    wanted = provider.option("acr_values").split()
    if wanted and claims.get("acr") not in wanted:
        raise Failed(Reason.WEAK, detail="acr")


def _person(provider: Provider, client: Any, told: dict[str, str], claims: dict[str, Any]) -> dict[str, Any]:
    """Ask who it is. The answer must be about whom the token is about. Raises `Failed`."""
    path = provider.option("profile")
    address = f"{provider.address.rstrip('/')}/{path}" if path else told.get("userinfo_endpoint", "")
    if not address:
        return {}
    person = answer_of(client.get(address))
    if person.get("sub") != claims["sub"]:
        raise Failed(Reason.MIXED_UP, detail="sub")
    return person


def _assertion(provider: Provider, told: dict[str, Any], at: datetime.datetime) -> IdentityAssertion:
    level = levels.mapped(
        known(told.get("acr")) if provider.levels else "", by=provider.levels, default=provider.default_level
    )
    return IdentityAssertion(
        provider=provider.code,
        method=Kind.OIDC,
        level=level if level else Level.NONE,
        at=at,
        subject=known(told["sub"]),
        birth_number=known(told.get("birthnumber")).replace("/", ""),
        family_name=known(told.get("family_name")),
        given_name=known(told.get("given_name")),
        patronymic=known(told.get("middle_name")),
        born_on=date_of(known(told.get("birthdate"))),
        sex={"female": "F", "male": "M"}.get(known(told.get("gender")), ""),
        phone=known(told.get("phone_number")),
        email=known(told.get("email")),
        address=_address(told.get("addresses")),
        evidence=_evidence(told),
    )


def _evidence(told: dict[str, Any]) -> dict[str, str]:
    """Return what shows where it came from, the identity card too: as `document_number` it would stand for a Ukrainian's.

    A Czech card has nine digits as ours has, and equal numbers mean one person here.
    """
    cards = told.get("idcards")
    card = next((one for one in cards if isinstance(one, dict)), {}) if isinstance(cards, list) else {}
    found = {name: known(told.get(name)) for name in ("txn", "acr", "auth_time")} | {
        "idcard": known(card.get("number"))
    }
    return {name: value for name, value in found.items() if value}


def _address(addresses: object) -> dict[str, str]:
    told = next((one for one in addresses if isinstance(one, dict)), {}) if isinstance(addresses, list) else {}
    names = {"settlement": "city", "street": "street", "house": "buildingapartment", "postcode": "zipcode"}
    return {ours: known(told.get(theirs)) for ours, theirs in names.items() if known(told.get(theirs))}
