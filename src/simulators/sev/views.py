"""Pages of the office and of the bus: letters with the actions on them, and the switch for faults."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from simulators.sev.bus_faults import BUS_FAULT_LABELS, BusFault, switch
from simulators.sev.letters import OFFICE, OFFICE_NAME
from simulators.sev.mailbox import mailbox
from simulators.sev.office import LetterRecord, OfficeAction, office

ACTION_LABELS = {
    OfficeAction.DELIVER: "доставлено",
    OfficeAction.ACCEPT: "прийнято",
    OfficeAction.REGISTER: "зареєструвати",
    OfficeAction.DECLINE: "відмовити в реєстрації",
    OfficeAction.GRANT: "надіслати результат",
    OfficeAction.REFUSE: "надіслати відмову",
    OfficeAction.CORRECT: "повернути на доопрацювання",
    OfficeAction.WRITE: "надіслати лист",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    shown = {
        "title": f"СЕД: {OFFICE_NAME}",
        "code": OFFICE,
        "cases": office.cases,
        "actions": ACTION_LABELS,
        "troubles": BUS_FAULT_LABELS,
        "switch": switch,
        "manual": office.manual,
    }
    return render(request, "sev.html", shown)


@require_POST
def act_on_letter(request: HttpRequest, msg_id: str) -> HttpResponse:
    """Do what was pressed with a letter."""
    if msg_id not in office.cases:
        raise Http404
    try:
        action = OfficeAction(request.POST.get("action", ""))
    except ValueError:
        return HttpResponseBadRequest("action")
    sent = request.FILES.get("file")
    file = (sent.name, sent.read()) if sent and sent.name else None
    office.perform_action(msg_id, action, request.POST.get("words", ""), file)
    return HttpResponseRedirect("/sev/")


@require_POST
def set_bus_fault(request: HttpRequest) -> HttpResponse:
    """Turn the switch of troubles."""
    try:
        trouble, times = BusFault(request.POST.get("trouble", "none")), int(request.POST.get("times") or -1)
    except ValueError:
        return HttpResponseBadRequest("trouble, times")
    switch.switch_to(trouble, operation=request.POST.get("operation", ""), times=times)
    office.manual = request.POST.get("manual") == "on"
    return HttpResponseRedirect("/sev/")


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Begin anew: nothing on the bus, nothing in the office, no troubles."""
    mailbox.clear()
    office.clear()
    switch.switch_to(BusFault.NONE)
    return HttpResponseRedirect("/sev/")


@require_GET
def office_records(request: HttpRequest) -> HttpResponse:
    """Return what the office has, for programs."""
    return JsonResponse({"cases": [_told(case) for case in office.cases.values()], "acknowledged": office.acknowledged})


def _told(case: LetterRecord) -> dict[str, Any]:
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
        "done": case.completed_actions,
        "files": files,
    }
