"""The journeys of the head of a centre through the exchange: on a wide screen, a phone, by keyboard, without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.system.resident_journey import (
    given_they_signed_in,
    then_they_are_told_what_to_correct,
    then_they_read,
)
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor
from vikno.demo.sign_ins import HEAD

EXCHANGE = "/workspace/exchange/"
PAGES = ["", "undelivered/", "messages/", "alerts/", "starosta/map/", "starosta/map/add/"]


@pytest.fixture(scope="module")
def signed_in(browser: Browser, portal: str) -> list[Any]:
    """Sign in once; return what a browser remembers of it."""
    context = browser.new_context(locale="uk-UA")
    given_they_signed_in(Visitor(context.new_page(), portal), HEAD)
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def head(desk: Visitor, signed_in: list[Any]) -> Visitor:
    desk.page.context.add_cookies(signed_in)
    return desk


@pytest.fixture
def head_on_a_phone(phone: Visitor, signed_in: list[Any]) -> Visitor:
    phone.page.context.add_cookies(signed_in)
    return phone


@pytest.fixture
def head_without_scripts(no_script: Visitor, signed_in: list[Any]) -> Visitor:
    no_script.page.context.add_cookies(signed_in)
    return no_script


def then_the_page_confirms(visitor: Visitor, words: str) -> None:
    """Expect the message above the page."""
    assert visitor.page.get_by_text(say(words)).first.is_visible()


def partner(visitor: Visitor, name: str) -> Locator:
    """Return the part of the first page about one system."""
    return visitor.page.locator(".partner", has=visitor.page.get_by_role("heading", name=name, exact=True))


def test_every_page_of_the_exchange_fits_a_phone(head_on_a_phone: Visitor):
    for path in PAGES:
        head_on_a_phone.open(f"{EXCHANGE}{path}")
        assert head_on_a_phone.page.locator("h1").count() == 1


def test_how_systems_fare_leads_to_what_needs_a_person(head: Visitor):
    head.open(EXCHANGE)
    assert partner(head, "СЕД старости").get_by_text(say("Works, and something needs a person")).is_visible()

    head.go(partner(head, "СЕД старости").get_by_role("link", name="1", exact=True).first)

    assert "connection=starosta" in head.page.url
    then_they_read(head, re.compile("14/02-07"))


def test_a_system_is_paused_and_opened_again_and_the_back_button_does_nothing_twice(head: Visitor):
    head.open(EXCHANGE)
    head.go(partner(head, "СЕД старости").get_by_role("button", name=starting(say("Pause"))))
    assert partner(head, "СЕД старости").get_by_text(say("Paused"), exact=True).is_visible()
    head.page.go_back()
    head.page.go_forward()
    assert partner(head, "СЕД старости").get_by_text(say("Paused"), exact=True).is_visible()

    head.go(partner(head, "СЕД старости").get_by_role("button", name=starting(say("Open again"))))

    assert partner(head, "СЕД старости").get_by_text(say("Paused"), exact=True).count() == 0


def test_a_message_is_read_as_it_came_and_set_aside(head: Visitor):
    head.open(f"{EXCHANGE}messages/?connection=sev")
    head.go(head.page.locator(".trouble__title a").first)
    assert "графік прийому" in head.page.locator("pre.raw").inner_text()
    when_the_head_sets_it_aside_by_keyboard(head)

    then_the_page_confirms(head, "The message is set aside.")
    head.open(f"{EXCHANGE}messages/?connection=sev")
    then_they_read(head, say("Nothing here"))


def when_the_head_sets_it_aside_by_keyboard(head: Visitor) -> None:
    head.page.locator("summary", has_text=say("Set aside")).focus()
    head.page.keyboard.press("Enter")
    head.page.keyboard.press("Tab")
    with head.page.expect_navigation():
        head.page.keyboard.press("Enter")
    head.check()


def test_an_unknown_status_is_put_into_the_map_and_its_alert_goes(head: Visitor):
    head.open(f"{EXCHANGE}alerts/")
    head.follow(starting(say("Say what it means")))
    when_the_head_translates_the_status_into(head, "cs", "Předáno")
    head.press(say("Save"))
    then_they_are_told_what_to_correct(head)
    then_the_form_keeps(head, foreign="Передано до військового обліку", words_cs="Předáno")

    when_the_head_translates_the_status_into(head, "uk", "Дані передано до військового обліку")
    head.press(say("See what the resident will read"))
    then_they_read(head, "Дані передано до військового обліку")

    head.press(say("Save"))
    head.open(f"{EXCHANGE}alerts/")
    then_they_read(head, say("No alerts"))


def when_the_head_translates_the_status_into(head: Visitor, language: str, words: str) -> None:
    head.page.locator(f"#id_words_{language}").fill(words)


def then_the_form_keeps(head: Visitor, **values: str) -> None:
    for name, value in values.items():
        assert head.page.locator(f"#id_{name}").input_value() == value


def test_without_scripts_a_letter_that_was_given_up_is_sent_again_and_arrives(head_without_scripts: Visitor):
    head = head_without_scripts
    head.open(f"{EXCHANGE}undelivered/")
    then_they_read(head, re.compile("тимчасово відключено"))
    number = head.page.locator(".trouble__title").inner_text().split()[-1]

    head.press(starting(say("Send again")))

    then_the_page_confirms(head, "It goes out once more. If it fails again, it comes back here.")
    case = f"{head.portal}/workspace/?text={number}"
    head.page.goto(case)
    head.follow(number)
    head.open_until(head.page.url, say("Registered"))
