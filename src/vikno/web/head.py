"""What a page says of itself to search engines and to whoever shares it: its one address, its languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from vikno.pagecache.decorators import cached_parameters
from vikno.web import navigation

# These make another page of a list; any other parameter makes the result of a search.
CANONICAL_PARAMETERS = ("event", "category", "page")


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """Where a page is, in which languages, and whether it is for everybody to find."""

    canonical: str
    alternates: Mapping[str, str]
    is_indexed: bool

    @property
    def default_url(self) -> str:
        """Return where readers of other languages are led: to the usual language of the site, if the page has it."""
        return self.alternates.get(settings.LANGUAGE_CODE) or next(iter(self.alternates.values()), "")


def page_head(request: HttpRequest, addresses: Mapping[str, str]) -> PageHead:
    """Return the head of a page. `addresses` are those of its real translations, when it is not translated by itself."""
    own = _own_address(request)
    here = dict(addresses) or {one.code: one.url for one in navigation.language_links(own)}
    ordered = {code: absolute_url(here[code]) for code, _name in settings.LANGUAGES if here.get(code)}
    # A page that is shown in a language it is not written in is a copy of the original.
    canonical = ordered.get(get_language() or "") or next(iter(ordered.values()), absolute_url(own))
    return PageHead(canonical=canonical, alternates=ordered, is_indexed=_is_indexed(request))


def absolute_url(address: str) -> str:
    """Return the whole address of what is on this site, as others know it."""
    return urljoin(f"{settings.PUBLIC_URL}/", address)


def _own_address(request: HttpRequest) -> str:
    """Return the address without what does not make it another page."""
    kept = QueryDict(mutable=True)
    for name in CANONICAL_PARAMETERS:
        value = request.GET.get(name, "")
        if value and (name, value) != ("page", "1"):
            kept[name] = value
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _is_indexed(request: HttpRequest) -> bool:
    """Tell whether a page is for everybody, so that it may be kept, and no result of a search."""
    match = getattr(request, "resolver_match", None)
    asked = {name for name, value in request.GET.items() if value}
    return match is not None and cached_parameters(match.func) is not None and asked <= set(CANONICAL_PARAMETERS)
