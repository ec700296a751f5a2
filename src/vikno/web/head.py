"""The head of a page for search engines and previews of shared links: canonical address and languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from vikno.kernel.public_urls import absolute_url
from vikno.pagecache.decorators import cached_parameters
from vikno.web import navigation

# Parameters that select a page of a list. Any other parameter makes search results.
CANONICAL_PARAMETERS = ("event", "category", "page")


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """The canonical address of a page, its translations, and whether search engines may index it."""

    canonical: str
    alternates: Mapping[str, str]
    is_indexed: bool

    @property
    def default_url(self) -> str:
        """Return the address for readers of other languages: the site's default language if the page has it."""
        return self.alternates.get(settings.LANGUAGE_CODE) or next(iter(self.alternates.values()), "")


def page_head(request: HttpRequest, addresses: Mapping[str, str]) -> PageHead:
    """Return the head of a page. `addresses`, by language, are its translations where they have addresses of their own."""
    # The address with only those parameters that make it another page.
    parameters = QueryDict(mutable=True)
    for name in CANONICAL_PARAMETERS:
        value = request.GET.get(name, "")
        if value and (name, value) != ("page", "1"):
            parameters[name] = value
    address = f"{request.path}?{parameters.urlencode()}" if parameters else request.path
    by_language = dict(addresses) or {link.code: link.url for link in navigation.language_links(address)}
    ordered = {code: absolute_url(by_language[code]) for code, _name in settings.LANGUAGES if by_language.get(code)}
    # A page shown in a language that it has no text in is a copy of the original.
    canonical = ordered.get(get_language() or "") or next(iter(ordered.values()), absolute_url(address))
    # A page is indexed if it is public, which cached pages are, and not search results.
    match = getattr(request, "resolver_match", None)
    is_public = match is not None and cached_parameters(match.func) is not None
    is_search = not {name for name, value in request.GET.items() if value} <= set(CANONICAL_PARAMETERS)
    return PageHead(canonical=canonical, alternates=ordered, is_indexed=is_public and not is_search)
