"""Reads of a partner: the feed, its applications and their files, the list of its cases."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Query, Router
from pydantic import Field, StringConstraints

from vikno.api.authorization import ScopedBearer, connection_of, record_access
from vikno.api.byte_ranges import range_response
from vikno.api.cases import PREFIX, etag_of, json_response, open_case, registration_data
from vikno.api.problems import ApiProblem, problem_responses
from vikno.api.schemas import (
    ApplicationNumber,
    ApplicationOut,
    CaseOut,
    CasesOut,
    FeedItemOut,
    FeedOut,
)
from vikno.api.scopes import READ
from vikno.applications.models import Submission
from vikno.applications.queries import attachments_of, latest_submission, signatures_of
from vikno.files.operations import FORM_FILE_TYPES
from vikno.integration.dossier import dossier_of
from vikno.integration.models import ExternalCase
from vikno.integration.queries import cases_after, feed_after

router = Router(auth=ScopedBearer(READ))
Cursor = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,18}$")]
After = Annotated[Cursor, Query(default="", description="The `next` of the last page; empty for the beginning")]
Limit = Annotated[int, Field(ge=1, le=500)]
ASICE = "application/vnd.etsi.asic-e+zip"


@router.get(
    "feed", operation_id="vikno_api_reading_feed", summary="Feed", response={200: FeedOut, **problem_responses()}
)
def read_feed(request: HttpRequest, after: Cursor = "", limit: Limit = 100) -> HttpResponse:
    """Return what has happened since `after`, in the order of commits; nothing is ever put in before what was given."""
    items = feed_after(connection_of(request), int(after or 0), most=limit + 1)
    page = items[:limit]
    body = FeedOut(items=[], next=str(page[-1].seq) if page else after or "0", has_more=len(items) > limit)
    for item in page:
        number = item.application.number or ""
        fields = {
            "id": item.uid,
            "source": f"{settings.PUBLIC_URL}{PREFIX}/feed",
            "type": item.name,
            "subject": number,
            "time": item.at,
            "sequence": str(item.seq),
            "data": {
                "number": number,
                "withdrawn": item.application.status == "withdrawn",
                "href": f"{PREFIX}/applications/{number}",
            },
        }
        body.items.append(FeedItemOut.model_validate(fields))
    return json_response(body)


@router.get(
    "applications/{number}",
    operation_id="vikno_api_reading_application",
    summary="Application",
    response={200: ApplicationOut, **problem_responses(404, 410)},
)
def read_application(request: HttpRequest, number: ApplicationNumber) -> HttpResponse:
    """Return an application as it was handed in last, with its ETag; with `If-None-Match` perhaps 304."""
    case = open_case(request, number)
    etag = etag_of(case.application)
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    record_access(request, "read", case.application.ref)
    return json_response(_application(case), etag=etag)


def _application(case: ExternalCase) -> ApplicationOut:
    dossier, submission = dossier_of(case.application), _latest_submission(case)
    return ApplicationOut.model_validate(
        {
            **{name: getattr(dossier, name) for name in _DOSSIER_FIELDS},
            "remote": case.remote,
            "status": case.application.status,
            "service": {
                "code": dossier.service_code,
                "identifier": dossier.service_identifier,
                "title": dossier.service_title,
            },
            "centre": {"code": dossier.centre_code, "title": dossier.centre_name},
            "labelled": [{"label": label, "text": text} for label, text in dossier.labelled_answers],
            "papers": [dict(paper) for paper in dossier.papers],
            "files": [
                {
                    **{name: getattr(enclosure, name) for name in _ENCLOSURE_FIELDS},
                    "href": f"{PREFIX}/applications/{dossier.number}/files/{enclosure.key}",
                }
                for enclosure in dossier.enclosures
            ],
            "is_signed": bool(signatures_of(submission)),
            "registered": registration_data(case.application),
        }
    )


_DOSSIER_FIELDS = (
    "number", "uid", "channel", "submission", "submitted_at", "due_on", "authority", "applicant", "represented", "answers",
)  # fmt: skip
_ENCLOSURE_FIELDS = ("key", "name", "media_type", "size", "sha256")


def _latest_submission(case: ExternalCase) -> Submission:
    submission = latest_submission(case.application)
    assert submission is not None, "a case has been submitted"
    return submission


def _binary_responses(*media_types: str) -> dict[str, object]:
    """Return the OpenAPI description of a file that can be read in ranges."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    content = {"content": dict.fromkeys(media_types, schema)}
    return {
        "responses": {
            200: {"description": "All of it", **content},
            206: {"description": "The range that was asked for", **content},
            304: {"description": "It has not changed"},
        }
    }


BINARY_PROBLEMS = problem_responses(404, 410, 416)


@router.get(
    "applications/{number}/application.pdf",
    operation_id="vikno_api_reading_pdf",
    summary="Pdf",
    response=BINARY_PROBLEMS,
    openapi_extra=_binary_responses("application/pdf"),
)
def read_pdf(request: HttpRequest, number: ApplicationNumber) -> HttpResponse:
    """Return the application as it is read: the very file that was signed, if it was."""
    case = open_case(request, number)
    record_access(request, "read_pdf", case.application.ref)
    etag = f'"pdf-{_latest_submission(case).sha256[:32]}"'
    content = dossier_of(case.application).pdf
    return range_response(request, content, media_type="application/pdf", name=f"{number}.pdf", etag=etag)


@router.get(
    "applications/{number}/application.asice",
    operation_id="vikno_api_reading_asice",
    summary="Asice",
    response=BINARY_PROBLEMS,
    openapi_extra=_binary_responses(ASICE),
)
def read_container(request: HttpRequest, number: ApplicationNumber) -> HttpResponse:
    """Return the signed container; 404 where the application was not signed."""
    case = open_case(request, number)
    content = dossier_of(case.application).container
    if content is None:
        raise ApiProblem("not-found", "This application was not signed.")
    record_access(request, "read_asice", case.application.ref)
    etag = f'"asice-{_latest_submission(case).sha256[:32]}"'
    return range_response(request, content, media_type=ASICE, name=f"{number}.asice", etag=etag)


@router.get(
    "applications/{number}/files/{key}",
    operation_id="vikno_api_reading_file",
    summary="File",
    response=BINARY_PROBLEMS,
    openapi_extra=_binary_responses(*FORM_FILE_TYPES.values()),
)
def read_file(request: HttpRequest, number: ApplicationNumber, key: str) -> HttpResponse:
    """Return a file of the application by its key."""
    case = open_case(request, number)
    enclosures = dossier_of(case.application).enclosures
    enclosure = next((enclosure for enclosure in enclosures if enclosure.key == key), None)
    if enclosure is None:
        raise ApiProblem("not-found")
    record_access(request, "read_file", case.application.ref)
    return range_response(
        request,
        enclosure.read(),
        media_type=enclosure.media_type,
        name=enclosure.name,
        etag=f'"{enclosure.sha256[:32]}"',
    )


@router.get(
    "cases", operation_id="vikno_api_reading_cases", summary="Cases", response={200: CasesOut, **problem_responses()}
)
def list_cases(request: HttpRequest, after: Cursor = "", limit: Limit = 100) -> HttpResponse:
    """List the partner's cases as they stand here, to compare with its own."""
    rows = cases_after(connection_of(request), int(after or 0), most=limit + 1)
    page = rows[:limit]
    body = CasesOut(
        items=[_case_summary(case) for case in page],
        next=str(page[-1].pk) if page else after or "0",
        has_more=len(rows) > limit,
    )
    return json_response(body)


def _case_summary(case: ExternalCase) -> CaseOut:
    application = case.application
    submission = _latest_submission(case)
    attachments = attachments_of(submission)
    results = [result.file for result in application.results.all() if result.file]
    registration = getattr(application, "registration", None)
    return CaseOut.model_validate(
        {
            "number": application.number,
            "remote": case.remote,
            "status": application.status,
            "submission": submission.number,
            "sha256": submission.sha256,
            "files": [
                {"key": f"{attachment.question}-{attachment.file.pk}", "sha256": attachment.file.sha256}
                for attachment in attachments
            ],
            "results": [{"key": str(file.uid), "sha256": file.sha256} for file in results],
            "registered": {"number": registration.number, "on": registration.on} if registration else None,
        }
    )
