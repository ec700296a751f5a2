"""BankID NBU: the list of banks, the code, the token, and the client's data sealed for the portal.

By the NBU's specification of the portal of BankID (v4) and Order 739 of 18.12.2012 (z0108-13) for the envelope.
"""

import base64
import json
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from dstu import envelopes
from dstu.certificates import read_certificate
from dstu.errors import DstuError
from simulators import choice_page, credentials, pki
from simulators.faults import IdentificationProtocol, ProviderFault
from simulators.grants import Grant, codes, tokens
from simulators.people import INVENTED_PEOPLE, InventedPerson

UKRAINIAN_PEOPLE = tuple(one for one in INVENTED_PEOPLE if not one.is_czech)
REQUEST_PARAMETERS = ("client_id", "redirect_uri", "state", "response_type", "bank_id")
TOKEN_SECONDS = 180


@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Show banks and people; a choice leads back with a code. No scope, no PKCE: the protocol has neither."""
    asked = {name: (request.POST or request.GET).get(name, "") for name in REQUEST_PARAMETERS}
    if asked["client_id"] != credentials.load_credentials().client_id or choice_page.refuse_foreign_redirect(
        asked["redirect_uri"]
    ):
        # An unregistered client is not sent back.
        return HttpResponse("Абонента не зареєстровано", status=406, content_type="text/plain; charset=utf-8")
    grant = choice_page.read_choice(request, asked=asked, ways_name="bank") if request.method == "POST" else None
    if grant is not None and grant.choices["bank"] in credentials.BANKS:
        return choice_page.redirect_to_portal(grant)
    banks = (
        {asked["bank_id"]: credentials.BANKS[asked["bank_id"]]}
        if asked["bank_id"] in credentials.BANKS
        else credentials.BANKS
    )
    return choice_page.render_choice_page(
        request,
        protocol=IdentificationProtocol.BANKID,
        title="Система BankID НБУ",
        asked=asked,
        people=UKRAINIAN_PEOPLE,
        ways=banks,
        ways_title="Ваш банк",
    )


@require_POST
def token(request: HttpRequest) -> HttpResponseBase:
    """Give a token for a code, once."""
    grant = codes.consume(request.POST.get("code", ""))
    if grant is None or grant.fault is ProviderFault.EXPIRED_CODE or not _is_ours(request, grant):
        return JsonResponse({"error": "invalid_grant", "error_description": "code is unknown or used"}, status=400)
    answer = {
        "token_type": "bearer",
        "access_token": tokens.add(grant),
        "expires_in": TOKEN_SECONDS,
        "refresh_token": secrets.token_hex(20),
    }
    return JsonResponse(answer)


def _is_ours(request: HttpRequest, grant: Grant) -> bool:
    ring = credentials.load_credentials()
    told = (request.POST.get("client_id", ""), request.POST.get("client_secret", ""))
    return (
        told == (ring.client_id, ring.client_secret)
        and request.POST.get("redirect_uri") == grant.request_parameters["redirect_uri"]
    )


@require_POST
def client(request: HttpRequest) -> HttpResponseBase:
    """Give the client's data: signed by the bank, sealed for the certificate that the portal sends."""
    _, _, word = request.headers.get("Authorization", "").partition("Bearer ")
    grant = tokens.find(word)
    if grant is None:
        return JsonResponse({"error": "invalid_token"}, status=401)
    if (answer := choice_page.faulty_response(grant.fault)) is not None:
        return answer
    try:
        asked = json.loads(request.body)
        recipient = read_certificate(base64.b64decode(asked["cert"], validate=True))
    except (ValueError, KeyError, TypeError, DstuError):
        return JsonResponse({"error": "invalid_request", "error_description": "cert"}, status=400)
    if "key_agreement" not in recipient.key_usage:
        return JsonResponse({"error": "invalid_request", "error_description": "keyAgreement is needed"}, status=400)
    return JsonResponse(_answer(grant, asked, recipient.der))


def _answer(grant: Grant, asked: dict[str, Any], recipient: bytes) -> dict[str, str]:
    bank = grant.choices["bank"]
    ring = credentials.load_credentials()
    answer = {
        "state": "error" if grant.fault is ProviderFault.NOT_OK else "ok",
        "cert": base64.b64encode(ring.certificate(f"{bank}-agree").der).decode(),
        "customerCrypto": base64.b64encode(_sealed(grant, asked, recipient)).decode(),
        "memberId": bank,
        "sidBi": secrets.token_hex(16),
    }
    if grant.fault is ProviderFault.NO_ENVELOPE:
        del answer["customerCrypto"]
    return answer


def _sealed(grant: Grant, asked: dict[str, Any], recipient: bytes) -> bytes:
    """Return the envelope: agreed with the bank's key (the static mechanism), the bank's signature inside."""
    ring = credentials.load_credentials()
    bank = grant.choices["bank"]
    plain = json.dumps(client_data(grant, asked), ensure_ascii=False).encode()
    whose = ring.certificate("other-portal") if grant.fault is ProviderFault.OTHER_KEY else read_certificate(recipient)
    return envelopes.encrypt(_signed(grant, plain, bank), whose, sender=ring[f"{bank}-agree"])


def _signed(grant: Grant, plain: bytes, bank: str) -> bytes:
    if grant.fault is ProviderFault.UNSIGNED:
        return plain
    ring = credentials.load_credentials()
    other = next(one for one in credentials.BANKS if one != bank)
    signers = {ProviderFault.STRANGER: ring["stranger"], ProviderFault.OTHER_BANK: ring[f"{other}-sign"]}
    signed = pki.sign_cms(plain, [signers.get(grant.fault, ring[f"{bank}-sign"])], at=choice_page.now())
    if grant.fault is ProviderFault.BROKEN_SIGNATURE:
        at = signed.index(plain)
        return signed[: at + 2] + b"\xff" + signed[at + 3 :]
    return signed


def client_data(grant: Grant, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the bank knows of what was asked, with «n/a» where it knows nothing, as banks write it."""
    facts = _facts(grant.person)
    wanted = [name for name in asked.get("fields", []) if isinstance(name, str)]
    data: dict[str, Any] = {"type": "physical", **{name: facts.get(name, "n/a") or "n/a" for name in wanted}}
    if grant.fault is ProviderFault.NO_NAME:
        data.pop("lastName", None)
    if grant.fault is ProviderFault.NOTHING_KNOWN:
        return dict.fromkeys(data, "n/a") | {"type": "physical"}
    person = grant.person
    if asked.get("addresses") and person.address:
        data["addresses"] = [{"type": "factual", "country": "UA", **person.address}]
    if asked.get("documents") and person.document_number:
        data["documents"] = [_document(person)]
    return _as_foreigner(data) if grant.fault is ProviderFault.FOREIGN_PASSPORT else data


def _as_foreigner(data: dict[str, Any]) -> dict[str, Any]:
    """Return the same numbers as those of somebody whose passport another state has issued."""
    documents = [{**one, "type": "ident", "issueCountryIso2": "PL"} for one in data.get("documents", [])]
    for one in documents:
        one.pop("recordEDDR", None)
    return {**data, "inn": "n/a", "nationality": "PL", "documents": documents}


def _facts(person: InventedPerson) -> dict[str, str]:
    at = choice_page.now()
    return {
        "lastName": person.family_name,
        "firstName": person.given_name,
        "middleName": person.patronymic,
        "phone": person.phone.removeprefix("+"),
        # Who has refused a number is written down by the passport.
        "inn": person.rnokpp or person.document_number,
        "clId": f"{person.key}-{person.document_number}",
        "clIdText": f"Інформація надана з використанням Системи BankID НБУ {at:%d.%m.%Y %H:%M}",
        "birthDay": f"{person.born_on:%d.%m.%Y}",
        "sex": "F" if person.is_woman else "M",
        "email": person.email,
        "nationality": "UA",
        "uaResident": "1",
    }


def _document(person: InventedPerson) -> dict[str, str]:
    if person.document_number.isdecimal():
        card = {"type": "idpassport", "typeName": "ID-картка", "series": "n/a", "number": person.document_number}
        return card | {"issue": "0001", "dateIssue": "01.02.2020", "issueCountryIso2": "UA", "recordEDDR": person.unzr}
    series, number = person.document_number[:2], person.document_number[2:]
    return {"type": "passport", "typeName": "Паспорт", "series": series, "number": number, "issueCountryIso2": "UA"}
