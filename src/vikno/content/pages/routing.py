"""Routing of an address to a page: in the reader's language, or else in another one."""

from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpRequest
from wagtail.url_routing import RouteResult

from vikno.content.models import HomePage


def resolve_page(request: HttpRequest, path: str, language: str) -> RouteResult | None:
    """Return the page at this path. A page without a translation has the path of its original in every language."""
    steps = [step for step in path.split("/") if step]
    homes = {home.language: home for home in HomePage.objects.live().select_related("locale")}
    for code in [language, *(code for code, _name in settings.LANGUAGES if code != language)]:
        if home := homes.get(code):
            with suppress(Http404):
                return home.route(request, steps)
    return None
