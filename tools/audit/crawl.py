"""Walk every link of an own copy of the portal as a guest, in three languages: `make crawl`.

Fails on an address that answers 404 or 500 or leads in a circle, on a link to a place that is not on the page, on a string
that is not translated, on markup that html-validate finds wrong, and, where there is a Chromium, on what axe finds on a phone's
screen. With `--data` it walks again after the real input was brought in from that folder.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from tools.audit import axe, html_validation
from tools.audit.own_portal import OwnPortal, own_portal, stop_when_told
from tools.audit.page_language import LanguageListener
from tools.audit.site_walk import FetchedPage, SiteWalk, dead_anchors, kind_of

STARTS = (
    "/",
    "/cs/",
    "/en/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/services.json",
    "/services.csv",
)
# No part of the public portal: the editors' area, and what the demo shows of itself.
LEAVE = ("/editors/", "/demo/")
LOCATION = re.compile(rb"<loc>([^<]+)</loc>")
# So many pages of a kind are read by html-validate and looked at with axe, unless told otherwise.
OF_A_KIND = 20
SHOWN = 200
IMPORTS = (
    ("import_centres", "centres/centres.csv"),
    ("import_services", "services/services.json"),
    ("import_questions", "faq/faq.json", "--publish"),
    ("import_forms", "forms/forms.json"),
    ("index_search",),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="bring in the real input of this folder and walk again")
    parser.add_argument("--portal", help="walk a portal that runs already")
    parser.add_argument(
        "--of-a-kind", type=int, default=OF_A_KIND, help="how many pages of a kind are looked at closely"
    )
    chosen = parser.parse_args()
    stop_when_told()
    if chosen.portal:
        return report(chosen.portal.rstrip("/"), chosen.of_a_kind)
    with own_portal(processes=["web", "worker"]) as portal:
        failed = report(portal.address, chosen.of_a_kind)
        if chosen.data:
            bring_in(portal, chosen.data.resolve())
            failed |= report(portal.address, chosen.of_a_kind)
    return failed


def bring_in(portal: OwnPortal, data: Path) -> None:
    for command, *arguments in IMPORTS:
        files = [argument if argument.startswith("--") else str(data / argument) for argument in arguments]
        say(f"{command}: {portal.manage(command, *files).strip().splitlines()[-1:]}")


def report(portal: str, of_a_kind: int) -> int:
    """Walk a portal, print what was found, and return 1 if anything is to be mended."""
    began = time.monotonic()
    walk = SiteWalk(portal=portal, leave=LEAVE)
    inspection = Inspection(of_a_kind)
    for fetched, found_on in walk.pages([*STARTS, *listed(walk)]):
        inspection.look(fetched, found_on)
    say(f"{inspection.pages} pages, {inspection.files} files in {time.monotonic() - began:.0f} s")
    for kind, count in sorted(inspection.kinds.items()):
        say(f"  {count:6} {kind}" + (f" ({walk.left[kind]} more left out)" if walk.left[kind] else ""))
    trouble = gathered(
        chain(inspection.trouble(), html_validation.faults(inspection.sample), by_axe(portal, inspection.sample))
    )
    for what, addresses in list(trouble.items())[:SHOWN]:
        say(f"{what}\n      {addresses[0]}" + (f" and {len(addresses) - 1} more" if addresses[1:] else ""))
    say(f"{len(inspection.sample)} pages looked at closely in {time.monotonic() - began:.0f} s; {len(trouble)} to mend")
    return 1 if trouble else 0


def by_axe(portal: str, addresses: Iterable[str]) -> Iterable[tuple[str, str]]:
    if axe.chromium():
        return axe.faults(portal, addresses)
    say("no Chromium here: axe has seen nothing")
    return ()


def gathered(trouble: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return what is to be mended, and at which addresses."""
    addresses: dict[str, list[str]] = {}
    for what, address in trouble:
        addresses.setdefault(what, []).append(address)
    return addresses


def listed(walk: SiteWalk) -> Iterable[str]:
    """Return what the sitemap names, whether a page links to it or not."""
    for section in LOCATION.findall(walk.fetch("/sitemap.xml").body):
        address = section.decode().removeprefix(walk.portal)
        yield address
        yield from (one.decode().removeprefix(walk.portal) for one in LOCATION.findall(walk.fetch(address).body))


class Inspection:
    """What was seen on a walk."""

    def __init__(self, of_a_kind: int) -> None:
        self._of_a_kind = of_a_kind
        self.pages = self.files = 0
        self.kinds: Counter[str] = Counter()
        self.sample: dict[str, bytes] = {}
        self._listener = LanguageListener()
        self._trouble: list[tuple[str, str]] = []

    def look(self, fetched: FetchedPage, found_on: str) -> None:
        if fetched.trouble:
            self._trouble.append((fetched.trouble, f"{fetched.address}, linked from {found_on}"))
        if not fetched.is_page:
            self.files += 1
            return
        self.pages += 1
        kind = kind_of(fetched.address)
        self.kinds[kind] += 1
        self._trouble += [
            (f"leads to #{place}, which is not there", fetched.address) for place in dead_anchors(fetched)
        ]
        self._listener.hear(fetched.body, fetched.address)
        if self.kinds[kind] <= self._of_a_kind:
            self.sample[fetched.address] = fetched.body

    def trouble(self) -> Iterable[tuple[str, str]]:
        return chain(self._trouble, self._listener.untranslated(), self._listener.unmarked())


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
