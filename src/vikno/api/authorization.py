"""Authorization of a call: a bearer token, and the scope that the operation needs."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from vikno.api.models import Partner
from vikno.api.problems import ApiProblem
from vikno.api.queries import find_caller
from vikno.audit.operations import record as record_audit
from vikno.integration.models import Connection
from vikno.integration.operations import note_contact


class ScopedBearer(HttpBearer):
    """Authentication by a token with one scope. Raises `ApiProblem` (403) for a token without it."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Partner | None:
        at = timezone.now()
        caller = find_caller(token, at=at)
        if caller is None:
            return None
        if self.scope not in caller.scopes:
            challenge = f'Bearer realm="agency", error="insufficient_scope", scope="{self.scope}"'
            raise ApiProblem("forbidden", headers={"WWW-Authenticate": challenge})
        note_contact(connection=caller.partner.connection, at=at)
        return caller.partner


def connection_of(request: HttpRequest) -> Connection:
    """Return the connection of the caller: it sees no cases of any other."""
    partner = getattr(request, "auth", None)
    assert isinstance(partner, Partner), "an operation of the API is behind a scope"
    return partner.connection


def record_access(request: HttpRequest, action: str, subject: str) -> None:
    """Record in the audit a read or a message of a program, with the ids of the X-Road request that brought it, if one did."""
    headers = {
        "x_road_id": request.headers.get("X-Road-Id", ""),
        "x_road_client": request.headers.get("X-Road-Client", ""),
    }
    detail = {name: value[:200] for name, value in headers.items() if value}
    actor = f"connection:{connection_of(request).uid}"
    record_audit(actor=actor, action=f"agency.{action}", subject=subject, at=timezone.now(), detail=detail)
