"""The agency API, put together, and its OpenAPI document."""

import json
from typing import Any

from ninja import NinjaAPI

from vikno.api import case_reads, case_reports, paper_applications, problems, result_uploads
from vikno.api.authorization import ScopedBearer
from vikno.api.rate_limit import PartnerThrottle
from vikno.api.scopes import SCOPES

api = NinjaAPI(
    title="Vikno agency API",
    version="1",
    description="How a document management system is joined to the portal: docs/edms-agency-api.md.",
    urls_namespace="agency",
    docs_url=None,
    openapi_url=None,
    throttle=[PartnerThrottle()],
)
problems.install_handlers(api)
for module in (case_reads, case_reports, paper_applications, result_uploads):
    api.add_router("", module.router)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 of the API, in plain values.

    ninja knows neither that errors are problem documents nor which scope an operation needs: both are added here.
    """
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/agency/"), default=str))
    scopes = {
        operation.operation_id: callback.scope
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for callback in operation.auth_callbacks
        if isinstance(callback, ScopedBearer)
    }
    for path in schema["paths"].values():
        for operation in path.values():
            operation["security"] = [{"partner": [scopes[operation["operationId"]]]}]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    content = response.pop("content")
                    response["content"] = {problems.MEDIA_TYPE: content["application/json"]}
    schema["components"]["securitySchemes"] = {
        "partner": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "/api/v1/oauth/token", "scopes": SCOPES}},
        }
    }
    return schema
