"""Diia.Signature: the acquirer's token, the request to sign, the «application» on its own page, the callback with signatures.

By public clients of Diia's API for acquirers. The callback carries no proof but the signatures themselves.
"""

import base64
import binascii
import json
from typing import Any

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

UKRAINIAN_PEOPLE = tuple(one for one in INVENTED_PEOPLE if not one.is_czech)
ALGORITHMS = {"DSTU": "gost34311", "ECDSA": "sha256"}
CALLBACK_SECONDS = 20
signing_requests = GrantStore()
acquirer_sessions = GrantStore()


@require_GET
def acquirer(request: HttpRequest, word: str) -> HttpResponseBase:
    """Give a session to the acquirer whose token this is."""
    if word != credentials.load_credentials().client_secret:
        return JsonResponse({"name": "UnauthorizedError", "message": "unknown acquirer"}, status=401)
    return JsonResponse({"token": acquirer_sessions.add(Grant(person=INVENTED_PEOPLE[0]))})


@require_POST
def offer_request(request: HttpRequest, branch: str) -> HttpResponseBase:
    """Take digests of files to be signed; answer with the link that opens the application."""
    _, _, word = request.headers.get("Authorization", "").partition("Bearer ")
    if acquirer_sessions.find(word) is None:
        return JsonResponse({"name": "UnauthorizedError", "message": "session"}, status=401)
    try:
        asked = json.loads(request.body)
        files = _files(asked)
        request_id, algorithm = str(asked["requestId"]), asked.get("signAlgo", "DSTU")
    except (ValueError, KeyError, TypeError, binascii.Error):
        return JsonResponse({"name": "ValidationError", "message": "data.hashedFilesSigning.hashedFiles"}, status=400)
    if algorithm not in ALGORITHMS or any(len(digest) != 32 for _, digest in files):
        return JsonResponse({"name": "ValidationError", "message": "signAlgo, fileHash"}, status=400)
    told = {"requestId": request_id, "signAlgo": algorithm, "returnLink": str(asked.get("returnLink", ""))}
    kept = Grant(
        person=INVENTED_PEOPLE[0], request_parameters=told, choices={name: digest.hex() for name, digest in files}
    )
    return JsonResponse({"deeplink": f"{settings.OWN_URL}/diia/app/{signing_requests.add(kept)}"})


def _files(asked: dict[str, Any]) -> list[tuple[str, bytes]]:
    listed = asked["data"]["hashedFilesSigning"]["hashedFiles"]
    return [(str(one["fileName"]), _digest(one["fileHash"])) for one in listed]


def _digest(text: str) -> bytes:
    """Read a digest in base64, or in hexadecimal as some sources write it."""
    return bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)


@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, word: str) -> HttpResponse:
    """Stand in for the application on the phone: show what is to be signed, sign it, bring it to the portal."""
    kept = signing_requests.find(word)
    if kept is None:
        raise Http404
    grant = choice_page.read_choice(request, asked=kept.request_parameters) if request.method == "POST" else None
    if grant is None:
        title = "Дія.Підпис: " + ", ".join(kept.choices)
        return choice_page.render_choice_page(
            request, protocol=IdentificationProtocol.DIIA, title=title, asked={}, people=UKRAINIAN_PEOPLE
        )
    signing_requests.consume(word)
    said = "" if grant.fault is ProviderFault.REFUSED else _bring(grant, kept)
    page = {"title": "Дія.Підпис", "said": said, "back": kept.request_parameters["returnLink"] or settings.PORTAL_URL}
    return render(request, "signed.html", page)


def _bring(grant: Grant, kept: Grant) -> str:
    """Take the signatures to the portal as the application does; return what the portal answered."""
    request_id = "unknown-request" if grant.fault is ProviderFault.NO_REQUEST else kept.request_parameters["requestId"]
    items = [{"name": name, "signature": _signature(grant, name, digest)} for name, digest in kept.choices.items()]
    packed = base64.b64encode(json.dumps({"signedItems": items}).encode()).decode()
    headers = {"X-Document-Request-Trace-Id": request_id, "X-Diia-Id-Action": "hashedFilesSigning"}
    try:
        answer = httpx.post(
            settings.DIIA_CALLBACK, files={"encodeData": (None, packed)}, headers=headers, timeout=CALLBACK_SECONDS
        )
    except httpx.HTTPError as error:
        return f"{type(error).__name__}"
    return f"{answer.status_code}"


def _signature(grant: Grant, name: str, digest: str) -> str:
    algorithm = ALGORITHMS[grant.request_parameters["signAlgo"]]
    value = bytes.fromhex(digest)
    if grant.fault is ProviderFault.OTHER_DOCUMENT:
        value = digests.new(algorithm, b"another document").digest()
    pair = (
        credentials.untrusted_key_pair(grant.person)
        if grant.fault is ProviderFault.STRANGER
        else credentials.person_key_pair(grant.person)
    )
    signed = pki.sign_cms(b"", [pair], at=choice_page.now(), digest=algorithm, detached=True, content_digest=value)
    return base64.b64encode(signed).decode()
