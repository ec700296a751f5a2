"""Uploads of results in chunks: opened, filled, completed. An interrupted upload goes on from the byte that was reached."""

import re
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router

from vikno.api.authorization import ScopedBearer, connection_of, record_access
from vikno.api.case_reports import receive_update
from vikno.api.cases import PREFIX, json_response, own_case
from vikno.api.idempotency import IdempotencyHeader, idempotent
from vikno.api.problems import ApiProblem, problem_responses
from vikno.api.schemas import ApplicationNumber, OutcomeOut, ResultIn, UploadOut
from vikno.api.scopes import RESULTS
from vikno.integration.connectors.base import CaseUpdate, RemoteFile
from vikno.integration.models import ResultUpload
from vikno.integration.operations import (
    TooManyOpenUploads,
    UploadDigestMismatch,
    UploadIncomplete,
    UploadOffsetMismatch,
    add_result_chunk,
    complete_result_upload,
    open_result_upload,
    reset_result_upload,
)
from vikno.integration.operations.result_uploads import MAX_CHUNK_BYTES
from vikno.integration.queries import result_upload_of
from vikno.kernel.errors import Refused

router = Router(auth=ScopedBearer(RESULTS))
_RANGE = re.compile(r"bytes (\d{1,10})-(\d{1,10})/(\d{1,10})")
ContentRange = Annotated[str, Header(alias="Content-Range", description="`bytes FIRST-LAST/SIZE`")]
BINARY_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "applications/{number}/results",
    operation_id="vikno_api_uploads_begin",
    summary="Begin",
    response={201: UploadOut, **problem_responses(404, 409)},
)
@idempotent
def begin_upload(
    request: HttpRequest, number: ApplicationNumber, said: ResultIn, repeat: IdempotencyHeader
) -> HttpResponse:
    """Open an upload of a result: what it is called, how long it is, its SHA-256."""
    case = own_case(request, number)
    try:
        parcel = open_result_upload(
            case=case, name=said.name, title=said.title, size=said.size, sha256=said.sha256, at=timezone.now()
        )
    except TooManyOpenUploads as error:
        raise ApiProblem("too-many-uploads", str(error)) from None
    record_access(request, "result_begun", case.application.ref)
    return json_response(_upload_out(parcel), status=201, location=f"{PREFIX}/uploads/{parcel.uid}")


@router.get(
    "uploads/{upload}",
    operation_id="vikno_api_uploads_look",
    description="Say how many bytes have come: from there the upload goes on.",
    summary="Look",
    response={200: UploadOut, **problem_responses(404)},
)
def read_upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Return how many bytes have been received: the upload goes on from there."""
    return json_response(_upload_out(_own_upload(request, upload)))


@router.put(
    "uploads/{upload}",
    operation_id="vikno_api_uploads_add",
    summary="Add",
    response={200: UploadOut, **problem_responses(404, 409, 413)},
    openapi_extra=BINARY_BODY,
)
def add_chunk(request: HttpRequest, upload: UUID, content_range: ContentRange) -> HttpResponse:
    """Add the next piece. One that has come before does no harm; one out of place is told where to begin."""
    parcel = _own_upload(request, upload)
    match = _RANGE.fullmatch(content_range)
    if match is None:
        raise ApiProblem("malformed", "Content-Range is `bytes FIRST-LAST/SIZE`.")
    first, last, size = (int(part) for part in match.groups())
    if last - first + 1 > MAX_CHUNK_BYTES or int(request.headers.get("Content-Length") or 0) > MAX_CHUNK_BYTES:
        raise ApiProblem("too-large", f"A piece has {MAX_CHUNK_BYTES} bytes at most.")
    content = request.body
    if last < first or size != parcel.size or len(content) != last - first + 1:
        raise ApiProblem("malformed", "Content-Range does not fit the upload, or the bytes that came.")
    try:
        return json_response(_upload_out(add_result_chunk(parcel=parcel, start=first, content=content)))
    except UploadOffsetMismatch as error:
        raise ApiProblem("out-of-place", str(error), received=error.received) from None


@router.post(
    "uploads/{upload}/complete",
    operation_id="vikno_api_uploads_finish",
    summary="Finish",
    response={200: OutcomeOut, 202: OutcomeOut, **problem_responses(404, 409)},
)
@idempotent
def complete_upload(request: HttpRequest, upload: UUID, repeat: IdempotencyHeader) -> HttpResponse:
    """Check the whole file and hand it to the applicant; before a decision it waits for one."""
    parcel = _own_upload(request, upload)
    try:
        complete_result_upload(parcel=parcel, at=timezone.now())
    except UploadIncomplete as error:
        raise ApiProblem("out-of-place", str(error), received=parcel.received) from None
    except UploadDigestMismatch as error:
        reset_result_upload(parcel=parcel)
        raise ApiProblem("digest-differs", str(error)) from None
    except Refused as error:
        reset_result_upload(parcel=parcel)
        raise ApiProblem("file-refused", str(error)) from None
    case = own_case(request, parcel.application.number or "")
    file = RemoteFile(key=str(parcel.uid), name=parcel.name, size=parcel.size, sha256=parcel.sha256)
    update = CaseUpdate(application=case.application.number or "", files=(file,), note=parcel.title)
    return receive_update(request, case, f"result:{parcel.uid}", "result", update)


def _own_upload(request: HttpRequest, upload: UUID) -> ResultUpload:
    parcel = result_upload_of(connection_of(request), upload)
    if parcel is None:
        raise ApiProblem("not-found")
    return parcel


def _upload_out(parcel: ResultUpload) -> UploadOut:
    return UploadOut.model_validate(
        {
            "upload": parcel.uid,
            "size": parcel.size,
            "received": parcel.received,
            "chunk_most": MAX_CHUNK_BYTES,
            "is_complete": parcel.file_id is not None,
        }
    )
