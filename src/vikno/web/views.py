"""Views that belong to no face: the display panel, health, the manifest and error pages."""

import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vikno.centres.queries import main_centre
from vikno.pagecache.decorators import cached_for_guests
from vikno.web.display import COOKIE_MAX_AGE, DisplayPreferences, valid_choices
from vikno.web.origin import same_origin_only

RETRY_AFTER_SECONDS = "60"
BACKGROUND_COLOUR = "#fbf8f2"


@same_origin_only
@require_POST
def save_display(request: HttpRequest) -> HttpResponse:
    """Save the display settings and redirect to the page the reader came from."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if is_ours else "/")
    for name, value in valid_choices(request.POST).items():
        response.set_cookie(name, value, max_age=COOKIE_MAX_AGE, secure=settings.SECURE, httponly=True, samesite="Lax")
    return response


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Report whether this process can answer, by a query of the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "down", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok"})


@cached_for_guests()
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Return the web app manifest, for the site's icon on the first screen of a phone."""
    centre = main_centre()
    data = {
        "name": (centre and (centre.community or centre.name)) or "Вікно",
        "short_name": "Вікно",
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "display": "browser",
        "background_color": BACKGROUND_COLOUR,
        "theme_color": BACKGROUND_COLOUR,
        "icons": [
            {"src": static("dist/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(f"dist/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ),
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours, or the 503 page when the database does not answer."""
    if isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        response = _plain(request, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return _plain(request, "500.html", status=500)


def _plain(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """Render an error page without the context of every page: the database may be what failed."""
    return HttpResponse(render_to_string(template, {"display": DisplayPreferences(request.COOKIES)}), status=status)
