"""An OpenID provider like the Czech Bank iD: discovery, keys, code with PKCE, ID token, /userinfo, /profile.

OpenID Connect Core 1.0, RFC 7636; the claims of /profile by Bank iD for SeP.
"""

import base64
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from joserfc import jwt
from joserfc.jwk import RSAKey

from simulators import choice_page, credentials, settings
from simulators.faults import IdentificationProtocol, ProviderFault
from simulators.grants import Grant, codes, tokens
from simulators.people import INVENTED_PEOPLE, InventedPerson

REQUEST_PARAMETERS = (
    "client_id",
    "redirect_uri",
    "state",
    "nonce",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "acr_values",
)
TOKEN_SECONDS = 180
_NAMESPACE = uuid.UUID("6d5c3f0e-7c44-4a0c-9d0e-5f1a2b3c4d5e")


def issuer() -> str:
    return f"{settings.OWN_URL}/oidc/"


@require_GET
def discovery(request: HttpRequest) -> HttpResponse:
    own = issuer()
    return JsonResponse(
        {
            "issuer": own,
            "authorization_endpoint": f"{own}auth",
            "token_endpoint": f"{own}token",
            "userinfo_endpoint": f"{own}userinfo",
            "profile_endpoint": f"{own}profile",
            "jwks_uri": f"{own}.well-known/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": ["loa3"],
            "scopes_supported": ["openid", "profile.name", "profile.birthdate", "profile.birthnumber", "profile.email"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }
    )


@require_GET
def jwks(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"keys": [credentials.token_key().as_dict(private=False, use="sig", alg="RS256")]})


@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    parameters = {name: (request.POST or request.GET).get(name, "") for name in REQUEST_PARAMETERS}
    if parameters["client_id"] != credentials.load_credentials().client_id or choice_page.refuse_foreign_redirect(
        parameters["redirect_uri"]
    ):
        return HttpResponse("unknown client", status=400, content_type="text/plain")
    grant = choice_page.read_choice(request, request_parameters=parameters) if request.method == "POST" else None
    if grant is not None:
        return choice_page.redirect_to_portal(grant)
    # Czech people come first: Bank iD is their way to sign in.
    people = tuple(sorted(INVENTED_PEOPLE, key=lambda person: not person.is_czech))
    return choice_page.render_choice_page(
        request,
        protocol=IdentificationProtocol.OIDC,
        title="OpenID: тестовий Bank iD",
        request_parameters=parameters,
        people=people,
    )


@require_POST
def token(request: HttpRequest) -> HttpResponseBase:
    grant = codes.consume(request.POST.get("code", ""))
    if grant is None or grant.fault is ProviderFault.EXPIRED_CODE or not _is_proven_client(request, grant):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    answer = {"access_token": tokens.add(grant), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
    return JsonResponse({**answer, "scope": grant.request_parameters["scope"], "id_token": _id_token(grant)})


def _is_proven_client(request: HttpRequest, grant: Grant) -> bool:
    """Check that the grant's client sends the request: its secret, redirect address and PKCE verifier."""
    ring = credentials.load_credentials()
    digest = hashlib.sha256(request.POST.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    kind, _, basic = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        client_id, _, secret = base64.b64decode(basic).decode().partition(":")
    else:
        client_id, secret = request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    return (
        (client_id, secret) == (ring.client_id, ring.client_secret)
        and request.POST.get("redirect_uri") == grant.request_parameters["redirect_uri"]
        and challenge == grant.request_parameters["code_challenge"]
    )


def _id_token(grant: Grant) -> str:
    at = int(choice_page.now().timestamp())
    parameters = grant.request_parameters
    claims = {
        "iss": f"{issuer()}other/" if grant.fault is ProviderFault.OTHER_ISSUER else issuer(),
        "aud": "another-portal" if grant.fault is ProviderFault.OTHER_AUDIENCE else parameters["client_id"],
        "sub": _subject(grant.person),
        "nonce": "made-up" if grant.fault is ProviderFault.OTHER_NONCE else parameters["nonce"],
        "acr": "loa2" if grant.fault is ProviderFault.LOW_LEVEL else "loa3",
        "iat": at - 7200 if grant.fault is ProviderFault.OLD_TOKEN else at,
        "exp": at - 3600 if grant.fault is ProviderFault.OLD_TOKEN else at + TOKEN_SECONDS,
        "auth_time": at,
    }
    key = RSAKey.generate_key(2048) if grant.fault is ProviderFault.FORGED_TOKEN else credentials.token_key()
    return jwt.encode({"alg": "RS256", "kid": credentials.token_key().kid}, claims, key)


def _subject(person: InventedPerson) -> str:
    return str(uuid.uuid5(_NAMESPACE, person.key))


@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponseBase:
    return _claims_response(request, _userinfo)


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    return _claims_response(request, _profile)


def _claims_response(request: HttpRequest, claims: Callable[[Grant], dict[str, Any]]) -> HttpResponseBase:
    _, _, word = request.headers.get("Authorization", "").partition("Bearer ")
    grant = tokens.find(word)
    if grant is None:
        return JsonResponse({"error": "invalid_token"}, status=401)
    return choice_page.faulty_response(grant.fault) or JsonResponse(claims(grant))


def _userinfo(grant: Grant) -> dict[str, Any]:
    person = grant.person
    subject = str(uuid.uuid5(_NAMESPACE, "nobody")) if grant.fault is ProviderFault.OTHER_SUBJECT else _subject(person)
    claims = {
        "sub": subject,
        "txn": str(uuid.uuid4()),
        "given_name": person.given_name,
        "family_name": "" if grant.fault is ProviderFault.NO_NAME else person.family_name,
        "middle_name": person.patronymic,
        "gender": "female" if person.is_woman else "male",
        "birthdate": person.born_on.isoformat(),
        "email": person.email,
        "email_verified": bool(person.email),
        "phone_number": person.phone,
        "locale": "cs_CZ" if person.is_czech else "uk_UA",
    }
    return {name: value for name, value in claims.items() if value != ""}


def _profile(grant: Grant) -> dict[str, Any]:
    person = grant.person
    claims: dict[str, Any] = {"majority": True, "primary_nationality": "CZ" if person.is_czech else "UA"}
    if person.birth_number:
        claims["birthnumber"] = person.birth_number
    if person.is_czech:
        address = {
            "type": "PERMANENT_RESIDENCE",
            "country": "CZ",
            "street": person.address["street"],
            "buildingapartment": person.address["houseNo"],
            "city": person.address["city"],
            "zipcode": person.address["postcode"],
        }
        card = {"type": "ID", "number": person.document_number, "country": "CZ", "valid_to": "2031-01-01"}
        claims |= {"addresses": [address], "idcards": [card]}
    return _userinfo(grant) | claims
