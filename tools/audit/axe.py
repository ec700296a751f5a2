"""Checks of pages in a Chromium with the screen of a phone: accessibility by axe, and scrolling sideways."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join("; "));
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 740}


def chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return os.environ.get("VIKNO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def quick_chromium() -> str | None:
    """Return the headless Chromium, which draws the same pages at two thirds of the cost, or else any other."""
    return os.environ.get("VIKNO_CHROMIUM") or shutil.which("chromium-headless-shell") or chromium()


def faults(portal: str, addresses: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each problem of these pages with the address of the page."""
    axe = SOURCE.read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport=PHONE)
        for address in addresses:
            page.goto(f"{portal}{address}")
            for fault in seen(page, axe):
                yield fault, address
        browser.close()


def seen(page: Page, axe: str) -> list[str]:
    """Return what is wrong with the page that is open; `axe` is its source, or nothing where it cannot run."""
    found = ["scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    if axe:
        page.evaluate(axe)
        found += page.evaluate(RUN)
    return found
