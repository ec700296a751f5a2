"""Views of the office and of the bus: letters with actions on them, and the switch for faults."""

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
    context = {
        "title": f"СЕД: {OFFICE_NAME}",
        "code": OFFICE,
        "cases": office.cases,
        "actions": ACTION_LABELS,
        "faults": BUS_FAULT_LABELS,
        "switch": switch,
        "manual": office.manual,
    }
    return render(request, "sev.html", context)


@require_POST
def act_on_letter(request: HttpRequest, msg_id: str) -> HttpResponse:
    """Perform the chosen action on a letter."""
    if msg_id not in office.cases:
        raise Http404
    try:
        action = OfficeAction(request.POST.get("action", ""))
    except ValueError:
        return HttpResponseBadRequest("action")
    upload = request.FILES.get("file")
    file = (upload.name, upload.read()) if upload and upload.name else None
    office.perform_action(msg_id, action, request.POST.get("words", ""), file)
    return HttpResponseRedirect("/sev/")


@require_POST
def set_bus_fault(request: HttpRequest) -> HttpResponse:
    """Turn the switch of faults."""
    try:
        fault, times = BusFault(request.POST.get("trouble", "none")), int(request.POST.get("times") or -1)
    except ValueError:
        return HttpResponseBadRequest("trouble, times")
    switch.switch_to(fault, operation=request.POST.get("operation", ""), times=times)
    office.manual = request.POST.get("manual") == "on"
    return HttpResponseRedirect("/sev/")


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Empty the bus and the office and switch faults off."""
    mailbox.clear()
    office.clear()
    switch.switch_to(BusFault.NONE)
    return HttpResponseRedirect("/sev/")


@require_GET
def office_records(request: HttpRequest) -> HttpResponse:
    """Return the records of the office as JSON for programs."""
    cases = [_case_row(case) for case in office.cases.values()]
    return JsonResponse({"cases": cases, "acknowledged": office.acknowledged})


def _case_row(case: LetterRecord) -> dict[str, Any]:
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
