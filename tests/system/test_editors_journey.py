"""The journey of a news item: written, previewed, approved, published, changed, restored, translated."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.system.conftest import visiting
from tests.system.resident_journey import given_they_signed_in, then_they_read
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

WRITER, EDITOR = "writer@example.com", "editor@example.com"
TITLE, LEAD, TEXT = "Автобус до центру", "Зупиняється двічі на день.", "Перший рейс о 8:15, другий о 13:40."
CHANGED = "Автобус до центру змінив час"
CZECH = {TITLE: "Autobus k centru", LEAD: "Staví dvakrát denně.", TEXT: "První jede v 8:15, druhý v 13:40."}
# Wagtail's area is not ours: it is used, and not checked by axe. Its buttons are found by their actions.
APPROVE = "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"


@pytest.fixture
def writer(browser: Browser, portal: str) -> Iterator[Visitor]:
    """Another screen beside the editor's."""
    yield from visiting(browser, portal, width=1280, height=900)


def when_they_choose_the_action(visitor: Visitor, button: str) -> None:
    """Press one of the buttons that unfold above «Save draft»."""
    visitor.page.locator("footer .w-dropdown__toggle").last.click()
    press(visitor, visitor.page.locator(f"{button}:visible").first)


def press(visitor: Visitor, element: Locator) -> None:
    with visitor.page.expect_navigation():
        element.click()


def go_to_news(visitor: Visitor) -> None:
    """Go down the tree of pages from the first page of the area to the list of news."""
    visitor.page.goto(f"{visitor.portal}/editors/")
    press(visitor, visitor.page.locator("main").get_by_role("link", name=say("Pages and news")))
    for title in ("Головна", "Новини"):
        press(visitor, visitor.page.locator(f"main td a[aria-label*='{title}']").first)


def when_they_write_a_news_item(visitor: Visitor) -> None:
    """Write a news item with one piece of text."""
    page = visitor.page
    go_to_news(visitor)
    press(visitor, page.locator("main a[href*='/add']").first)
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_lead").fill(LEAD)
    page.locator("button.c-sf-add-button:visible").click()
    page.get_by_role("option", name=say("Text"), exact=True).click()
    text = page.locator(".Draftail-Editor [contenteditable=true]")
    # A new piece unfolds slowly; what is typed before that is lost.
    page.wait_for_timeout(500)
    text.click()
    text.press_sequentially(TEXT)
    expect(text).to_have_text(TEXT)


def then_the_preview_shows_it(visitor: Visitor) -> None:
    # The frame is filled when it opens, with what has reached the form by then.
    visitor.page.wait_for_timeout(1500)
    visitor.page.locator("[data-side-panel-toggle=preview]").click()
    shown = visitor.page.frame_locator("#w-preview-iframe")
    expect(shown.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(shown.get_by_text(TEXT)).to_be_visible()


def when_an_editor_approves_it(visitor: Visitor) -> None:
    """Find what waits on the first page of the area, and approve it."""
    visitor.page.goto(f"{visitor.portal}/editors/")
    press(visitor, visitor.page.locator("main").get_by_role("link", name=TITLE).first)
    when_they_choose_the_action(visitor, APPROVE)


def when_an_editor_opens(visitor: Visitor, title: str) -> str:
    """Open a page in the editor; return its address there."""
    go_to_news(visitor)
    press(visitor, visitor.page.locator("main").get_by_role("link", name=title, exact=True).first)
    return visitor.page.url


def when_an_editor_translates_it(visitor: Visitor, page: str) -> None:
    """Hand the page over for translation to Czech, translate it piece by piece, publish it."""
    visitor.page.goto(page.replace("/pages/", "/localize/submit/page/").removesuffix("edit/"))
    visitor.page.get_by_label("чеська").check()
    press(visitor, visitor.page.locator("main form input[type=submit]"))
    for original, words in CZECH.items():
        piece = visitor.page.locator("li", has_text=original).last
        piece.get_by_role("button", name=say("Translate")).click()
        piece.locator("textarea, input").last.fill(words)
        piece.get_by_role("button", name=say("Save")).click()
        expect(piece.get_by_text(words)).to_be_visible()
    press(visitor, visitor.page.locator("button[name=action][value=publish]"))


def when_an_editor_restores_the_first_version(visitor: Visitor, page: str) -> None:
    """Take the first version that was published out of the history, and publish it."""
    visitor.page.goto(page.replace("/edit/", "/history/"))
    visitor.page.locator("main td .w-dropdown__toggle").last.click()
    press(visitor, visitor.page.locator("a[href*='/revert/']:visible"))
    when_they_choose_the_action(visitor, "[name=action-publish]")


def test_a_news_item_is_written_approved_changed_translated_and_brought_back(
    writer: Visitor, desk: Visitor, phone: Visitor
):
    phone.open("/news/")
    assert not phone.reads(TITLE)

    given_they_signed_in(writer, WRITER)
    when_they_write_a_news_item(writer)
    then_the_preview_shows_it(writer)
    when_they_choose_the_action(writer, "[name=action-submit]")
    phone.open("/news/")
    assert not phone.reads(TITLE)

    given_they_signed_in(desk, EDITOR)
    when_an_editor_approves_it(desk)
    phone.open("/news/")
    phone.follow(TITLE)
    then_they_read(phone, TEXT)
    address = phone.page.url.removeprefix(phone.portal)

    page = when_an_editor_opens(desk, TITLE)
    desk.page.locator("#id_title").fill(CHANGED)
    when_they_choose_the_action(desk, "[name=action-publish]")
    phone.open(address)
    then_they_read(phone, CHANGED)

    when_an_editor_restores_the_first_version(desk, page)
    phone.open(address)
    assert phone.main().get_by_role("heading", name=re.compile(f"^{TITLE}$")).is_visible()

    phone.open(f"/cs{address}")
    then_they_read(phone, TEXT)
    assert phone.page.locator("main .inset").is_visible()
    when_an_editor_translates_it(desk, page)
    phone.open(f"/cs{address}")
    then_they_read(phone, CZECH[TEXT])
    assert not phone.reads(TEXT)
