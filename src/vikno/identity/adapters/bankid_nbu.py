"""BankID NBU: a code, a token for three minutes, then the client's data, signed by the bank and sealed for the portal.

By the NBU's specification of the portal of BankID (v4): camelCase, no scope, no PKCE, the code is good once.
"""

import base64
import datetime
import json
from typing import Any

from vikno.identity import levels
from vikno.identity.adapters.base import AuthorizationCallback, AuthorizationRequest
from vikno.identity.adapters.oauth_client import authorization_code, exchange_code, open_client, parse_json_response
from vikno.identity.assertion import IdentityAssertion, claim_text, normalize_phone, parse_date, split_person_number
from vikno.identity.envelopes import OpenedEnvelope, encryption_certificate, open_envelope
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider, ProviderKind

AUTHORIZE, TOKEN, CLIENT = "/v1/bank/oauth2/authorize", "/v1/bank/oauth2/token", "/v1/bank/resource/client"
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
# What only Ukraine issues, and how ISO 3166 writes a state that nobody knows.
UKRAINIAN, UKRAINE, UNKNOWN = DOCUMENTS[:3], "UA", "ZZ"


class BankIdNbuAdapter:
    """The adapter."""

    def create_authorization_request(
        self, provider: Provider, *, state: str, callback: str, at: datetime.datetime
    ) -> AuthorizationRequest:
        encryption_certificate(provider)
        with open_client(provider, callback=callback) as client:
            address, _ = client.create_authorization_url(f"{provider.address}{AUTHORIZE}", state=state)
        return AuthorizationRequest(authorization_url=address)

    def handle_callback(self, provider: Provider, returned: AuthorizationCallback) -> IdentityAssertion:
        code = authorization_code(returned.query)
        with open_client(provider, callback=returned.callback) as client:
            exchange_code(client, f"{provider.address}{TOKEN}", code=code)
            answer = parse_json_response(client.post(f"{provider.address}{CLIENT}", json=_asked(provider)))
        opened = _opened(provider, answer, returned)
        return _assertion(provider, answer, _client(opened), opened, returned.at)


def _asked(provider: Provider) -> dict[str, Any]:
    return {
        "type": "physical",
        "cert": base64.b64encode(encryption_certificate(provider).der).decode(),
        "fields": FIELDS,
        "addresses": [{"type": "factual", "fields": ADDRESS}],
        "documents": [{"type": kind, "fields": DOCUMENT} for kind in DOCUMENTS],
    }


def _opened(provider: Provider, answer: dict[str, Any], returned: AuthorizationCallback) -> OpenedEnvelope:
    """Open the envelope; the bank must have signed what is in it, and be the bank that answers. Raises `Failed`."""
    session = f"sidBi {claim_text(answer.get('sidBi'))}"
    if answer.get("state") != "ok" or not isinstance(answer.get("customerCrypto"), str):
        raise IdentificationFailed(IdentityFailureReason.PROVIDER_ERROR, detail=session)
    try:
        sender = answer.get("cert")
        opened = open_envelope(
            provider, answer["customerCrypto"], sender=sender if isinstance(sender, str) else "", at=returned.at
        )
    except IdentificationFailed as failed:
        raise IdentificationFailed(failed.reason, detail=f"{session} {failed.detail}".strip()) from None
    if opened.signer is None:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=f"{session} unsigned")
    _require_bank(provider, claim_text(answer.get("memberId")), opened, session)
    return opened


def _require_bank(provider: Provider, member: str, opened: OpenedEnvelope, session: str) -> None:
    """Refuse data that another bank has signed: the option `members` says what the holders of banks are called."""
    assert opened.signer is not None
    holders = provider.options.get("members", {})
    expected = holders.get(member) if isinstance(holders, dict) else None
    named = {opened.signer.subject.organization, opened.signer.edrpou, opened.signer.subject.common_name}
    if holders and (expected is None or expected not in named):
        raise IdentificationFailed(IdentityFailureReason.UNTRUSTED, detail=f"{session} member {member}")


def _client(opened: OpenedEnvelope) -> dict[str, Any]:
    try:
        told = json.loads(opened.content)
    except (ValueError, UnicodeDecodeError):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="content") from None
    if not isinstance(told, dict):
        raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="content")
    return told


def _assertion(
    provider: Provider, answer: dict[str, Any], told: dict[str, Any], opened: OpenedEnvelope, at: datetime.datetime
) -> IdentityAssertion:
    rnokpp, instead = split_person_number(claim_text(told.get("inn")))
    documents = [one for one in _listed(told, "documents") if claim_text(one.get("number"))]
    number, country = _document(documents)
    signer = opened.signer
    assert signer is not None
    member = claim_text(answer.get("memberId"))
    return IdentityAssertion(
        provider=provider.code,
        method=ProviderKind.BANKID_NBU,
        level=_level(provider, member),
        at=at,
        rnokpp=rnokpp,
        unzr=next((claim_text(one.get("recordEDDR")) for one in documents if claim_text(one.get("recordEDDR"))), ""),
        document_number=number or instead,
        document_country=country,
        family_name=claim_text(told.get("lastName")),
        given_name=claim_text(told.get("firstName")),
        patronymic=claim_text(told.get("middleName")),
        born_on=parse_date(claim_text(told.get("birthDay"))),
        sex=_sex(claim_text(told.get("sex"))),
        phone=normalize_phone(claim_text(told.get("phone"))),
        email=claim_text(told.get("email")),
        address=_address(_listed(told, "addresses")),
        evidence={
            "memberId": member,
            "sidBi": claim_text(answer.get("sidBi")),
            "clIdText": claim_text(told.get("clIdText")),
            "issuer": signer.issuer.text,
            "serial": f"{signer.serial_number:X}",
        },
    )


def _listed(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = told.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _level(provider: Provider, member: str) -> AssuranceLevel:
    """Return the level of a bank. Where banks are listed, one that is not in the list proves nothing."""
    if provider.levels:
        return levels.map_level(member, by=provider.levels, default=AssuranceLevel.NONE)
    return levels.map_level("", by={}, default=provider.default_level)


def _document(documents: list[dict[str, Any]]) -> tuple[str, str]:
    """Return series and number of the first document, by the order in which they are preferred, and whose it is."""
    ordered = sorted(documents, key=lambda one: DOCUMENTS.index(one["type"]) if one.get("type") in DOCUMENTS else 9)
    for one in ordered:
        return f"{claim_text(one.get('series'))}{claim_text(one.get('number'))}".upper(), issuing_country(one)
    return "", ""


def issuing_country(document: dict[str, Any]) -> str:
    """Return which state issued it; an empty text for Ukraine."""
    told = claim_text(document.get("issueCountryIso2")).upper()
    if not told:
        return "" if document.get("type") in UKRAINIAN else UNKNOWN
    if told == UKRAINE:
        return ""
    return told if len(told) == len(UKRAINE) and told.isascii() and told.isalpha() else UNKNOWN


def _sex(told: str) -> str:
    return {"f": "F", "ж": "F", "m": "M", "м": "M", "ч": "M"}.get(told.lower(), "")


def _address(addresses: list[dict[str, Any]]) -> dict[str, str]:
    """Return an address by the names that an e-form's question of an address has."""
    told = next(iter(addresses), {})
    names = {"settlement": "city", "street": "street", "house": "houseNo", "flat": "flatNo", "postcode": "index"}
    return {ours: claim_text(told.get(theirs)) for ours, theirs in names.items() if claim_text(told.get(theirs))}
