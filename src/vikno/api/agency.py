"""The agency API, put together, and its description."""

import json
from typing import Any

from ninja import NinjaAPI

from vikno.api import papers, problems, reading, telling, uploads
from vikno.api.authorization import ScopedBearer
from vikno.api.scopes import SCOPES

api = NinjaAPI(
    title="Vikno agency API",
    version="1",
    description="How a document management system is joined to the portal: docs/edms-agency-api.md.",
    urls_namespace="agency",
    docs_url=None,
    openapi_url=None,
)
problems.install_handlers(api)
for part in (reading, telling, papers, uploads):
    api.add_router("", part.router)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 of the API, in plain values."""
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/agency/"), default=str))
    for bound in schema["paths"].values():
        for operation in bound.values():
            _mend(operation)
    schema["components"]["securitySchemes"] = {
        "partner": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "/api/v1/oauth/token", "scopes": SCOPES}},
        }
    }
    return schema


def _mend(operation: dict[str, Any]) -> None:
    """Say of one operation what ninja cannot: that errors are problems, and which scope it needs."""
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            content = response.pop("content")
            response["content"] = {problems.MEDIA_TYPE: content["application/json"]}
    operation["security"] = [{"partner": [_scope(operation["operationId"])]}]


def _scope(operation_id: str) -> str:
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for one in view.operations:
                if api.get_openapi_operation_id(one) == operation_id:
                    return next(auth.scope for auth in one.auth_callbacks if isinstance(auth, ScopedBearer))
    raise LookupError(operation_id)
