"""What a person sees of the office and of the bus: the letters with what can be done to them, and the switch of troubles."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from simulators.sev.mailbox import mailbox
from simulators.sev.office import Action, Case, office
from simulators.sev.paper import OFFICE, OFFICE_NAME
from simulators.sev.troubles import WORDS, Trouble, switch

ACTIONS = {
    Action.DELIVER: "доставлено",
    Action.ACCEPT: "прийнято",
    Action.REGISTER: "зареєструвати",
    Action.DECLINE: "відмовити в реєстрації",
    Action.GRANT: "надіслати результат",
    Action.REFUSE: "надіслати відмову",
    Action.CORRECT: "повернути на доопрацювання",
    Action.WRITE: "надіслати лист",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    shown = {
        "title": f"СЕД: {OFFICE_NAME}",
        "code": OFFICE,
        "cases": office.cases,
        "actions": ACTIONS,
        "troubles": WORDS,
        "switch": switch,
        "manual": office.manual,
    }
    return render(request, "sev.html", shown)


@require_POST
def act(request: HttpRequest, msg_id: str) -> HttpResponse:
    """Do what was pressed with a letter."""
    if msg_id not in office.cases:
        raise Http404
    try:
        action = Action(request.POST.get("action", ""))
    except ValueError:
        return HttpResponseBadRequest("action")
    sent = request.FILES.get("file")
    file = (sent.name, sent.read()) if sent and sent.name else None
    office.act(msg_id, action, request.POST.get("words", ""), file)
    return HttpResponseRedirect("/sev/")


@require_POST
def turn(request: HttpRequest) -> HttpResponse:
    """Turn the switch of troubles."""
    try:
        trouble, times = Trouble(request.POST.get("trouble", "none")), int(request.POST.get("times") or -1)
    except ValueError:
        return HttpResponseBadRequest("trouble, times")
    switch.set(trouble, operation=request.POST.get("operation", ""), times=times)
    office.manual = request.POST.get("manual") == "on"
    return HttpResponseRedirect("/sev/")


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Begin anew: nothing on the bus, nothing in the office, no troubles."""
    mailbox.clear()
    office.clear()
    switch.set(Trouble.NONE)
    return HttpResponseRedirect("/sev/")


@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """Return what the office has, for programs."""
    return JsonResponse({"cases": [_told(case) for case in office.cases.values()], "acknowledged": office.acknowledged})


def _told(case: Case) -> dict[str, Any]:
    letter = case.letter
    files = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in letter.files
    ]
    return {
        "msg_id": letter.msg_id,
        "msg_type": letter.type,
        "kind": letter.kind,
        "number": letter.number,
        "document_id": letter.document_id,
        "from": letter.from_org,
        "author": letter.author,
        "registered": case.number,
        "done": case.done,
        "files": files,
    }
