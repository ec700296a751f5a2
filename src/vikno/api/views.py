"""What stands beside the API proper: tokens, hints of partners, its description, figures for monitoring."""

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
from vikno.integration.operations import request_poll as look_soon
from vikno.integration.queries import hint_secret
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address, release_try

# Of one address: a secret is not guessed at, and a program that has it wrong is told so a few times.
WRONG_SECRETS = RateLimit(name="partner-secret", tries=20, within=datetime.timedelta(minutes=5))
get_token = TokenView.as_view()


@csrf_exempt
@never_cache
@require_POST
@sensitive_post_parameters("client_secret")
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for client credentials (RFC 6749, section 4.4); errors are as that says. Only its digest is kept."""
    if request.POST.get("grant_type") != "client_credentials":
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    try:
        place = WRONG_SECRETS.acquire(client_address(request), at=timezone.now())
    except RateLimitExceeded as error:
        wait = max(1, int((error.again_at - timezone.now()).total_seconds()))
        return ApiProblem("too-many-requests", headers={"Retry-After": str(wait)}).to_response()
    response: HttpResponse = get_token(request)
    if response.status_code == 200:
        erase_token(token=json.loads(response.content)["access_token"])
    if response.status_code != 401:
        release_try(place)
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@never_cache
@require_POST
def hint(request: HttpRequest, code: str) -> HttpResponse:
    """Take a partner's word that it has news, and look there soon. What the call says beside that is not read."""
    connection = Connection.objects.filter(code=code, is_enabled=True).first()
    secret = hint_secret(connection) if connection else ""
    if not _bears(request, secret):
        return unauthorized_problem().to_response()
    assert connection is not None
    look_soon(connection=connection)
    return HttpResponse(status=204)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures of the exchange to who has the token; without one in the settings there is nothing here."""
    if not _bears(request, settings.METRICS_TOKEN):
        return ApiProblem("not-found").to_response()
    return HttpResponse(exposition(at=timezone.now()), content_type=CONTENT_TYPE_LATEST)


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Describe the API: OpenAPI 3.1."""
    return JsonResponse(openapi_document(), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@never_cache
def not_found(request: HttpRequest) -> HttpResponse:
    return ApiProblem("not-found").to_response()


def _bears(request: HttpRequest, secret: str) -> bool:
    """Tell whether a request carries this secret; an empty one is carried by nobody."""
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    is_same = compare_digest(sent.encode(), secret.encode())
    return bool(secret) and scheme.lower() == "bearer" and is_same
