"""What a partner says of a case: that it has it, how it stands, what must be mended, what was decided; and its figures."""

from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router

from vikno.api.cases import answered, etag_of, own_case, require_match
from vikno.api.partners import Scope, audit, connection_of
from vikno.api.problems import Problem, answered_by
from vikno.api.repeats import Repeat, once
from vikno.api.schemas import (
    AckIn,
    DecisionIn,
    Number,
    OutcomeOut,
    ReturnIn,
    Said,
    StatisticsIn,
    StatisticsOut,
    StatusIn,
)
from vikno.api.scopes import STATISTICS, WRITE
from vikno.integration.connectors.base import Asked, Decided, Registered, Update
from vikno.integration.models import Case, InboundMessage
from vikno.integration.operations import Different, Told, hear, tell_figures

router = Router(auth=Scope(WRITE))
IfMatch = Annotated[str, Header(alias="If-Match", min_length=1, max_length=200)]
OUTCOME = {200: OutcomeOut, 202: OutcomeOut}
Status = InboundMessage.Status
OUTCOMES = {Status.HANDLED: "applied", Status.LATE: "late", Status.NEW: "waiting"}


@router.post("applications/{number}/ack", response={**OUTCOME, **answered_by(404, 409)})
@once
def acknowledge(request: HttpRequest, number: Number, said: AckIn, repeat: Repeat) -> HttpResponse:
    """Say that the application is there: received, registered under a number, or not taken in and why."""
    case = own_case(request, number)
    return heard(request, case, repeat.key, "ack", _acknowledged(said, number))


def _acknowledged(said: AckIn, number: str) -> Update:
    if said.state == "registered":
        if said.number is None:
            raise Problem("invalid", errors=[{"in": "body", "at": "said.number", "says": "needed with `registered`"}])
        return replace(told(said, number), received=True, registered=Registered(number=said.number, on=said.on))
    if said.state == "declined":
        if not said.reason:
            raise Problem("invalid", errors=[{"in": "body", "at": "said.reason", "says": "needed with `declined`"}])
        return replace(told(said, number), declined=said.reason)
    return replace(told(said, number), received=True)


@router.post("applications/{number}/status", response={**OUTCOME, **answered_by(404, 409)})
@once
def report(request: HttpRequest, number: Number, said: StatusIn, repeat: Repeat) -> HttpResponse:
    """Say how the case stands, in the partner's own word: the status map of the portal knows what it means."""
    case = own_case(request, number)
    update = replace(told(said, number), status=said.status, who=said.who, note=said.note)
    return heard(request, case, repeat.key, "status", update)


@router.post("applications/{number}/return", response={**OUTCOME, **answered_by(404, 409, 412, 428)})
@once
def give_back(request: HttpRequest, number: Number, said: ReturnIn, repeat: Repeat, if_match: IfMatch) -> HttpResponse:
    """Return the application to the applicant for correction: it comes again as `application.resubmitted`."""
    case = own_case(request, number)
    require_match(case, if_match)
    asked = Asked(reason=said.reason, remarks=said.remarks, due_on=said.due_on)
    return heard(request, case, repeat.key, "return", replace(told(said, number), asked=asked))


@router.post("applications/{number}/decision", response={**OUTCOME, **answered_by(404, 409, 412, 428)})
@once
def decide(request: HttpRequest, number: Number, said: DecisionIn, repeat: Repeat, if_match: IfMatch) -> HttpResponse:
    """Say what was decided. A refusal tells its ground and reasons."""
    case = own_case(request, number)
    require_match(case, if_match)
    if said.outcome == "refused" and not (said.ground and said.reasons):
        raise Problem("invalid", errors=[{"in": "body", "at": "said", "says": "a refusal needs ground and reasons"}])
    decided = Decided(granted=said.outcome == "granted", ground=said.ground, reasons=said.reasons)
    return heard(request, case, repeat.key, "decision", replace(told(said, number), decided=decided))


@router.post("statistics", auth=Scope(STATISTICS), response={200: StatisticsOut, **answered_by(409)})
@once
def statistics(request: HttpRequest, said: StatisticsIn, repeat: Repeat) -> HttpResponse:
    """Tell figures of a period. The same figure told again is corrected."""
    if said.since > said.until:
        raise Problem("invalid", errors=[{"in": "body", "at": "said.until", "says": "lies before `since`"}])
    figures = [Told(code=one.code, service=one.service, value=one.value) for one in said.figures]
    stored = tell_figures(
        connection=connection_of(request), since=said.since, until=said.until, figures=figures, at=timezone.now()
    )
    return answered(StatisticsOut(stored=stored))


def told(said: Said, number: str) -> Update:
    """Return what every message tells beside what it is about."""
    return Update(application=number, remote=said.remote or "", at=said.at, order=said.order)


def heard(request: HttpRequest, case: Case, key: str, kind: str, update: Update) -> HttpResponse:
    """Keep what was said, follow it, and answer what became of it."""
    try:
        message = hear(connection=case.connection, key=key, kind=kind, update=update, at=timezone.now())
    except Different as error:
        raise Problem("idempotency-key-reused", str(error)) from None
    audit(request, kind, case.application.ref)
    outcome = OUTCOMES.get(Status(message.status), "needs_person")
    application = case.application
    application.refresh_from_db(fields=["status"])
    body = OutcomeOut.model_validate(
        {
            "message": key,
            "outcome": outcome,
            "detail": message.trouble,
            "number": application.number,
            "status": application.status,
        }
    )
    return answered(body, status=200 if outcome in ("applied", "late") else 202, etag=etag_of(application))
