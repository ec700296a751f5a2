"""Who calls: a bearer token, the scope that an operation needs, and the pace of the partner."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from vikno.api.models import Partner
from vikno.api.problems import ApiProblem
from vikno.api.queries import find_caller
from vikno.api.rate_limit import RATE_LIMITER
from vikno.audit.operations import record as record_audit
from vikno.integration.models import Connection
from vikno.integration.operations import note_contact


class ScopedBearer(HttpBearer):
    """Let in who holds a token with this scope. Raises `Problem`: 403 without the scope, 429 when too fast."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Partner | None:
        at = timezone.now()
        caller = find_caller(token, at=at)
        if caller is None:
            return None
        if wait := RATE_LIMITER.take(caller.partner.pk, per_minute=settings.API_PER_MINUTE):
            raise ApiProblem("too-many-requests", headers={"Retry-After": str(wait)})
        if self.scope not in caller.scopes:
            challenge = f'Bearer realm="agency", error="insufficient_scope", scope="{self.scope}"'
            raise ApiProblem("forbidden", headers={"WWW-Authenticate": challenge})
        note_contact(connection=caller.partner.connection, at=at)
        return caller.partner


def connection_of(request: HttpRequest) -> Connection:
    """Return the connection that the caller speaks for: the only one whose cases exist for it."""
    partner = getattr(request, "auth", None)
    assert isinstance(partner, Partner), "an operation of the API is behind a scope"
    return partner.connection


def record_access(request: HttpRequest, action: str, subject: str) -> None:
    """Write down what a program was given or said, with the number of the request on the bus that brought it, if one did."""
    bus = {"x_road_id": request.headers.get("X-Road-Id", ""), "x_road_client": request.headers.get("X-Road-Client", "")}
    detail = {name: value[:200] for name, value in bus.items() if value}
    actor = f"connection:{connection_of(request).uid}"
    record_audit(actor=actor, action=f"agency.{action}", subject=subject, at=timezone.now(), detail=detail)
