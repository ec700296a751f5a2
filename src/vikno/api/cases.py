"""The cases of a partner, found by number among its own only, and the JSON answers about them."""

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from vikno.api.authorization import connection_of
from vikno.api.problems import ApiProblem
from vikno.applications.models import Application, ApplicationStatus, Registration
from vikno.integration.models import ExternalCase
from vikno.integration.queries import find_external_case

PREFIX = "/api/v1/agency"


def own_case(request: HttpRequest, number: str) -> ExternalCase:
    """Return the caller's case of a number. Raises `ApiProblem`: 404 for a case of nobody or of another partner."""
    case = find_external_case(connection_of(request), number=number)
    if case is None:
        raise ApiProblem("not-found")
    return case


def open_case(request: HttpRequest, number: str) -> ExternalCase:
    """Return the caller's case for reading its content. Raises `ApiProblem`: 404, or 410 after a withdrawal."""
    case = own_case(request, number)
    if case.application.status == ApplicationStatus.WITHDRAWN:
        raise ApiProblem("gone")
    return case


def etag_of(application: Application) -> str:
    """Return an entity tag that changes whenever the case does."""
    changes, submissions = application.status_changes.count(), application.submissions.count()
    return f'"{changes}.{submissions}.{application.results.count()}"'


def require_match(case: ExternalCase, if_match: str) -> None:
    """Raise `ApiProblem` (412) unless the caller has seen the case as it is."""
    etags = {etag.strip() for etag in if_match.split(",")}
    if "*" not in etags and etag_of(case.application) not in etags:
        raise ApiProblem("etag-differs", headers={"ETag": etag_of(case.application)})


def registration_data(application: Application) -> dict[str, object] | None:
    registration = Registration.objects.filter(application=application).first()
    return {"number": registration.number, "on": registration.on} if registration else None


def json_response(body: Schema, *, status: int = 200, etag: str = "", location: str = "") -> HttpResponse:
    """Answer with JSON that no cache on the way keeps."""
    response = HttpResponse(body.model_dump_json(), status=status, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    if etag:
        response["ETag"] = etag
    if location:
        response["Location"] = location
    return response
