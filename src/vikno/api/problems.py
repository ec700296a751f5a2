"""Errors of the API: `application/problem+json` by RFC 9457, with stable types and no personal data."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:vikno:problem:"

# Status and title of each type. docs/edms-agency-api.md lists them too, and a test compares the two.
PROBLEM_TYPES: dict[str, tuple[int, str]] = {
    "malformed": (400, "The request cannot be read"),
    "idempotency-key-missing": (400, "Idempotency-Key is missing or is none"),
    "unauthorized": (401, "No token, or it has run out"),
    "forbidden": (403, "The token does not allow this"),
    "not-found": (404, "There is nothing here for this partner"),
    "method-not-allowed": (405, "This method is not known here"),
    "in-progress": (409, "The first request under this key is still being worked on"),
    "out-of-place": (409, "The bytes do not begin where the last ones ended"),
    "too-many-uploads": (409, "Too many uploads are open"),
    "gone": (410, "The application was withdrawn: its content is not given out"),
    "etag-differs": (412, "The application has changed since it was read"),
    "too-large": (413, "The request is larger than is taken"),
    "range-not-satisfiable": (416, "The range lies outside the file"),
    "invalid": (422, "A value is missing or wrong"),
    "idempotency-key-reused": (422, "The key was used for another request"),
    "refused": (422, "The rules of the portal do not allow this"),
    "digest-differs": (422, "The digest is not the one that was promised"),
    "file-refused": (422, "The file is not of a kind that is taken"),
    "if-match-missing": (428, "If-Match is missing"),
    "too-many-requests": (429, "Too many requests"),
    "fault": (500, "The portal failed"),
}


class ProblemOut(Schema):
    """RFC 9457."""

    type: str = Field(examples=["urn:vikno:problem:not-found"])
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, str]] = Field(default=[], description="Which values are wrong: `in`, `at`, `says`")
    received: int | None = Field(default=None, description="With `out-of-place`: the byte that is expected next")


class ApiProblem(Exception):
    """An error that becomes a problem document."""

    def __init__(self, kind: str, detail: str = "", *, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.headers, self.more = kind, detail, headers or {}, more

    def to_response(self) -> HttpResponse:
        status, title = PROBLEM_TYPES[self.kind]
        fields = {"type": f"{PREFIX}{self.kind}", "title": title, "status": status, "detail": self.detail, **self.more}
        body = json.dumps({name: value for name, value in fields.items() if value != ""}, ensure_ascii=False)
        response = HttpResponse(body, status=status, content_type=MEDIA_TYPE, headers=self.headers)
        response["Cache-Control"] = "no-store"
        return response


def problem_responses(*statuses: int) -> dict[int, type[ProblemOut]]:
    """Return the errors that an operation declares: these, and those that every operation has."""
    return dict.fromkeys(sorted({400, 401, 403, 422, 429, *statuses}), ProblemOut)


def install_handlers(api: NinjaAPI) -> None:
    """Make the API answer every error with a problem document."""
    api.add_exception_handler(ApiProblem, _api_problem)
    api.add_exception_handler(Http404, lambda request, error: ApiProblem("not-found").to_response())
    api.add_exception_handler(AuthenticationError, lambda request, error: unauthorized_problem().to_response())
    api.add_exception_handler(ValidationError, _invalid)
    # ninja adds Retry-After.
    api.add_exception_handler(Throttled, lambda request, error: ApiProblem("too-many-requests").to_response())
    api.add_exception_handler(HttpError, lambda request, error: ApiProblem("malformed").to_response())


def unauthorized_problem() -> ApiProblem:
    return ApiProblem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="agency"'})


def _api_problem(request: HttpRequest, error: ApiProblem | type[ApiProblem]) -> HttpResponse:
    assert isinstance(error, ApiProblem)
    return error.to_response()


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Answer which values are wrong and why, without the values themselves."""
    assert isinstance(error, ValidationError)
    wrong = []
    for fault in error.errors:
        place, *path = (str(part) for part in fault["loc"])
        wrong.append({"in": place, "at": ".".join(path), "says": str(fault["msg"])})
    headers = {fault["at"].lower() for fault in wrong if fault["in"] == "header"}
    if "idempotency-key" in headers:
        return ApiProblem("idempotency-key-missing").to_response()
    if "if-match" in headers:
        return ApiProblem("if-match-missing").to_response()
    return ApiProblem("invalid", errors=wrong).to_response()
