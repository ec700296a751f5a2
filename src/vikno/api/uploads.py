"""Results in pieces: an upload is opened, filled, completed. What was broken off goes on from the byte that was reached."""

import re
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router

from vikno.api.cases import PREFIX, answered, own_case
from vikno.api.partners import Scope, audit, connection_of
from vikno.api.problems import Problem, answered_by
from vikno.api.repeats import Repeat, once
from vikno.api.schemas import Number, OutcomeOut, ResultIn, UploadOut
from vikno.api.scopes import RESULTS
from vikno.api.telling import heard
from vikno.integration.connectors.base import RemoteFile, Update
from vikno.integration.models import Parcel
from vikno.integration.operations import (
    Damaged,
    NotWhole,
    OutOfPlace,
    TooManyParcels,
    complete,
    empty,
    fill,
    open_parcel,
)
from vikno.integration.operations.parcels import PIECE_MOST
from vikno.integration.queries import parcel_of
from vikno.kernel.errors import Refused

router = Router(auth=Scope(RESULTS))
_RANGE = re.compile(r"bytes (\d{1,10})-(\d{1,10})/(\d{1,10})")
ContentRange = Annotated[str, Header(alias="Content-Range", description="`bytes FIRST-LAST/SIZE`")]
RAW = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("applications/{number}/results", response={201: UploadOut, **answered_by(404, 409)})
@once
def begin(request: HttpRequest, number: Number, said: ResultIn, repeat: Repeat) -> HttpResponse:
    """Open an upload of a result: what it is called, how long it is, its SHA-256."""
    case = own_case(request, number)
    try:
        parcel = open_parcel(
            case=case, name=said.name, title=said.title, size=said.size, sha256=said.sha256, at=timezone.now()
        )
    except TooManyParcels as error:
        raise Problem("too-many-uploads", str(error)) from None
    audit(request, "result_begun", case.application.ref)
    return answered(_upload(parcel), status=201, location=f"{PREFIX}/uploads/{parcel.uid}")


@router.get("uploads/{upload}", response={200: UploadOut, **answered_by(404)})
def look(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Say how many bytes have come: from there the upload goes on."""
    return answered(_upload(_own(request, upload)))


@router.put("uploads/{upload}", response={200: UploadOut, **answered_by(404, 409, 413)}, openapi_extra=RAW)
def add(request: HttpRequest, upload: UUID, content_range: ContentRange) -> HttpResponse:
    """Add the next piece. One that has come before does no harm; one out of place is told where to begin."""
    parcel = _own(request, upload)
    start, content = _piece(request, content_range, parcel)
    try:
        return answered(_upload(fill(parcel=parcel, start=start, content=content)))
    except OutOfPlace as error:
        raise Problem("out-of-place", str(error), received=error.received) from None


def _piece(request: HttpRequest, content_range: str, parcel: Parcel) -> tuple[int, bytes]:
    """Return where a piece begins, and its bytes: as many as its range says."""
    asked = _RANGE.fullmatch(content_range)
    if asked is None:
        raise Problem("malformed", "Content-Range is `bytes FIRST-LAST/SIZE`.")
    first, last, size = (int(part) for part in asked.groups())
    if last - first + 1 > PIECE_MOST or int(request.headers.get("Content-Length") or 0) > PIECE_MOST:
        raise Problem("too-large", f"A piece has {PIECE_MOST} bytes at most.")
    content = request.body
    if last < first or size != parcel.size or len(content) != last - first + 1:
        raise Problem("malformed", "Content-Range does not fit the upload, or the bytes that came.")
    return first, content


@router.post("uploads/{upload}/complete", response={200: OutcomeOut, 202: OutcomeOut, **answered_by(404, 409)})
@once
def finish(request: HttpRequest, upload: UUID, repeat: Repeat) -> HttpResponse:
    """Check the whole file and hand it to the applicant; before a decision it waits for one."""
    parcel = _own(request, upload)
    _complete(parcel)
    case = own_case(request, parcel.application.number or "")
    file = RemoteFile(key=str(parcel.uid), name=parcel.name, size=parcel.size, sha256=parcel.sha256)
    update = Update(application=case.application.number or "", files=(file,), note=parcel.title)
    return heard(request, case, f"result:{parcel.uid}", "result", update)


def _complete(parcel: Parcel) -> None:
    try:
        complete(parcel=parcel, at=timezone.now())
    except NotWhole as error:
        raise Problem("out-of-place", str(error), received=parcel.received) from None
    except Damaged as error:
        empty(parcel=parcel)
        raise Problem("digest-differs", str(error)) from None
    except Refused as error:
        empty(parcel=parcel)
        raise Problem("file-refused", str(error)) from None


def _own(request: HttpRequest, upload: UUID) -> Parcel:
    parcel = parcel_of(connection_of(request), upload)
    if parcel is None:
        raise Problem("not-found")
    return parcel


def _upload(parcel: Parcel) -> UploadOut:
    return UploadOut.model_validate(
        {
            "upload": parcel.uid,
            "size": parcel.size,
            "received": parcel.received,
            "chunk_most": PIECE_MOST,
            "is_complete": parcel.file_id is not None,
        }
    )
