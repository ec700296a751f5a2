"""The integrated system of electronic identification, id.gov.ua: the page of ways, the code, the token, the data, the logout.

Follows public clients of the system: parameters travel in the address, failures come as HTTP 200, error «0» means success.
"""

import base64
import json
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from dstu import envelopes
from dstu.certificates import Certificate, read_certificate
from dstu.errors import DstuError
from simulators import choice_page, credentials, pki
from simulators.faults import IdentificationProtocol, ProviderFault
from simulators.grants import Grant, codes, tokens
from simulators.people import INVENTED_PEOPLE

UKRAINIAN_PEOPLE = tuple(person for person in INVENTED_PEOPLE if not person.is_czech)
REQUEST_PARAMETERS = ("client_id", "redirect_uri", "state", "response_type", "auth_type")
AUTH_TYPES = {
    "dig_sign": "Електронний підпис",
    "bank_id": "BankID НБУ",
    "mobile_id": "Mobile ID",
    "diia_id": "Дія.Підпис",
}


@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Show the requested ways to sign in; redirect to the portal with a code after a choice."""
    parameters = {name: (request.POST or request.GET).get(name, "") for name in REQUEST_PARAMETERS}
    if parameters["client_id"] != credentials.load_credentials().client_id or choice_page.refuse_foreign_redirect(
        parameters["redirect_uri"]
    ):
        return HttpResponse("Клієнта не зареєстровано", status=400, content_type="text/plain; charset=utf-8")
    ways = {name: AUTH_TYPES[name] for name in parameters["auth_type"].split(",") if name in AUTH_TYPES} or AUTH_TYPES
    grant = choice_page.read_choice(request, request_parameters=parameters) if request.method == "POST" else None
    if grant is not None and grant.choices["way"] in ways:
        return choice_page.redirect_to_portal(grant)
    title = "Інтегрована система електронної ідентифікації"
    return choice_page.render_choice_page(
        request,
        protocol=IdentificationProtocol.IDGOV,
        title=title,
        request_parameters=parameters,
        people=UKRAINIAN_PEOPLE,
        ways=ways,
        ways_title="Спосіб",
    )


@require_http_methods(["GET", "POST"])
def access_token(request: HttpRequest) -> HttpResponseBase:
    """Return a token for a code, once. The system reads its parameters from the address."""
    ring = credentials.load_credentials()
    parameters = _parameters(request)
    grant = codes.consume(parameters.get("code", ""))
    is_ours = (parameters.get("client_id"), parameters.get("client_secret")) == (ring.client_id, ring.client_secret)
    if grant is None or not is_ours or grant.fault is ProviderFault.EXPIRED_CODE:
        return JsonResponse({"error": 2, "error_description": "code is unknown or used"})
    answer = {"access_token": tokens.add(grant), "token_type": "bearer", "expires_in": 180, "refresh_token": "none"}
    return JsonResponse({**answer, "user_id": _user_id(grant)})


@require_http_methods(["GET", "POST"])
def user_info(request: HttpRequest) -> HttpResponseBase:
    """Return the requested data of the person, encrypted for the certificate in the request, which is URL-encoded twice."""
    parameters = _parameters(request)
    grant = tokens.find(parameters.get("access_token", ""))
    if grant is None or parameters.get("user_id") != str(_user_id(grant)):
        return JsonResponse({"error": 3, "message": "access_token is unknown"})
    if (failure := choice_page.faulty_response(grant.fault)) is not None:
        return failure
    data = user_data(grant, parameters.get("fields", "").split(","))
    if not parameters.get("cert"):
        return JsonResponse(data)
    try:
        # Django has decoded the first encoding.
        recipient = read_certificate(base64.b64decode(unquote(parameters["cert"]), validate=True))
    except (ValueError, DstuError):
        return JsonResponse({"error": 5, "message": "cert cannot be read"})
    return JsonResponse(_encrypted_data(grant, data, recipient))


@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    parameters = _parameters(request)
    if tokens.consume(parameters.get("access_token", "")) is None:
        return JsonResponse({"error": "3", "error_description": "access_token is unknown"})
    return JsonResponse(
        {"error": "0", "error_description": f"Користувача {parameters.get('user_id')} видалено успішно"}
    )


def _parameters(request: HttpRequest) -> dict[str, str]:
    return {**request.GET.dict(), **request.POST.dict()}


def _user_id(grant: Grant) -> int:
    return 1000 + UKRAINIAN_PEOPLE.index(grant.person)


def _encrypted_data(grant: Grant, data: dict[str, Any], recipient: Certificate) -> dict[str, Any]:
    if grant.fault is ProviderFault.NO_ENVELOPE:
        return {"message": "OK"}
    ring = credentials.load_credentials()
    plain = json.dumps(data, ensure_ascii=False).encode()
    # Only some ways have the signature of the system inside the envelope.
    if grant.choices["way"] == "bank_id":
        plain = pki.sign_cms(plain, [ring["idgov-sign"]], at=choice_page.now())
    if grant.fault is ProviderFault.OTHER_KEY:
        recipient = ring.certificate("other-portal")
    return {"encryptedUserInfo": base64.b64encode(envelopes.encrypt(plain, recipient)).decode()}


def user_data(grant: Grant, fields: list[str]) -> dict[str, Any]:
    person, way = grant.person, grant.choices["way"]
    certificate = credentials.person_key_pair(person).certificate
    assert certificate is not None
    facts = {
        "auth_type": way,
        "issuer": certificate.issuer.text,
        "issuercn": certificate.issuer.common_name,
        "serial": f"{certificate.serial_number:X}",
        "subject": certificate.subject.text,
        "subjectcn": person.full_name,
        "lastname": "" if grant.fault is ProviderFault.NO_NAME else person.family_name,
        "givenname": person.given_name,
        "middlename": person.patronymic,
        "email": person.email,
        "phone": person.phone,
        "o": person.organization,
        "title": person.title,
        "edrpoucode": person.edrpou,
        "drfocode": person.rnokpp or person.document_number,
        "unzr": person.unzr,
        "isqscd": "1" if way in ("mobile_id", "diia_id") else "0",
    }
    if way == "bank_id":
        facts |= dict.fromkeys(("issuer", "issuercn", "serial", "isqscd"), "n/a")
    data = {name: facts.get(name) or "n/a" for name in fields if name in facts}
    if grant.fault is ProviderFault.NOTHING_KNOWN:
        return dict.fromkeys(data, "n/a")
    return {"auth_type": way, **data}
