"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a request that comes twice is done once.

A good answer is kept for two days and given again. Of a refused request nothing is kept: nothing has happened.
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
    """Do what the view does once for each key. The view takes `repeat: Header[Repeatable]`."""

    @wraps(view)
    def kept(request: HttpRequest, repeat: Repeatable, **given: Any) -> HttpResponse:
        partner = getattr(request, "auth", None)
        assert isinstance(partner, Partner)
        answer = _claimed(partner, repeat.key, request)
        if answer.status is not None:
            return _again(answer)
        try:
            response = view(request, repeat=repeat, **given)
        except BaseException:
            operations.release_key(answer=answer)
            raise
        operations.store_response(answer=answer, response=response)
        return response

    return kept


def _claimed(partner: Partner, key: str, request: HttpRequest) -> IdempotentResponse:
    try:
        return operations.claim_key(partner=partner, key=key, fingerprint=_fingerprint(request), at=timezone.now())
    except RequestInProgress as error:
        raise ApiProblem("in-progress", str(error), headers={"Retry-After": "2"}) from None
    except IdempotencyKeyReused as error:
        raise ApiProblem("idempotency-key-reused", str(error)) from None


def _fingerprint(request: HttpRequest) -> str:
    said = f"{request.method} {request.path}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()


def _again(answer: IdempotentResponse) -> HttpResponse:
    response = HttpResponse(bytes(answer.body), status=answer.status, headers=answer.headers)
    response["Idempotent-Replayed"] = "true"
    return response


IdempotencyHeader = Header[Repeatable]
