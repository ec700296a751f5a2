"""Measure pages of an own copy of the portal with Lighthouse, as a phone: `make lighthouse`.

Prints the scores of each page and fails below what we promise. A machine that is busy makes pages slow: a page that is too
slow is measured twice more, and the median counts.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.audit import axe
from tools.audit.node import node
from tools.audit.own_portal import own_portal, stop_when_told

PROMISED = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
# Programs and networks of others play no part: the portal is asked on this machine, as a slow phone on a slow network.
RUNS_WHEN_SLOW = 3

Scores = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class MeasuredPage:
    """A page to be measured, and what it is measured for."""

    name: str
    path: str
    of: Sequence[str] = tuple(PROMISED)


# The result of a search asks other searches not to find it, so nothing of «seo» is promised for it; the empty one is found.
PAGES = (
    MeasuredPage(name="home", path="/"),
    MeasuredPage(name="card", path="/services/birth-assistance/"),
    MeasuredPage(name="search", path="/search/"),
    MeasuredPage(name="results", path="/search/?q=паспорт", of=("performance", "accessibility", "best-practices")),
    MeasuredPage(name="centre", path="/centres/verbivka/"),
)


def main() -> int:
    stop_when_told()
    chromium = axe.chromium()
    if not chromium:
        sys.stderr.write("Lighthouse needs a Chromium: apt-get install chromium, or set VIKNO_CHROMIUM\n")
        return 1
    say(f"{'':10}" + "".join(f"{name:>16}" for name in PROMISED))
    with own_portal(processes=["web", "worker"]) as portal:
        trouble = [line for page in PAGES for line in judge(page, portal.address, chromium)]
    for line in trouble:
        say(line)
    return 1 if trouble else 0


def judge(page: MeasuredPage, address: str, chromium: str) -> list[str]:
    """Measure a page and print its scores; return what is below what we promise."""
    reports = [measure(page, address, chromium)]
    while scores(reports)["performance"] < PROMISED["performance"] and len(reports) < RUNS_WHEN_SLOW:
        reports.append(measure(page, address, chromium))
    found = scores(reports)
    say(f"{page.name:10}" + "".join(f"{found.get(name, '–'):>16}" for name in PROMISED))
    below = [name for name in page.of if found[name] < PROMISED[name]]
    return [f"{page.path}: {name} {found[name]}: {', '.join(faults(reports[-1], name))}" for name in below]


def measure(page: MeasuredPage, address: str, chromium: str) -> dict:
    with tempfile.TemporaryDirectory(prefix="vikno-lighthouse-") as folder:
        output = Path(folder) / "report.json"
        arguments = [
            f"{address}{page.path}",
            "--quiet",
            "--output=json",
            f"--output-path={output}",
            f"--only-categories={','.join(page.of)}",
            f"--chrome-flags={CHROMIUM_FLAGS}",
        ]
        done = node("lighthouse/cli/index.js", arguments, also={"CHROME_PATH": chromium})
        if done.returncode:
            raise SystemExit(f"{page.path}: {done.stdout}\n{done.stderr}")
        return json.loads(output.read_text())


def scores(reports: Sequence[dict]) -> Scores:
    """Return the median of each score, from 0 to 100."""
    return {
        name: round(100 * statistics.median(report["categories"][name]["score"] or 0 for report in reports))
        for name in reports[0]["categories"]
    }


def faults(report: dict, category: str) -> list[str]:
    """Return the audits that took something off a score."""
    weighed = [one["id"] for one in report["categories"][category]["auditRefs"] if one["weight"]]
    return [f"{name} ({audit['title']})" for name in weighed if is_fault(audit := report["audits"][name])]


def is_fault(audit: dict) -> bool:
    return audit["score"] is not None and audit["score"] < 0.9


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
