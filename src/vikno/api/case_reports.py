"""Messages of a partner about a case: acknowledgement, status, return for correction, decision; and its statistics."""

from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router

from vikno.api.authorization import ScopedBearer, connection_of, record_access
from vikno.api.cases import etag_of, json_response, own_case, require_match
from vikno.api.idempotency import IdempotencyHeader, idempotent
from vikno.api.problems import ApiProblem, problem_responses
from vikno.api.schemas import (
    AckIn,
    ApplicationNumber,
    CaseMessageIn,
    DecisionIn,
    OutcomeOut,
    ReturnIn,
    StatisticsIn,
    StatisticsOut,
    StatusIn,
)
from vikno.api.scopes import STATISTICS, WRITE
from vikno.integration.connectors.base import CaseUpdate, RemoteCorrectionRequest, RemoteDecision, RemoteRegistration
from vikno.integration.models import ExternalCase, InboundMessage
from vikno.integration.operations import MessageKeyReused, ReportedFigure, record_partner_figures, record_partner_update

router = Router(auth=ScopedBearer(WRITE))
IfMatch = Annotated[str, Header(alias="If-Match", min_length=1, max_length=200)]
OUTCOME_RESPONSES = {200: OutcomeOut, 202: OutcomeOut}
Status = InboundMessage.InboundMessageStatus
OUTCOMES = {Status.HANDLED: "applied", Status.LATE: "late", Status.NEW: "waiting"}


@router.post(
    "applications/{number}/ack",
    operation_id="vikno_api_telling_acknowledge",
    description="Say that the application is there: received, registered under a number, or not taken in and why.",
    summary="Acknowledge",
    response={**OUTCOME_RESPONSES, **problem_responses(404, 409)},
)
@idempotent
def acknowledge(
    request: HttpRequest, number: ApplicationNumber, said: AckIn, repeat: IdempotencyHeader
) -> HttpResponse:
    """Acknowledge an application: received, registered under a number, or declined."""
    case = own_case(request, number)
    update = case_update(said, number)
    if said.state == "declined":
        if not said.reason:
            raise ApiProblem("invalid", errors=[{"in": "body", "at": "said.reason", "says": "needed with `declined`"}])
        update = replace(update, declined=said.reason)
    elif said.state == "registered":
        if said.number is None:
            raise ApiProblem(
                "invalid", errors=[{"in": "body", "at": "said.number", "says": "needed with `registered`"}]
            )
        update = replace(update, received=True, registered=RemoteRegistration(number=said.number, on=said.on))
    else:
        update = replace(update, received=True)
    return receive_update(request, case, repeat.key, "ack", update)


@router.post(
    "applications/{number}/status",
    operation_id="vikno_api_telling_report",
    description="Say how the case stands, in the partner's own word: the status map of the portal knows what it means.",
    summary="Report",
    response={**OUTCOME_RESPONSES, **problem_responses(404, 409)},
)
@idempotent
def report_status(
    request: HttpRequest, number: ApplicationNumber, said: StatusIn, repeat: IdempotencyHeader
) -> HttpResponse:
    """Report the status of a case in the partner's own word, which the status map of the portal translates."""
    case = own_case(request, number)
    update = replace(case_update(said, number), status=said.status, who=said.who, note=said.note)
    return receive_update(request, case, repeat.key, "status", update)


@router.post(
    "applications/{number}/return",
    operation_id="vikno_api_telling_give_back",
    summary="Give Back",
    response={**OUTCOME_RESPONSES, **problem_responses(404, 409, 412, 428)},
)
@idempotent
def return_for_correction(
    request: HttpRequest, number: ApplicationNumber, said: ReturnIn, repeat: IdempotencyHeader, if_match: IfMatch
) -> HttpResponse:
    """Return the application to the applicant for correction: it comes again as `application.resubmitted`."""
    case = own_case(request, number)
    require_match(case, if_match)
    correction = RemoteCorrectionRequest(reason=said.reason, remarks=said.remarks, due_on=said.due_on)
    return receive_update(request, case, repeat.key, "return", replace(case_update(said, number), asked=correction))


@router.post(
    "applications/{number}/decision",
    operation_id="vikno_api_telling_decide",
    description="Say what was decided. A refusal tells its ground and reasons.",
    summary="Decide",
    response={**OUTCOME_RESPONSES, **problem_responses(404, 409, 412, 428)},
)
@idempotent
def report_decision(
    request: HttpRequest, number: ApplicationNumber, said: DecisionIn, repeat: IdempotencyHeader, if_match: IfMatch
) -> HttpResponse:
    """Report the decision. A refusal needs its ground and reasons."""
    case = own_case(request, number)
    require_match(case, if_match)
    if said.outcome == "refused" and not (said.ground and said.reasons):
        raise ApiProblem("invalid", errors=[{"in": "body", "at": "said", "says": "a refusal needs ground and reasons"}])
    decision = RemoteDecision(granted=said.outcome == "granted", ground=said.ground, reasons=said.reasons)
    return receive_update(request, case, repeat.key, "decision", replace(case_update(said, number), decided=decision))


@router.post(
    "statistics",
    operation_id="vikno_api_telling_statistics",
    description="Tell figures of a period. The same figure told again is corrected.",
    summary="Statistics",
    auth=ScopedBearer(STATISTICS),
    response={200: StatisticsOut, **problem_responses(409)},
)
@idempotent
def report_statistics(request: HttpRequest, said: StatisticsIn, repeat: IdempotencyHeader) -> HttpResponse:
    """Report figures of a period. A figure that is reported again is corrected."""
    if said.since > said.until:
        raise ApiProblem("invalid", errors=[{"in": "body", "at": "said.until", "says": "lies before `since`"}])
    figures = [ReportedFigure(code=figure.code, service=figure.service, value=figure.value) for figure in said.figures]
    stored = record_partner_figures(
        connection=connection_of(request), since=said.since, until=said.until, figures=figures, at=timezone.now()
    )
    return json_response(StatisticsOut(stored=stored))


def case_update(said: CaseMessageIn, number: str) -> CaseUpdate:
    """Return the fields that every message has."""
    return CaseUpdate(application=number, remote=said.remote or "", at=said.at, order=said.order)


def receive_update(request: HttpRequest, case: ExternalCase, key: str, kind: str, update: CaseUpdate) -> HttpResponse:
    """Record a message, apply it, and answer its outcome."""
    try:
        message = record_partner_update(
            connection=case.connection, key=key, kind=kind, update=update, at=timezone.now()
        )
    except MessageKeyReused as error:
        raise ApiProblem("idempotency-key-reused", str(error)) from None
    record_access(request, kind, case.application.ref)
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
    return json_response(body, status=200 if outcome in ("applied", "late") else 202, etag=etag_of(application))
