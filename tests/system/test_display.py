"""The display panel: every look of every kind of public page, on the narrowest phone."""

import pytest
from playwright.sync_api import Browser

from tests.system.visitor import Visitor
from tools.audit import axe

PAGES = (
    "/",
    "/services/",
    "/services/residence-registration/",
    "/centres/",
    "/centres/verbivka/",
    "/status/",
    "/accessibility/",
    "/account/login/",
)
THEMES = ("light", "dark", "contrast", "mono")


@pytest.fixture
def narrow(browser: Browser, portal: str):
    """The narrowest phone that WCAG 1.4.10 asks for, with as large a text and as wide a spacing as there is."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="uk-UA")
    context.add_cookies(
        [{"name": name, "value": value, "url": portal} for name, value in (("size", "xxl"), ("spacing", "wider"))]
    )
    visitor = Visitor(context.new_page(), portal, axe.SOURCE.read_text())
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_kind_of_page_bears_the_largest_look_in_every_theme(narrow, theme):
    narrow.page.context.add_cookies([{"name": "theme", "value": theme, "url": narrow.portal}])

    for path in PAGES:
        narrow.open(path)

        assert narrow.page.locator("html").get_attribute("data-theme") == theme


def test_a_look_is_chosen_by_keyboard_alone_and_stays(phone):
    phone.open("/")
    menu = phone.page.locator(".site-header__narrow summary")

    menu.focus()
    phone.page.keyboard.press("Enter")
    phone.page.locator(".site-header__narrow input[name=theme]").first.focus()
    with phone.page.expect_response("**/display/"):
        phone.page.keyboard.press("ArrowDown")

    phone.open("/services/")
    assert phone.page.locator("html").get_attribute("data-theme") == "dark"


def test_a_look_is_chosen_without_scripts(no_script):
    no_script.open("/services/")
    no_script.page.locator(".site-header__narrow summary").click()
    panel = no_script.page.locator(".site-header__narrow form.display")

    panel.get_by_label("Удвічі більший").check()
    no_script.go(panel.locator("button"))

    assert no_script.page.locator("html").get_attribute("data-size") == "xxl"
    assert no_script.page.url.endswith("/services/")
