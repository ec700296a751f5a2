"""Looking for something as people do: on the wrong keyboard, with the arrow keys, without scripts."""

import re

from playwright.sync_api import expect

from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

PASSPORT = "Паспорт громадянина України (ID-картка)"


def ask(visitor: Visitor, words: str) -> None:
    visitor.page.locator("main input[name=q]").first.fill(words)
    visitor.go(visitor.page.locator("main form[role=search] button").first)


def test_a_word_on_the_wrong_keyboard_finds_the_passport(phone: Visitor):
    phone.open("/search/")

    ask(phone, "gfcgjhn")

    assert phone.page.locator(".results a").first.inner_text() == PASSPORT
    phone.go(phone.page.locator(".results a").first)
    assert phone.page.locator("h1").inner_text() == PASSPORT


def test_a_suggestion_is_chosen_with_the_keyboard(phone: Visitor):
    phone.open("/")
    box = phone.page.get_by_role("combobox").first
    box.press_sequentially("субсид", delay=60)
    options = phone.page.get_by_role("option")
    expect(options.filter(has_text="Житлова субсидія").first).to_be_visible()
    phone.check()

    chosen = options.filter(has_text="Житлова субсидія").first
    for _step in range(options.count()):
        box.press("ArrowDown")
        if chosen.get_attribute("aria-selected") == "true":
            break
    with phone.page.expect_navigation():
        box.press("Enter")

    assert phone.page.url.endswith("/services/housing-subsidy/")


def test_escape_closes_the_suggestions_and_keeps_the_words(phone: Visitor):
    phone.open("/search/")
    box = phone.page.get_by_role("combobox").first
    box.press_sequentially("паспор", delay=60)
    expect(phone.page.get_by_role("option").first).to_be_visible()

    box.press("Escape")

    expect(phone.page.get_by_role("option").first).to_be_hidden()
    assert box.input_value() == "паспор"


def test_everything_is_found_without_scripts(no_script: Visitor):
    no_script.open("/")
    ask(no_script, "паспрот")
    assert no_script.page.locator(".results a").first.inner_text() == PASSPORT

    no_script.follow(re.compile(re.escape("паспрот")))

    assert "exact=1" in no_script.page.url


def test_what_is_not_found_leads_on(phone: Visitor):
    phone.open("/search/?q=щщщщщщ")

    assert phone.reads(say("Nothing found"))
    phone.follow(say("Show all services"))
    assert phone.page.url.endswith("/services/")
