"""The page for choosing a person and a fault, in place of a bank's or an application's page, and the redirect to the portal."""

import datetime
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render

from simulators import settings
from simulators.faults import IdentificationProtocol, ProviderFault, fault_options_for
from simulators.grants import Grant, codes
from simulators.people import INVENTED_PEOPLE, PEOPLE_BY_KEY, InventedPerson


def render_choice_page(
    request: HttpRequest,
    *,
    protocol: IdentificationProtocol,
    title: str,
    request_parameters: Mapping[str, str],
    people: tuple[InventedPerson, ...] = INVENTED_PEOPLE,
    ways: Mapping[str, str] | None = None,
    ways_title: str = "",
) -> HttpResponse:
    """Render the people and faults to choose from; the client's request parameters become hidden fields."""
    context = {
        "title": title,
        "request_parameters": request_parameters,
        "people": people,
        "fault_options": fault_options_for(protocol),
        "ways": ways or {},
        "ways_title": ways_title,
        "portal": settings.PORTAL_URL,
    }
    return render(request, "choose.html", context)


def refuse_foreign_redirect(redirect_uri: str) -> HttpResponse | None:
    """Return a refusal to redirect anywhere but to the portal, or None when the address is the portal's."""
    if urlsplit(redirect_uri)[:2] == urlsplit(settings.PORTAL_URL)[:2]:
        return None
    return HttpResponseBadRequest("redirect_uri is not registered for this client", content_type="text/plain")


def read_choice(request: HttpRequest, *, request_parameters: Mapping[str, str], ways_name: str = "way") -> Grant | None:
    """Return the choice submitted on the page, or None when its person or fault is unknown."""
    person = PEOPLE_BY_KEY.get(request.POST.get("person", ""))
    fault = request.POST.get("fault", ProviderFault.NONE)
    if person is None or fault not in set(ProviderFault):
        return None
    return Grant(
        person=person,
        fault=ProviderFault(fault),
        request_parameters=request_parameters,
        choices={ways_name: request.POST.get("way", "")},
    )


def redirect_to_portal(grant: Grant) -> HttpResponse:
    """Send the browser back to the portal with a code, or with the error that was chosen."""
    state = grant.request_parameters.get("state", "")
    errors = {ProviderFault.REFUSED: "access_denied", ProviderFault.ERROR: "server_error"}
    if grant.fault in errors:
        answer = {"error": errors[grant.fault], "error_description": "chosen on the page", "state": state}
    else:
        answer = {"code": codes.add(grant), "state": "made-up" if grant.fault is ProviderFault.OTHER_STATE else state}
    return HttpResponseRedirect(f"{grant.request_parameters['redirect_uri']}?{urlencode(answer)}")


def faulty_response(fault: ProviderFault) -> HttpResponse | StreamingHttpResponse | None:
    """Return the answer of a server with this fault, or None when the server answers normally."""
    answers: dict[ProviderFault, Callable[[], HttpResponse | StreamingHttpResponse]] = {
        ProviderFault.DOWN: lambda: HttpResponse("Service Unavailable", status=503, content_type="text/plain"),
        ProviderFault.HTML: lambda: HttpResponse(
            "<!doctype html><title>Помилка</title><p>Внутрішня помилка сервера</p>"
        ),
        ProviderFault.CUT: lambda: HttpResponse('{"state":"ok","customerCrypto":"MII', content_type="application/json"),
    }
    if fault is ProviderFault.SLOW:
        time.sleep(settings.SLOW_SECONDS)
    return answers[fault]() if fault in answers else None


def now() -> datetime.datetime:
    """Return the current moment: the only place where the simulators read the clock."""
    return datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
