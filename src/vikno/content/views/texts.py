"""Pages that explain the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vikno.web import display


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "content/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "content/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "content/privacy.html", {"draft_days": settings.DRAFT_KEPT_DAYS})


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    context = {
        "session": settings.SESSION_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "csrf": settings.CSRF_COOKIE_NAME,
        "display": list(display.SETTINGS),
    }
    return render(request, "content/cookies.html", context)
