"""Diia.Signature: the acquirer's token, the signing request, a page in place of the application, the callback with signatures.

Follows public clients of Diia's API for acquirers. Only the signatures authenticate the callback.
"""

import base64
import binascii
import json
from collections.abc import Mapping

import httpx
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dstu import digests
from simulators import choice_page, credentials, pki, settings
from simulators.faults import IdentificationProtocol, ProviderFault
from simulators.grants import Grant, GrantStore
from simulators.people import INVENTED_PEOPLE

UKRAINIAN_PEOPLE = tuple(person for person in INVENTED_PEOPLE if not person.is_czech)
ALGORITHMS = {"DSTU": "gost34311", "ECDSA": "sha256"}
CALLBACK_SECONDS = 20
signing_requests = GrantStore()
acquirer_sessions = GrantStore()


@require_GET
def acquirer(request: HttpRequest, word: str) -> HttpResponseBase:
    """Return a session token to the acquirer with this token."""
    if word != credentials.load_credentials().client_secret:
        return JsonResponse({"name": "UnauthorizedError", "message": "unknown acquirer"}, status=401)
    return JsonResponse({"token": acquirer_sessions.add(Grant(person=INVENTED_PEOPLE[0]))})


@require_POST
def offer_request(request: HttpRequest, branch: str) -> HttpResponseBase:
    """Accept digests of files to sign; answer with the link that opens the application."""
    _, _, word = request.headers.get("Authorization", "").partition("Bearer ")
    if acquirer_sessions.find(word) is None:
        return JsonResponse({"name": "UnauthorizedError", "message": "session"}, status=401)
    try:
        query = json.loads(request.body)
        listed = query["data"]["hashedFilesSigning"]["hashedFiles"]
        files = [(str(file["fileName"]), _parse_digest(file["fileHash"])) for file in listed]
        request_id, algorithm = str(query["requestId"]), query.get("signAlgo", "DSTU")
    except (ValueError, KeyError, TypeError, binascii.Error):
        return JsonResponse({"name": "ValidationError", "message": "data.hashedFilesSigning.hashedFiles"}, status=400)
    if algorithm not in ALGORITHMS or any(len(digest) != 32 for _, digest in files):
        return JsonResponse({"name": "ValidationError", "message": "signAlgo, fileHash"}, status=400)
    parameters = {"requestId": request_id, "signAlgo": algorithm, "returnLink": str(query.get("returnLink", ""))}
    digests_by_name = {name: digest.hex() for name, digest in files}
    signing_request = Grant(person=INVENTED_PEOPLE[0], request_parameters=parameters, choices=digests_by_name)
    return JsonResponse({"deeplink": f"{settings.OWN_URL}/diia/app/{signing_requests.add(signing_request)}"})


def _parse_digest(text: str) -> bytes:
    """Parse a digest in base64, or in hexadecimal as some sources write it."""
    return bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)


@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, word: str) -> HttpResponse:
    """Act as the application on the phone: show the files to sign, sign them, send the signatures to the portal."""
    signing_request = signing_requests.find(word)
    if signing_request is None:
        raise Http404
    parameters = signing_request.request_parameters
    grant = choice_page.read_choice(request, request_parameters=parameters) if request.method == "POST" else None
    if grant is None:
        title = "Дія.Підпис: " + ", ".join(signing_request.choices)
        return choice_page.render_choice_page(
            request, protocol=IdentificationProtocol.DIIA, title=title, request_parameters={}, people=UKRAINIAN_PEOPLE
        )
    signing_requests.consume(word)
    portal_answer = "" if grant.fault is ProviderFault.REFUSED else _send_signatures(grant, signing_request.choices)
    back = parameters["returnLink"] or settings.PORTAL_URL
    return render(request, "signed.html", {"title": "Дія.Підпис", "portal_answer": portal_answer, "back": back})


def _send_signatures(grant: Grant, digests_by_name: Mapping[str, str]) -> str:
    """Send the signatures to the portal as the application does; return the status of the answer or the name of the error."""
    no_request = grant.fault is ProviderFault.NO_REQUEST
    request_id = "unknown-request" if no_request else grant.request_parameters["requestId"]
    items = [{"name": name, "signature": _signature(grant, digest)} for name, digest in digests_by_name.items()]
    packed = base64.b64encode(json.dumps({"signedItems": items}).encode()).decode()
    headers = {"X-Document-Request-Trace-Id": request_id, "X-Diia-Id-Action": "hashedFilesSigning"}
    try:
        answer = httpx.post(
            settings.DIIA_CALLBACK, files={"encodeData": (None, packed)}, headers=headers, timeout=CALLBACK_SECONDS
        )
    except httpx.HTTPError as error:
        return type(error).__name__
    return str(answer.status_code)


def _signature(grant: Grant, digest: str) -> str:
    algorithm = ALGORITHMS[grant.request_parameters["signAlgo"]]
    value = bytes.fromhex(digest)
    if grant.fault is ProviderFault.OTHER_DOCUMENT:
        value = digests.new(algorithm, b"another document").digest()
    pair = (
        credentials.untrusted_key_pair(grant.person)
        if grant.fault is ProviderFault.STRANGER
        else credentials.person_key_pair(grant.person)
    )
    signature = pki.sign_cms(b"", [pair], at=choice_page.now(), digest=algorithm, detached=True, content_digest=value)
    return base64.b64encode(signature).decode()
