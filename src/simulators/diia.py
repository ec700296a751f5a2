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

from dstu import digests, making
from simulators import choosing, keyring, settings
from simulators.faults import Fault, Protocol
from simulators.grants import Grant, Ledger
from simulators.people import CAST

PEOPLE = tuple(one for one in CAST if not one.is_czech)
ALGORITHMS = {"DSTU": "gost34311", "ECDSA": "sha256"}
CALLBACK_SECONDS = 20
requests = Ledger()
acquirers = Ledger()


@require_GET
def acquirer(request: HttpRequest, word: str) -> HttpResponseBase:
    """Give a session to the acquirer whose token this is."""
    if word != keyring.ring().client_secret:
        return JsonResponse({"name": "UnauthorizedError", "message": "unknown acquirer"}, status=401)
    return JsonResponse({"token": acquirers.put(Grant(person=CAST[0]))})


@require_POST
def offer_request(request: HttpRequest, branch: str) -> HttpResponseBase:
    """Take digests of files to be signed; answer with the link that opens the application."""
    _, _, word = request.headers.get("Authorization", "").partition("Bearer ")
    if acquirers.look(word) is None:
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
    kept = Grant(person=CAST[0], asked=told, chosen={name: digest.hex() for name, digest in files})
    return JsonResponse({"deeplink": f"{settings.OWN_URL}/diia/app/{requests.put(kept)}"})


def _files(asked: dict[str, Any]) -> list[tuple[str, bytes]]:
    listed = asked["data"]["hashedFilesSigning"]["hashedFiles"]
    return [(str(one["fileName"]), _digest(one["fileHash"])) for one in listed]


def _digest(text: str) -> bytes:
    """Read a digest in base64, or in hexadecimal as some sources write it."""
    return bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)


@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, word: str) -> HttpResponse:
    """Stand in for the application on the phone: show what is to be signed, sign it, bring it to the portal."""
    kept = requests.look(word)
    if kept is None:
        raise Http404
    grant = choosing.chosen(request, asked=kept.asked) if request.method == "POST" else None
    if grant is None:
        title = "Дія.Підпис: " + ", ".join(kept.chosen)
        return choosing.page(request, protocol=Protocol.DIIA, title=title, asked={}, people=PEOPLE)
    requests.take(word)
    said = "" if grant.fault is Fault.REFUSED else _bring(grant, kept)
    page = {"title": "Дія.Підпис", "said": said, "back": kept.asked["returnLink"] or settings.PORTAL_URL}
    return render(request, "signed.html", page)


def _bring(grant: Grant, kept: Grant) -> str:
    """Take the signatures to the portal as the application does; return what the portal answered."""
    request_id = "unknown-request" if grant.fault is Fault.NO_REQUEST else kept.asked["requestId"]
    items = [{"name": name, "signature": _signature(grant, name, digest)} for name, digest in kept.chosen.items()]
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
    algorithm = ALGORITHMS[grant.asked["signAlgo"]]
    value = bytes.fromhex(digest)
    if grant.fault is Fault.OTHER_DOCUMENT:
        value = digests.new(algorithm, b"another document").digest()
    pair = keyring.stranger_of(grant.person) if grant.fault is Fault.STRANGER else keyring.pair_of(grant.person)
    signed = making.sign(b"", [pair], at=choosing.now(), digest=algorithm, detached=True, content_digest=value)
    return base64.b64encode(signed).decode()
