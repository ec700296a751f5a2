"""Views beside the API itself: tokens, hints of partners, the OpenAPI document, metrics for Prometheus."""

import datetime
import json
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from oauth2_provider.views import TokenView
from prometheus_client import CONTENT_TYPE_LATEST

from vikno.api.agency import openapi_document
from vikno.api.metrics import exposition
from vikno.api.operations import erase_token
from vikno.api.problems import ApiProblem, unauthorized_problem
from vikno.integration.models import Connection
from vikno.integration.operations import request_poll
from vikno.integration.queries import hint_secret
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address, release_try

# For each address, so that nobody guesses a secret.
WRONG_SECRETS = RateLimit(name="partner-secret", tries=20, within=datetime.timedelta(minutes=5))
get_token = TokenView.as_view()


@csrf_exempt
@never_cache
@require_POST
@sensitive_post_parameters("client_secret")
def token(request: HttpRequest) -> HttpResponse:
    """Issue a token for client credentials (RFC 6749, section 4.4, errors included). Only its digest is stored."""
    if request.POST.get("grant_type") != "client_credentials":
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    try:
        used_try = WRONG_SECRETS.acquire(client_address(request), at=timezone.now())
    except RateLimitExceeded as error:
        wait = max(1, int((error.again_at - timezone.now()).total_seconds()))
        return ApiProblem("too-many-requests", headers={"Retry-After": str(wait)}).to_response()
    response: HttpResponse = get_token(request)
    if response.status_code == 200:
        erase_token(token=json.loads(response.content)["access_token"])
    if response.status_code != 401:
        release_try(used_try)
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@never_cache
@require_POST
def hint(request: HttpRequest, code: str) -> HttpResponse:
    """Receive the hint of a partner that it has news, and poll it soon. The body of the call is ignored."""
    connection = Connection.objects.filter(code=code, is_enabled=True).first()
    secret = hint_secret(connection) if connection else ""
    if not _has_bearer_token(request, secret):
        return unauthorized_problem().to_response()
    assert connection is not None
    request_poll(connection=connection)
    return HttpResponse(status=204)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics of the exchange to the holder of the token; without a token in the settings the answer is 404."""
    if not _has_bearer_token(request, settings.METRICS_TOKEN):
        return ApiProblem("not-found").to_response()
    return HttpResponse(exposition(at=timezone.now()), content_type=CONTENT_TYPE_LATEST)


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Return the OpenAPI 3.1 document."""
    return JsonResponse(openapi_document(), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@never_cache
def not_found(request: HttpRequest) -> HttpResponse:
    return ApiProblem("not-found").to_response()


def _has_bearer_token(request: HttpRequest, secret: str) -> bool:
    """Return whether a request bears this secret; no request bears an empty one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_same = compare_digest(token.encode(), secret.encode())
    return bool(secret) and scheme.lower() == "bearer" and is_same
