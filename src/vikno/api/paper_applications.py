"""Entry of applications that came to the partner system on paper, so that the applicant can follow them on the portal."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from vikno.api.authorization import ScopedBearer, connection_of, record_access
from vikno.api.cases import PREFIX, etag_of, json_response
from vikno.api.idempotency import IdempotencyHeader, idempotent
from vikno.api.problems import ApiProblem, problem_responses
from vikno.api.schemas import PaperApplicationIn, PaperApplicationOut
from vikno.api.scopes import WRITE
from vikno.applications.operations.submissions import PaperApplication
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.integration.connectors.base import RemoteRegistration
from vikno.integration.models import Connection
from vikno.integration.operations import enter_partner_paper
from vikno.kernel.errors import Refused

router = Router(auth=ScopedBearer(WRITE))


@router.post(
    "applications",
    operation_id="vikno_api_papers_enter",
    summary="Enter",
    response={201: PaperApplicationOut, **problem_responses(409)},
)
@idempotent
def enter_paper_application(request: HttpRequest, said: PaperApplicationIn, repeat: IdempotencyHeader) -> HttpResponse:
    """Enter an application that came on paper. It gets a number and an access code, by which the applicant follows it here."""
    connection = connection_of(request)
    service = Service.objects.filter(code=said.service).first()
    if service is None:
        raise _unknown("service")
    details = said.applicant.model_dump(mode="json", exclude_none=True)
    try:
        application = enter_partner_paper(
            connection=connection,
            key=uuid.uuid5(connection.uid, repeat.key),
            service=service,
            centre=_centre(said, connection),
            paper=PaperApplication(details=details, papers=[paper.model_dump() for paper in said.papers]),
            remote=said.remote or "",
            registered=RemoteRegistration(number=said.registered.number, on=said.registered.on)
            if said.registered
            else None,
            at=timezone.now(),
        )
    except Refused as error:
        raise ApiProblem("refused", str(error)) from None
    record_access(request, "paper", application.ref)
    body = PaperApplicationOut(
        number=application.number or "",
        access_code=application.access_code,
        status=application.status,
        follow=f"{settings.PUBLIC_URL}{reverse('content:status')}",
    )
    location = f"{PREFIX}/applications/{application.number}"
    return json_response(body, status=201, etag=etag_of(application), location=location)


def _centre(said: PaperApplicationIn, connection: Connection) -> Centre:
    assert connection.centre is not None, "a connection that enters cases belongs to a centre"
    if said.centre is None or said.centre == connection.centre.code:
        return connection.centre
    branch = Centre.objects.filter(code=said.centre, parent=connection.centre).first()
    if branch is None:
        raise _unknown("centre")
    return branch


def _unknown(name: str) -> ApiProblem:
    return ApiProblem("invalid", errors=[{"in": "body", "at": f"said.{name}", "says": "is not known here"}])
