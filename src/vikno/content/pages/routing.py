"""Which page an address leads to: in the reader's language, or as it was written in another."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from wagtail.url_routing import RouteResult

from vikno.content.models import HomePage


def resolve_page(request: HttpRequest, path: str, language: str) -> RouteResult | None:
    """Return the page at this path; one that is not translated keeps in every language the path of its original."""
    steps = [step for step in path.split("/") if step]
    homes = {home.language: home for home in HomePage.objects.live().select_related("locale")}
    for code in [language, *(code for code, _name in settings.LANGUAGES if code != language)]:
        if (home := homes.get(code)) and (found := _within(request, home, steps)):
            return found
    return None


def _within(request: HttpRequest, home: HomePage, steps: list[str]) -> Any:
    try:
        return home.route(request, steps)
    except Http404:
        return None
