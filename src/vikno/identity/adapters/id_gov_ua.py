"""The integrated system of electronic identification, id.gov.ua.

What is asked travels in the address, the certificate there URL-encoded twice; failures come with the status 200, some as HTML;
«error 0» of the farewell is its success. Whoever holds the key is `drfocode`; `edrpoucode` is the organisation.
"""

import base64
import contextlib
import datetime
import json
from typing import Any
from urllib.parse import quote

import httpx

from vikno.identity import levels
from vikno.identity.adapters.base import AuthorizationCallback, AuthorizationRequest
from vikno.identity.adapters.oauth_client import authorization_code, open_client, request_without_token
from vikno.identity.assertion import IdentityAssertion, claim_text, normalize_phone, split_person_number
from vikno.identity.envelopes import encryption_certificate, open_envelope
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import Provider, ProviderKind

AUTH_TYPES = "dig_sign,bank_id,mobile_id,diia_id"
FIELDS = (
    "issuer,issuercn,serial,subjectcn,o,title,lastname,middlename,givenname,email,phone,"
    "edrpoucode,drfocode,unzr,isqscd,auth_type"
)


class IdGovUaAdapter:
    """The adapter."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        encryption_certificate(provider)
        with open_client(provider, callback=callback) as client:
            address, _ = client.create_authorization_url(
                f"{provider.address}/", state=state, auth_type=provider.option("auth_type", AUTH_TYPES)
            )
        return AuthorizationRequest(authorization_url=address)

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        code = authorization_code(returned.query)
        with open_client(provider, callback=returned.callback) as client:
            token = _token(provider, client, code)
            try:
                answer = _info(provider, client, token)
            finally:
                _say_goodbye(provider, client, token)
        sealed = answer.get("encryptedUserInfo")
        if not isinstance(sealed, str):
            raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail=_code(answer))
        return _assertion(provider, _told(open_envelope(provider, sealed, at=returned.at).content), returned.at)


def _ask(client: Any, address: str, asked: dict[str, str]) -> dict[str, Any]:
    # Only here are secrets a part of an address: the log of httpx is shut for that reason (conf/logs.py).
    answer = request_without_token(client, "GET", address, params=asked)
    if str(answer.get("error", "0")) != "0":
        raise IdentificationFailed(IdentityFailureReason.CODE_REFUSED, detail=_code(answer))
    return answer


def _code(answer: dict[str, Any]) -> str:
    code = str(answer.get("error", ""))
    return f"error {code}" if code.isalnum() and len(code) < 12 else "no data"


def _token(provider: Provider, client: Any, code: str) -> dict[str, str]:
    secrets = {"client_id": provider.client_id, "client_secret": provider.client_secret}
    asked = {"grant_type": "authorization_code", "code": code, **secrets}
    answer = _ask(client, f"{provider.address}/get-access-token", asked)
    if not answer.get("access_token") or answer.get("user_id") is None:
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="no token")
    return {"access_token": str(answer["access_token"]), "user_id": str(answer["user_id"])}


def _info(provider: Provider, client: Any, token: dict[str, str]) -> dict[str, Any]:
    # httpx encodes once more what is encoded here.
    cert = quote(base64.b64encode(encryption_certificate(provider).der).decode(), safe="")
    return _ask(client, f"{provider.address}/get-user-info", {**token, "fields": FIELDS, "cert": cert})


def _say_goodbye(provider: Provider, client: Any, token: dict[str, str]) -> None:
    """End the session at the provider at once. That it did not end is no reason to turn the person away."""
    with contextlib.suppress(IdentificationFailed, httpx.HTTPError):
        _ask(client, f"{provider.address}/get-user-logout", token)


def _told(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, UnicodeDecodeError):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="content") from None
    if not isinstance(told, dict):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="content")
    return told


def _assertion(provider: Provider, told: dict[str, Any], at: datetime.datetime) -> IdentityAssertion:
    rnokpp, document = split_person_number(claim_text(told.get("drfocode")))
    way = claim_text(told.get("auth_type"))
    edrpou = claim_text(told.get("edrpoucode"))
    # A sole trader's key repeats the person's own number here.
    is_entity = bool(edrpou) and edrpou != rnokpp
    return IdentityAssertion(
        provider=provider.code,
        method=ProviderKind.ID_GOV_UA,
        level=levels.map_level(way if provider.levels else "", by=provider.levels, default=provider.default_level),
        at=at,
        rnokpp=rnokpp,
        unzr=claim_text(told.get("unzr")),
        document_number=document,
        family_name=claim_text(told.get("lastname")),
        given_name=claim_text(told.get("givenname")),
        patronymic=claim_text(told.get("middlename")),
        phone=normalize_phone(claim_text(told.get("phone"))),
        email=claim_text(told.get("email")),
        organization=claim_text(told.get("o")) if is_entity else "",
        edrpou=edrpou if is_entity else "",
        evidence={
            name: claim_text(told.get(name))
            for name in ("auth_type", "issuercn", "serial", "isqscd")
            if claim_text(told.get(name))
        },
    )
