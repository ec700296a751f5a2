"""Walking a site as a guest: every link of every page, each address once."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO

from lxml import html

LINKS = "//a/@href | //link/@href | //img/@src | //script/@src | //form[not(@method) or @method='get']/@action"
PLACES = "//*/@id | //a/@name"
SRCSETS = "//img/@srcset | //source/@srcset"
LANGUAGE = re.compile(r"^/(?:cs|en)(?=/|$)")
# Words of addresses that tell kinds of pages apart; others are codes and names.
FIXED = {"authority", "card.json", "card.pdf", "checklist", "checklist.pdf", "dist", "download", "event", "login"}
FIXED |= {"papers.zip", "status", "theme", "versions"}
# Where somebody comes back to does not make another page.
PASSING = {"next"}
HOPS = 5
AT_ONCE = 4
PATIENCE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class FetchedPage:
    """What came of an address: `trouble` is said in words when it is not a good answer."""

    address: str
    trouble: str = ""
    type: str = ""
    body: bytes = b""

    @property
    def is_page(self) -> bool:
        return self.type == "text/html" and not self.trouble


@dataclass(kw_only=True)
class SiteWalk:
    """One walk; bounded, so that it ends on any site. What was left out is counted by kind."""

    portal: str
    leave: tuple[str, ...] = ()
    most: int = 30_000
    files_of_a_kind: int = 100
    queries_of_a_page: int = 60
    left: Counter[str] = field(default_factory=Counter)
    _seen: dict[str, str] = field(default_factory=dict)
    _files: Counter[str] = field(default_factory=Counter)
    _queries: Counter[str] = field(default_factory=Counter)

    def pages(self, starts: Iterable[str]) -> Iterator[tuple[FetchedPage, str]]:
        """Go from these addresses on; return what came, with the page that each was found on."""
        wave = self._new(starts, found_on="the start")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while wave:
                found: list[str] = []
                for fetched in pool.map(self.fetch, wave):
                    yield fetched, self._seen[fetched.address]
                    found += self._beyond(fetched)
                wave = found

    def _beyond(self, fetched: FetchedPage) -> list[str]:
        if not fetched.is_page:
            self._files[kind_of(fetched.address)] += 1
            return []
        return self._new(links(fetched, self.portal), found_on=fetched.address)

    def _new(self, addresses: Iterable[str], *, found_on: str) -> list[str]:
        new = []
        for address in map(without_passing, addresses):
            if address in self._seen or LANGUAGE.sub("", address).startswith(self.leave):
                continue
            self._seen[address] = found_on
            if self._is_enough(address):
                self.left[kind_of(address)] += 1
            else:
                new.append(address)
        return new

    def _is_enough(self, address: str) -> bool:
        path, _, query = address.partition("?")
        self._queries[path] += bool(query)
        return (
            len(self._seen) > self.most
            or self._files[kind_of(address)] >= self.files_of_a_kind
            or self._queries[path] > self.queries_of_a_page
        )

    def fetch(self, address: str) -> FetchedPage:
        """Ask for an address, and go where it leads; a page is what is at the end."""
        passed, here = [address], address
        while True:
            try:
                response = OPENER.open(f"{self.portal}{here}", timeout=PATIENCE_SECONDS)
            except urllib.error.HTTPError as error:
                where = error.headers.get("Location", "")
                error.close()
                if not 300 <= error.code < 400 or not where:
                    return FetchedPage(address=address, trouble=f"answers {error.code}{by_way_of(passed)}")
            except (OSError, HTTPException) as error:
                return FetchedPage(address=address, trouble=f"does not answer: {error}")
            else:
                with response:
                    return FetchedPage(address=address, type=response.headers.get_content_type(), body=response.read())
            here = inside(urllib.parse.urljoin(f"{self.portal}{here}", where), self.portal)
            if not here:
                return FetchedPage(address=address, type="elsewhere")
            if here in passed or len(passed) > HOPS:
                return FetchedPage(address=address, trouble=f"leads in a circle{by_way_of([*passed, here])}")
            passed.append(here)


class NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Leaves following to us."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirectHandler)


def by_way_of(passed: list[str]) -> str:
    return f" by way of {' → '.join(passed[1:])}" if len(passed) > 1 else ""


def links(page: FetchedPage, portal: str) -> list[str]:
    """Return where a page leads to on its own site, once each."""
    tree = html.document_fromstring(page.body.decode())
    sets = [part.split()[0] for value in tree.xpath(SRCSETS) for part in value.split(",") if part.strip()]
    whole = (urllib.parse.urljoin(f"{portal}{page.address}", link) for link in [*tree.xpath(LINKS), *sets])
    return [address for address in dict.fromkeys(inside(link, portal) for link in whole) if address]


def dead_anchors(page: FetchedPage) -> list[str]:
    """Return the links to places of this page that are not there."""
    tree = html.document_fromstring(page.body.decode())
    places = {"", "top", *tree.xpath(PLACES)}
    wanted = {urllib.parse.unquote(link[1:]) for link in tree.xpath("//a[starts-with(@href, '#')]/@href")}
    return sorted(wanted - places)


def inside(link: str, portal: str) -> str:
    """Return the path and query of what is on this site, as a server is asked for it; nothing for all else."""
    parts = urllib.parse.urlsplit(link)
    if f"{parts.scheme}://{parts.netloc}" != portal:
        return ""
    path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = urllib.parse.quote(parts.query, safe="%:@!$&'()*+,;=~/?")
    return f"{path}?{query}" if query else path


def without_passing(address: str) -> str:
    path, _, query = address.partition("?")
    kept = "&".join(part for part in query.split("&") if part and part.partition("=")[0] not in PASSING)
    return f"{path}?{kept}" if kept else path


def kind_of(address: str) -> str:
    """Return the pattern that an address is of: «/services/*/card.pdf»."""
    path = LANGUAGE.sub("", address.partition("?")[0])
    first, *rest = path.strip("/").split("/")
    return "/" + "/".join([first, *(part if part in FIXED else "*" for part in rest)])
