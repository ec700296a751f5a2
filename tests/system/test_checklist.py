"""A few questions become a list of papers: made by a guest, kept after signing in, ticked off, deleted."""

import re

from tests.system.resident_journey import sign_in
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

CARD = "/services/residence-registration/"


def answer(visitor: Visitor, *answers: str) -> None:
    for text in answers:
        visitor.choose(re.compile(f"^{re.escape(text)}"))
    visitor.press(say("Show my list"))


def make_a_list(visitor: Visitor) -> None:
    """Answer all but one question first: what was answered is kept, and the missing one is named."""
    visitor.open(CARD)
    visitor.follow(say("What papers do I need?"))
    answer(visitor, "Орендую", "Я сам, мені вже є 14 років", "Ні")
    assert visitor.page.locator(".govuk-error-summary").is_visible()
    assert visitor.page.get_by_label("Орендую").is_checked()
    visitor.page.locator("#q4-2").check()
    visitor.press(say("Show my list"))
    assert visitor.reads("Договір оренди")
    assert visitor.reads(re.compile("^Безоплатно"))


def test_a_list_made_by_a_guest_is_kept_ticked_off_and_deleted(phone: Visitor):
    make_a_list(phone)
    made = phone.page.url
    sign_in(phone, "resident@example.com")
    phone.open(made)

    phone.follow(say("Keep in my cabinet"))
    phone.press(say("Keep the list"))
    phone.choose(re.compile("^Договір оренди"))
    phone.press(say("Save"))
    assert phone.page.get_by_label(re.compile("^Договір оренди")).is_checked()

    phone.open("/cabinet/")
    phone.go(phone.main().locator("section[aria-labelledby=checklists] a").first)
    phone.follow(say("Delete the list"))
    phone.press(say("Delete"))
    assert not phone.page.locator("section[aria-labelledby=checklists]").is_visible()


def test_it_works_without_scripts_and_leads_to_another_service(no_script: Visitor):
    make_a_list(no_script)

    no_script.open("/services/birth-assistance/checklist/")
    answer(no_script, "Ще ні")

    assert no_script.reads(say("It seems that you do not need this service"))
    no_script.go(no_script.main().locator(".inset a").first)
    assert no_script.page.url.endswith("/services/birth-registration/")


def test_the_list_and_all_papers_can_be_taken_away(desk: Visitor):
    make_a_list(desk)

    paper = desk.page.get_by_role("link", name=say("Print the list (PDF)")).get_attribute("href")
    papers = desk.page.get_by_role("link", name=say("All papers in one file (ZIP)")).get_attribute("href")

    for address, kind in ((paper, "application/pdf"), (papers, "application/zip")):
        response = desk.page.request.get(f"{desk.portal}{address}")
        assert (response.status, response.headers["content-type"]) == (200, kind)
