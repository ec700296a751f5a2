"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a repeated request takes effect once.

A successful response is stored for two days and sent again. A refused request changes nothing, so nothing is stored.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Schema
from pydantic import Field

from vikno.api import operations
from vikno.api.models import IdempotentResponse, Partner
from vikno.api.operations import IdempotencyKeyReused, RequestInProgress
from vikno.api.problems import ApiProblem

KEY_PATTERN = r'^("[\x21\x23-\x5B\x5D-\x7E]{8,98}"|[\x21\x23-\x5B\x5D-\x7E]{8,98})$'


class Repeatable(Schema):
    """The header under which a repeat is known."""

    idempotency_key: str = Field(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="A UUID or such, new for each new request",
        examples=['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
    )

    @property
    def key(self) -> str:
        return self.idempotency_key.strip('"')


View = Callable[..., HttpResponse]


def idempotent(view: View) -> View:
    """Run the view once for each key. The view takes `repeat: IdempotencyHeader`."""

    @wraps(view)
    def run_once(request: HttpRequest, repeat: Repeatable, **arguments: Any) -> HttpResponse:
        partner = getattr(request, "auth", None)
        assert isinstance(partner, Partner)
        stored = _claim_key(partner, repeat.key, request)
        if stored.status is not None:
            response = HttpResponse(bytes(stored.body), status=stored.status, headers=stored.headers)
            response["Idempotent-Replayed"] = "true"
            return response
        try:
            response = view(request, repeat=repeat, **arguments)
        except BaseException:
            operations.release_key(answer=stored)
            raise
        operations.store_response(answer=stored, response=response)
        return response

    return run_once


def _claim_key(partner: Partner, key: str, request: HttpRequest) -> IdempotentResponse:
    """Return the stored response of a key, or an empty one to fill. Raises `ApiProblem` (409, 422)."""
    fingerprint = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    try:
        return operations.claim_key(partner=partner, key=key, fingerprint=fingerprint, at=timezone.now())
    except RequestInProgress as error:
        raise ApiProblem("in-progress", str(error), headers={"Retry-After": "2"}) from None
    except IdempotencyKeyReused as error:
        raise ApiProblem("idempotency-key-reused", str(error)) from None


IdempotencyHeader = Header[Repeatable]
