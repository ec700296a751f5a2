"""Somebody at a browser: opens pages, reads, presses; every page passed is checked by axe and for sideways scrolling."""

import os
import re
import time
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.patience import PATIENCE_SECONDS
from tools.audit import axe

# Set to a folder to get a picture of every page a journey passes.
PICTURES = os.environ.get("VIKNO_PICTURES")


class Visitor:
    """A page in a browser of its own, and what there was to complain of: script errors, bad answers."""

    def __init__(self, page: Page, portal: str, axe_source: str = "") -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.portal = portal
        # Without scripts axe cannot run either: its timers never fire.
        self._axe_source = axe_source
        self.complaints: list[str] = []
        self._pictures = 0
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._look)

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form answers 422 on purpose; the browser reports it as if it were a broken resource.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.portal}{path}")
        self.check()

    def open_until(self, path: str, text: str) -> None:
        """Open a page, again and again if need be, as people do who wait for news, until it says this."""
        until = time.monotonic() + PATIENCE_SECONDS
        self.page.goto(path)
        while not self.reads(text):
            assert time.monotonic() < until, f"{path} does not say: {text}\n{self.main().inner_text()}"
            self.page.wait_for_timeout(300)
            self.page.reload()
        self.check()

    def press(self, name: str | re.Pattern[str], *, role: str = "button") -> None:
        """Press a button (or follow a link) by its words, and check the page it leads to."""
        self.go(self.page.get_by_role(role, name=name).first)

    def go(self, element: Locator) -> None:
        """Press what leads to another page, wait until that has come, and check it."""
        # Waiting for «loaded» alone would look at the page that is just being left.
        with self.page.expect_navigation():
            element.click()
        self.check()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.press(name, role="link")

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_label(label).first.check()

    def reads(self, text: str | re.Pattern[str]) -> bool:
        return self.page.locator("main").get_by_text(text).first.is_visible()

    def main(self) -> Locator:
        return self.page.locator("main")

    def check(self) -> None:
        """Assert that axe finds nothing on this page and that it does not scroll sideways."""
        self.picture()
        if self._axe_source and "/editors/" in self.page.url:
            # Wagtail lets its messages fade in: half of the way their contrast is half.
            self.page.wait_for_timeout(600)
        found = axe.seen(self.page, self._axe_source)
        assert found == [], f"{self.page.url}: {found}"

    def picture(self) -> None:
        if PICTURES:
            self._pictures += 1
            width = (self.page.viewport_size or {"width": 0})["width"]
            slug = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "x", self.page.url.removeprefix(self.portal)).strip("/")
            name = f"{self._pictures:02d}-{re.sub(r'[^a-z0-9-]+', '-', slug)[:60]}-{width}.png"
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(PICTURES) / name), full_page=True)
