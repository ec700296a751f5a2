"""The integrated system of electronic identification, id.gov.ua.

Requests are query parameters, with the certificate URL-encoded twice; errors come with status 200, some as HTML; «error 0» of the
log-out means success. `drfocode` is the key holder, `edrpoucode` the organisation.
"""

import base64
import contextlib
import datetime
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
    """The adapter of id.gov.ua."""

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
            parameters = {
                "grant_type": "authorization_code",
                "code": code,
                "client_id": provider.client_id,
                "client_secret": provider.client_secret,
            }
            answer = _request(client, f"{provider.address}/get-access-token", parameters)
            if not answer.get("access_token") or answer.get("user_id") is None:
                raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="no token")
            token = {"access_token": str(answer["access_token"]), "user_id": str(answer["user_id"])}
            try:
                # httpx encodes the value a second time.
                cert = quote(base64.b64encode(encryption_certificate(provider).der).decode(), safe="")
                parameters = {**token, "fields": FIELDS, "cert": cert}
                answer = _request(client, f"{provider.address}/get-user-info", parameters)
            finally:
                # A failure to end the session at the provider does not affect the identification.
                with contextlib.suppress(IdentificationFailed, httpx.HTTPError):
                    _request(client, f"{provider.address}/get-user-logout", token)
        sealed = answer.get("encryptedUserInfo")
        if not isinstance(sealed, str):
            raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail=_code(answer))
        user_info = open_envelope(provider, sealed, at=returned.at).json_object()
        return _assertion(provider, user_info, returned.at)


def _request(client: Any, address: str, parameters: dict[str, str]) -> dict[str, Any]:
    # Only this protocol has secrets in an address, so the log of httpx is off (conf/logs.py).
    answer = request_without_token(client, "GET", address, params=parameters)
    if str(answer.get("error", "0")) != "0":
        raise IdentificationFailed(IdentityFailureReason.CODE_REFUSED, detail=_code(answer))
    return answer


def _code(answer: dict[str, Any]) -> str:
    code = str(answer.get("error", ""))
    return f"error {code}" if code.isalnum() and len(code) < 12 else "no data"


def _assertion(provider: Provider, user_info: dict[str, Any], at: datetime.datetime) -> IdentityAssertion:
    rnokpp, document = split_person_number(claim_text(user_info.get("drfocode")))
    auth_type = claim_text(user_info.get("auth_type"))
    edrpou = claim_text(user_info.get("edrpoucode"))
    # The key of a sole trader repeats the person's own number here.
    is_entity = bool(edrpou) and edrpou != rnokpp
    return IdentityAssertion(
        provider=provider.code,
        method=ProviderKind.ID_GOV_UA,
        level=levels.map_level(
            auth_type if provider.levels else "", mapping=provider.levels, default=provider.default_level
        ),
        at=at,
        rnokpp=rnokpp,
        unzr=claim_text(user_info.get("unzr")),
        document_number=document,
        family_name=claim_text(user_info.get("lastname")),
        given_name=claim_text(user_info.get("givenname")),
        patronymic=claim_text(user_info.get("middlename")),
        phone=normalize_phone(claim_text(user_info.get("phone"))),
        email=claim_text(user_info.get("email")),
        organization=claim_text(user_info.get("o")) if is_entity else "",
        edrpou=edrpou if is_entity else "",
        evidence={
            name: claim_text(user_info.get(name))
            for name in ("auth_type", "issuercn", "serial", "isqscd")
            if claim_text(user_info.get(name))
        },
    )
