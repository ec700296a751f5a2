"""A card changes: somebody writes it and is warned, another approves, a resident reads it and the text that was before."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.system.resident_journey import given_they_signed_in
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

CARD = "/services/burial-assistance/"
TITLE = "Допомога на поховання"
WRITER, EDITOR = "writer@example.com", "editor@example.com"
OLD, NEW = "Свідоцтво про смерть", "Витяг про смерть"


def open_card(desk: Visitor, email: str) -> None:
    """Open the form of the card as an editor finds it: through the list. The frame around it is Wagtail's."""
    given_they_signed_in(desk, email)
    desk.page.goto(f"{desk.portal}/editors/snippets/catalogue/servicecard/?q=поховання")
    desk.page.get_by_role("link", name=TITLE).first.click()
    desk.page.wait_for_url("**/edit/**")


def field(desk: Visitor, value: str) -> str:
    """Return the selector of the document that is called so."""
    names = desk.page.locator("input[name^=documents-][name$=-name]").all()
    return next(f"#{one.get_attribute('id')}" for one in names if one.input_value() == value)


def save(desk: Visitor) -> None:
    with desk.page.expect_navigation():
        desk.page.locator("footer button.action-save").first.click()


def write(desk: Visitor, selector: str, name: str) -> None:
    desk.page.get_by_role("tab", name=say("How to apply")).click()
    desk.page.locator(selector).fill(name)
    save(desk)


def warnings(desk: Visitor) -> str:
    return " ".join(desk.page.locator(".help-warning li").all_text_contents())


def see_the_preview(desk: Visitor) -> None:
    desk.page.locator("[data-side-panel-toggle=preview]").click()
    frame = desk.page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_text(NEW).first).to_be_visible()


def choose_action(desk: Visitor, selector: str) -> None:
    """Choose what is behind the arrow beside «Save»."""
    desk.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with desk.page.expect_navigation():
        desk.page.locator(selector).first.click()


def test_a_card_is_written_approved_and_read_beside_its_earlier_text(desk: Visitor, phone: Visitor):
    open_card(desk, WRITER)
    document = field(desk, OLD)
    write(desk, document, f"{NEW} тощо")
    assert "тощо" in warnings(desk)
    write(desk, document, NEW)
    assert "тощо" not in warnings(desk)
    see_the_preview(desk)
    choose_action(desk, "button[name=action-submit]")
    phone.open(CARD)
    assert phone.reads(OLD)

    desk.page.context.clear_cookies()
    open_card(desk, EDITOR)
    choose_action(desk, "button[data-workflow-action-name=approve]")

    phone.open(CARD)
    assert phone.reads(NEW)
    read_the_earlier_text(phone)
    read_on_paper(phone)


def read_the_earlier_text(phone: Visitor) -> None:
    phone.follow(say("All versions"))
    # The first number of the link: on the first day of a month the date of another version has a 1 too.
    phone.follow(re.compile(r"^\D*1\b"))
    assert phone.reads(OLD)
    assert phone.reads(say("This text is not in force."))
    phone.follow(say("Read the card in force"))
    assert phone.page.url.endswith(CARD)


def read_on_paper(phone: Visitor) -> None:
    link = phone.page.get_by_role("link", name=say("Print the card (PDF)"))
    paper = phone.page.request.get(f"{phone.portal}{link.get_attribute('href')}")
    assert NEW in " ".join(PdfReader(io.BytesIO(paper.body())).pages[0].extract_text().split())


def test_a_card_is_found_through_the_catalogue_without_scripts(no_script: Visitor):
    no_script.open("/services/")
    no_script.follow("Соціальна підтримка")
    no_script.follow(re.compile(TITLE))

    assert no_script.page.url.endswith(CARD)
    assert no_script.reads(say("Which documents are needed"))


def test_editors_are_led_to_the_cards_to_mend(desk: Visitor):
    given_they_signed_in(desk, EDITOR)
    desk.page.goto(f"{desk.portal}/editors/")
    desk.page.get_by_role("button", name=say("Services")).first.click()
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name=say("Cards to mend")).first.click()
    desk.check()

    with desk.page.expect_navigation():
        desk.page.locator(".listing .title a").first.click()

    assert warnings(desk)
