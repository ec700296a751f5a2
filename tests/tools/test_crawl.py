"""Tests of the walk over the portal: it finds dead links, missing anchors and text in a wrong language."""

from tools.audit.page_language import LanguageListener
from tools.audit.site_walk import FetchedPage, SiteWalk, dead_anchors, kind_of, links

PORTAL = "http://localhost:1"


class FakeSite(SiteWalk):
    """A walk over pages that are written here."""

    pages_here: dict[str, str]

    def fetch(self, address: str) -> FetchedPage:
        if address not in self.pages_here:
            return FetchedPage(address=address, trouble="answers 404")
        return page(self.pages_here[address], address=address)


def page(body: str, *, address: str = "/", language: str = "uk") -> FetchedPage:
    whole = f'<!doctype html><html lang="{language}"><body>{body}</body></html>'
    return FetchedPage(address=address, type="text/html", body=whole.encode())


def site(**pages: str) -> FakeSite:
    walk = FakeSite(portal=PORTAL)
    walk.pages_here = {f"/{name}": body for name, body in pages.items()}
    return walk


def listen_to(*pages: FetchedPage) -> LanguageListener:
    listener = LanguageListener()
    for fetched in pages:
        listener.hear(fetched.body, fetched.address)
    return listener


def test_a_link_that_leads_nowhere_is_told_with_the_page_it_stands_on():
    walk = site(a='<a href="/b">b</a>', b='<a href="/gone">c</a> <a href="/a">a</a>')

    found = {fetched.address: (fetched.trouble, found_on) for fetched, found_on in walk.pages(["/a"])}

    assert found == {"/a": ("", "the start"), "/b": ("", "/a"), "/gone": ("answers 404", "/b")}


def test_a_walk_ends_on_a_page_with_endless_questions():
    walk = site(a="".join(f'<a href="/a?page={number}">next</a>' for number in range(500)))

    list(walk.pages(["/a"]))

    assert walk.left["/a"] == 500 - walk.queries_of_a_page


def test_what_is_elsewhere_is_not_walked():
    found = links(
        page('<a href="https://example.org/">a</a><a href="mailto:a@b.example">b</a><a href="/c#d">c</a>'), PORTAL
    )

    assert found == ["/c"]


def test_an_anchor_that_is_not_there_is_found():
    assert dead_anchors(page('<p id="here"><a href="#here">a</a><a href="#there">b</a>')) == ["there"]


def test_pages_of_one_kind_are_counted_together():
    assert kind_of("/cs/services/abc/card.pdf?x=1") == kind_of("/services/def/card.pdf") == "/services/*/card.pdf"


def test_a_string_that_stays_in_english_is_found_unless_it_is_marked():
    listener = listen_to(page('<p>Search the site</p><p lang="en">All services</p>'))

    assert [problem for problem, _address in listener.untranslated()] == [
        "in English on a page in «uk»: 'Search the site'"
    ]


def test_a_sentence_that_was_never_given_to_translators_is_found():
    body = "<p>This stands in no file</p>"

    listener = listen_to(page(body, language="en"), page(body, address="/cs/", language="cs"))

    assert [address for _problem, address in listener.untranslated()] == ["/cs/"]


def test_ukrainian_on_an_english_page_needs_a_mark():
    listener = listen_to(page('<p>вулиця</p><p lang="uk">площа</p><img alt="двері">', language="en"))

    assert len(list(listener.unmarked())) == 2
