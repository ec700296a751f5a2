"""BankID NBU: a code, a token valid for three minutes, then the client's data, signed by the bank and encrypted for the portal.

By the NBU's specification of the BankID portal (v4): camelCase, no scope, no PKCE, the code is valid once.
"""

import base64
import datetime
from typing import Any

from vikno.identity import levels
from vikno.identity.adapters.base import AuthorizationCallback, AuthorizationRequest
from vikno.identity.adapters.oauth_client import authorization_code, exchange_code, open_client, parse_json_response
from vikno.identity.assertion import (
    IdentityAssertion,
    address_answer,
    claim_text,
    normalize_phone,
    parse_date,
    split_person_number,
)
from vikno.identity.envelopes import OpenedEnvelope, encryption_certificate, open_envelope
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider, ProviderKind

AUTHORIZE_PATH = "/v1/bank/oauth2/authorize"
TOKEN_PATH = "/v1/bank/oauth2/token"  # noqa: S105 - a path
CLIENT_PATH = "/v1/bank/resource/client"
FIELDS = [
    "lastName",
    "firstName",
    "middleName",
    "phone",
    "inn",
    "clId",
    "clIdText",
    "birthDay",
    "sex",
    "email",
    "nationality",
]
ADDRESS = ["country", "state", "area", "city", "street", "houseNo", "flatNo"]
DOCUMENT = ["typeName", "series", "number", "issue", "dateIssue", "dateExpiration", "issueCountryIso2"]
DOCUMENTS = ("idpassport", "passport", "zpassport", "ident")
# Document types that only Ukraine issues.
UKRAINIAN_DOCUMENTS = DOCUMENTS[:3]
UKRAINE = "UA"
# ISO 3166 code of an unknown state.
UNKNOWN_COUNTRY = "ZZ"
# The first letters of the words for a sex, in English or in Ukrainian.
SEX_BY_CODE = {"f": "F", "ж": "F", "m": "M", "м": "M", "ч": "M"}
# The keys of an address in BankID by the keys of an address question in e-forms.
ADDRESS_KEYS = {"settlement": "city", "street": "street", "house": "houseNo", "flat": "flatNo", "postcode": "index"}


class BankIdNbuAdapter:
    """The adapter of BankID NBU."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        encryption_certificate(provider)
        with open_client(provider, callback=callback) as client:
            address, _ = client.create_authorization_url(f"{provider.address}{AUTHORIZE_PATH}", state=state)
        return AuthorizationRequest(authorization_url=address)

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        code = authorization_code(returned.query)
        with open_client(provider, callback=returned.callback) as client:
            exchange_code(client, f"{provider.address}{TOKEN_PATH}", code=code)
            client_request = {
                "type": "physical",
                "cert": base64.b64encode(encryption_certificate(provider).der).decode(),
                "fields": FIELDS,
                "addresses": [{"type": "factual", "fields": ADDRESS}],
                "documents": [{"type": kind, "fields": DOCUMENT} for kind in DOCUMENTS],
            }
            answer = parse_json_response(client.post(f"{provider.address}{CLIENT_PATH}", json=client_request))
        opened = _open_response(provider, answer, returned)
        return _assertion(provider, answer, opened, returned.at)


def _open_response(provider: Provider, answer: dict[str, Any], returned: AuthorizationCallback) -> OpenedEnvelope:
    """Return the opened envelope; its signer must be the responding bank. Raises `IdentificationFailed`."""
    session = f"sidBi {claim_text(answer.get('sidBi'))}"
    if answer.get("state") != "ok" or not isinstance(answer.get("customerCrypto"), str):
        raise IdentificationFailed(IdentityFailureReason.PROVIDER_ERROR, detail=session)
    try:
        sender = answer.get("cert")
        opened = open_envelope(
            provider, answer["customerCrypto"], sender=sender if isinstance(sender, str) else "", at=returned.at
        )
    except IdentificationFailed as failure:
        raise IdentificationFailed(failure.reason, detail=f"{session} {failure.detail}".strip()) from None
    if opened.signer is None:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=f"{session} unsigned")
    # The option `members` names the certificate holder of each bank.
    member = claim_text(answer.get("memberId"))
    holders = provider.options.get("members", {})
    expected = holders.get(member) if isinstance(holders, dict) else None
    signer_names = {opened.signer.subject.organization, opened.signer.edrpou, opened.signer.subject.common_name}
    if holders and (expected is None or expected not in signer_names):
        raise IdentificationFailed(IdentityFailureReason.UNTRUSTED, detail=f"{session} member {member}")
    return opened


def _assertion(
    provider: Provider, answer: dict[str, Any], opened: OpenedEnvelope, at: datetime.datetime
) -> IdentityAssertion:
    client = opened.json_object()
    rnokpp, document_number = split_person_number(claim_text(client.get("inn")))
    listed = client.get("documents")
    documents = [
        document
        for document in (listed if isinstance(listed, list) else [])
        if isinstance(document, dict) and claim_text(document.get("number"))
    ]
    number, country = _document(documents)
    signer = opened.signer
    assert signer is not None
    member = claim_text(answer.get("memberId"))
    # Where levels are configured by bank, an unlisted bank proves nothing.
    default_level = AssuranceLevel.NONE if provider.levels else provider.default_level
    return IdentityAssertion(
        provider=provider.code,
        method=ProviderKind.BANKID_NBU,
        level=levels.map_level(member if provider.levels else "", mapping=provider.levels, default=default_level),
        at=at,
        rnokpp=rnokpp,
        unzr=next(filter(None, (claim_text(document.get("recordEDDR")) for document in documents)), ""),
        document_number=number or document_number,
        document_country=country,
        family_name=claim_text(client.get("lastName")),
        given_name=claim_text(client.get("firstName")),
        patronymic=claim_text(client.get("middleName")),
        born_on=parse_date(claim_text(client.get("birthDay"))),
        sex=SEX_BY_CODE.get(claim_text(client.get("sex")).lower(), ""),
        phone=normalize_phone(claim_text(client.get("phone"))),
        email=claim_text(client.get("email")),
        address=address_answer(client.get("addresses"), keys=ADDRESS_KEYS),
        evidence={
            "memberId": member,
            "sidBi": claim_text(answer.get("sidBi")),
            "clIdText": claim_text(client.get("clIdText")),
            "issuer": signer.issuer.text,
            "serial": f"{signer.serial_number:X}",
        },
    )


def _document(documents: list[dict[str, Any]]) -> tuple[str, str]:
    """Return series and number of the most preferred document, and its issuing country."""
    if not documents:
        return "", ""
    last = len(DOCUMENTS)
    first = min(documents, key=lambda item: DOCUMENTS.index(item["type"]) if item.get("type") in DOCUMENTS else last)
    return f"{claim_text(first.get('series'))}{claim_text(first.get('number'))}".upper(), issuing_country(first)


def issuing_country(document: dict[str, Any]) -> str:
    """Return the issuing country; an empty text for Ukraine."""
    country = claim_text(document.get("issueCountryIso2")).upper()
    if not country:
        return "" if document.get("type") in UKRAINIAN_DOCUMENTS else UNKNOWN_COUNTRY
    if country == UKRAINE:
        return ""
    return country if len(country) == len(UKRAINE) and country.isascii() and country.isalpha() else UNKNOWN_COUNTRY
