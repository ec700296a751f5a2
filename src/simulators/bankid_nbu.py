"""BankID NBU: the list of banks, the code, the token, and the client's data encrypted for the portal.

Follows the NBU's BankID specification for portals (v4) and Order 739 of 18.12.2012 (z0108-13) for the envelope.
"""

import base64
import json
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from dstu import envelopes
from dstu.certificates import Certificate, read_certificate
from dstu.errors import DstuError
from simulators import choice_page, credentials, pki
from simulators.faults import IdentificationProtocol, ProviderFault
from simulators.grants import Grant, codes, tokens
from simulators.people import INVENTED_PEOPLE, InventedPerson

UKRAINIAN_PEOPLE = tuple(person for person in INVENTED_PEOPLE if not person.is_czech)
REQUEST_PARAMETERS = ("client_id", "redirect_uri", "state", "response_type", "bank_id")
TOKEN_SECONDS = 180


@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Show banks and people; redirect to the portal with a code after a choice. The protocol has no scope and no PKCE."""
    parameters = {name: (request.POST or request.GET).get(name, "") for name in REQUEST_PARAMETERS}
    if parameters["client_id"] != credentials.load_credentials().client_id or choice_page.refuse_foreign_redirect(
        parameters["redirect_uri"]
    ):
        # The protocol does not redirect for an unregistered client.
        return HttpResponse("Абонента не зареєстровано", status=406, content_type="text/plain; charset=utf-8")
    grant = None
    if request.method == "POST":
        grant = choice_page.read_choice(request, request_parameters=parameters, ways_name="bank")
    if grant is not None and grant.choices["bank"] in credentials.BANKS:
        return choice_page.redirect_to_portal(grant)
    bank = parameters["bank_id"]
    banks = {bank: credentials.BANKS[bank]} if bank in credentials.BANKS else credentials.BANKS
    return choice_page.render_choice_page(
        request,
        protocol=IdentificationProtocol.BANKID,
        title="Система BankID НБУ",
        request_parameters=parameters,
        people=UKRAINIAN_PEOPLE,
        ways=banks,
        ways_title="Ваш банк",
    )


@require_POST
def token(request: HttpRequest) -> HttpResponseBase:
    """Return a token for a code, once."""
    ring = credentials.load_credentials()
    grant = codes.consume(request.POST.get("code", ""))
    if (
        grant is None
        or grant.fault is ProviderFault.EXPIRED_CODE
        or request.POST.get("client_id", "") != ring.client_id
        or request.POST.get("client_secret", "") != ring.client_secret
        or request.POST.get("redirect_uri") != grant.request_parameters["redirect_uri"]
    ):
        return JsonResponse({"error": "invalid_grant", "error_description": "code is unknown or used"}, status=400)
    answer = {
        "token_type": "bearer",
        "access_token": tokens.add(grant),
        "expires_in": TOKEN_SECONDS,
        "refresh_token": secrets.token_hex(20),
    }
    return JsonResponse(answer)


@require_POST
def client(request: HttpRequest) -> HttpResponseBase:
    """Return the client's data: signed by the bank, encrypted for the certificate that the portal sends."""
    _, _, word = request.headers.get("Authorization", "").partition("Bearer ")
    grant = tokens.find(word)
    if grant is None:
        return JsonResponse({"error": "invalid_token"}, status=401)
    if (failure := choice_page.faulty_response(grant.fault)) is not None:
        return failure
    try:
        query = json.loads(request.body)
        recipient = read_certificate(base64.b64decode(query["cert"], validate=True))
    except (ValueError, KeyError, TypeError, DstuError):
        return JsonResponse({"error": "invalid_request", "error_description": "cert"}, status=400)
    if "key_agreement" not in recipient.key_usage:
        return JsonResponse({"error": "invalid_request", "error_description": "keyAgreement is needed"}, status=400)
    bank = grant.choices["bank"]
    answer = {
        "state": "error" if grant.fault is ProviderFault.NOT_OK else "ok",
        "cert": base64.b64encode(credentials.load_credentials().certificate(f"{bank}-agree").der).decode(),
        "memberId": bank,
        "sidBi": secrets.token_hex(16),
    }
    if grant.fault is not ProviderFault.NO_ENVELOPE:
        answer["customerCrypto"] = base64.b64encode(_encrypted_data(grant, query, recipient)).decode()
    return JsonResponse(answer)


def _encrypted_data(grant: Grant, query: dict[str, Any], recipient: Certificate) -> bytes:
    """Return the envelope: encrypted with the bank's key agreement key (static mechanism), the bank's signature inside."""
    ring = credentials.load_credentials()
    bank = grant.choices["bank"]
    plain = json.dumps(client_data(grant, query), ensure_ascii=False).encode()
    if grant.fault is ProviderFault.OTHER_KEY:
        recipient = ring.certificate("other-portal")
    return envelopes.encrypt(_signed_data(grant, plain, bank), recipient, sender=ring[f"{bank}-agree"])


def _signed_data(grant: Grant, plain: bytes, bank: str) -> bytes:
    if grant.fault is ProviderFault.UNSIGNED:
        return plain
    ring = credentials.load_credentials()
    other_bank = next(code for code in credentials.BANKS if code != bank)
    signers = {ProviderFault.STRANGER: ring["stranger"], ProviderFault.OTHER_BANK: ring[f"{other_bank}-sign"]}
    signed = pki.sign_cms(plain, [signers.get(grant.fault, ring[f"{bank}-sign"])], at=choice_page.now())
    if grant.fault is ProviderFault.BROKEN_SIGNATURE:
        at = signed.index(plain)
        return signed[: at + 2] + b"\xff" + signed[at + 3 :]
    return signed


def client_data(grant: Grant, query: dict[str, Any]) -> dict[str, Any]:
    """Return the queried data of the person, with «n/a» for unknown fields, as banks write it."""
    facts = _facts(grant.person)
    names = [name for name in query.get("fields", []) if isinstance(name, str)]
    data: dict[str, Any] = {"type": "physical", **{name: facts.get(name, "n/a") or "n/a" for name in names}}
    if grant.fault is ProviderFault.NO_NAME:
        data.pop("lastName", None)
    if grant.fault is ProviderFault.NOTHING_KNOWN:
        return dict.fromkeys(data, "n/a") | {"type": "physical"}
    person = grant.person
    if query.get("addresses") and person.address:
        data["addresses"] = [{"type": "factual", "country": "UA", **person.address}]
    if query.get("documents") and person.document_number:
        data["documents"] = [_document(person)]
    if grant.fault is ProviderFault.FOREIGN_PASSPORT:
        # The numbers stay the same, but another state has issued the passport.
        documents = [{**document, "type": "ident", "issueCountryIso2": "PL"} for document in data.get("documents", [])]
        for document in documents:
            document.pop("recordEDDR", None)
        data |= {"inn": "n/a", "nationality": "PL", "documents": documents}
    return data


def _facts(person: InventedPerson) -> dict[str, str]:
    at = choice_page.now()
    return {
        "lastName": person.family_name,
        "firstName": person.given_name,
        "middleName": person.patronymic,
        "phone": person.phone.removeprefix("+"),
        # The passport number replaces a refused tax number.
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
