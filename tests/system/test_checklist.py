"""The journey of a list of papers: a guest makes it from a few answers, keeps it after signing in, ticks it off, deletes it."""

import re

from tests.system.resident_journey import (
    given_they_signed_in,
    then_they_are_told_what_to_correct,
    then_they_read,
)
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

CARD = "/services/residence-registration/"


def when_they_answer(visitor: Visitor, *answers: str) -> None:
    for text in answers:
        visitor.choose(re.compile(f"^{re.escape(text)}"))
    visitor.press(say("Show my list"))


def given_a_list_that_they_made(visitor: Visitor) -> None:
    """Answer all questions but one first: the answers are kept, and the missing one is named."""
    visitor.open(CARD)
    visitor.follow(say("What papers do I need?"))
    when_they_answer(visitor, "Орендую", "Я сам, мені вже є 14 років", "Ні")
    then_they_are_told_what_to_correct(visitor)
    assert visitor.page.get_by_label("Орендую").is_checked()
    visitor.page.locator("#q4-2").check()
    visitor.press(say("Show my list"))
    then_they_read(visitor, "Договір оренди")
    then_they_read(visitor, re.compile("^Безоплатно"))


def when_they_keep_the_list(visitor: Visitor) -> None:
    visitor.follow(say("Keep in my cabinet"))
    visitor.press(say("Keep the list"))


def when_they_tick_off(visitor: Visitor, paper: str) -> None:
    visitor.choose(re.compile(f"^{paper}"))
    visitor.press(say("Save"))


def then_it_is_ticked_off(visitor: Visitor, paper: str) -> None:
    assert visitor.page.get_by_label(re.compile(f"^{paper}")).is_checked()


def when_they_delete_the_list_from_the_cabinet(visitor: Visitor) -> None:
    visitor.open("/cabinet/")
    visitor.go(visitor.main().locator("section[aria-labelledby=checklists] a").first)
    visitor.follow(say("Delete the list"))
    visitor.press(say("Delete"))


def then_the_cabinet_has_no_lists(visitor: Visitor) -> None:
    assert not visitor.page.locator("section[aria-labelledby=checklists]").is_visible()


def test_a_list_made_by_a_guest_is_kept_ticked_off_and_deleted(phone: Visitor):
    given_a_list_that_they_made(phone)
    made = phone.page.url
    given_they_signed_in(phone, "resident@example.com")
    phone.open(made)

    when_they_keep_the_list(phone)
    when_they_tick_off(phone, "Договір оренди")
    then_it_is_ticked_off(phone, "Договір оренди")

    when_they_delete_the_list_from_the_cabinet(phone)
    then_the_cabinet_has_no_lists(phone)


def test_it_works_without_scripts_and_leads_to_another_service(no_script: Visitor):
    given_a_list_that_they_made(no_script)

    no_script.open("/services/birth-assistance/checklist/")
    when_they_answer(no_script, "Ще ні")

    then_they_read(no_script, say("It seems that you do not need this service"))
    no_script.go(no_script.main().locator(".inset a").first)
    assert no_script.page.url.endswith("/services/birth-registration/")


def test_the_list_and_all_papers_can_be_taken_away(desk: Visitor):
    given_a_list_that_they_made(desk)

    paper = desk.page.get_by_role("link", name=say("Print the list (PDF)")).get_attribute("href")
    papers = desk.page.get_by_role("link", name=say("All papers in one file (ZIP)")).get_attribute("href")

    for address, kind in ((paper, "application/pdf"), (papers, "application/zip")):
        response = desk.page.request.get(f"{desk.portal}{address}")
        assert (response.status, response.headers["content-type"]) == (200, kind)
