"""The journey of an e-form: an officer without training builds it, and a resident applies with it."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, expect

from tests.system.resident_journey import (
    given_they_signed_in,
    then_the_application_is_sent,
    then_they_read,
    when_they_confirm_that_all_is_true,
)
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor

EDITOR = "editor@example.com"
SERVICE = "Витяг із Державного земельного кадастру"
WHO, OWN, OTHERS, POWER, PHONE = "Чия це земля?", "Моя", "Іншої особи", "Довіреність", "Ваш телефон"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "довіреність.jpg"
    Image.new("RGB", (600, 800), "white").save(path, "JPEG")
    return path


def given_a_form_that_they_began(visitor: Visitor, title: str, ready: str = "") -> str:
    """Begin a form; return its address."""
    visitor.open("/editors/forms/")
    visitor.follow(say("New e-form"))
    visitor.page.locator("#id_title").fill(title)
    if ready:
        visitor.page.locator(f"#source-{ready}").check()
    visitor.press(say("Begin the form"))
    return visitor.page.url


def when_they_add_a_question(visitor: Visitor, sort: str, label: str, **fields: str) -> None:
    """Choose a sort in the gallery, and word the question."""
    visitor.go(visitor.page.locator(".gallery__name", has_text=re.compile(rf"^{re.escape(say(sort))}$")))
    visitor.page.locator("#id_label").fill(label)
    for name, text in fields.items():
        visitor.page.locator(f"#id_{name}").fill(text)
    visitor.press(say("Add the question"))


def when_they_add_a_step(visitor: Visitor, title: str) -> None:
    visitor.follow(say("New step"))
    visitor.page.locator("#id_title").fill(title)
    visitor.press(say("Add the step"))


def when_they_build_a_form(visitor: Visitor) -> str:
    """Build a form of three steps with a condition and a file question, from nothing."""
    form = given_a_form_that_they_began(visitor, "Запит про ділянку")
    visitor.follow(starting(say("Rename")))
    visitor.page.locator("#id_title").fill("Про ділянку")
    visitor.press(say("Save"))
    visitor.follow(starting(say("Add a question")))
    when_they_add_a_question(visitor, "One answer of several", WHO, choices=f"{OWN}\n{OTHERS}")
    when_they_add_a_step(visitor, "Документ")
    when_they_add_a_question(visitor, "Files", POWER, most="2")
    visitor.follow(POWER)
    visitor.press(say("Go on"))
    visitor.page.get_by_label(OTHERS, exact=True).check()
    visitor.press(say("Add the condition"))
    assert visitor.reads(re.compile(OTHERS))
    visitor.follow(say("Back to the form"))
    when_they_add_a_step(visitor, "Зв’язок")
    when_they_add_a_question(visitor, "Phone", PHONE)
    return form


def phone_of(visitor: Visitor) -> FrameLocator:
    return visitor.page.frame_locator("iframe[name=phone]")


def when_they_try_the_form_to_the_end(visitor: Visitor, scan: Path) -> None:
    """Fill the form in on the phone of the preview: first without the condition, then with it, to the end."""
    visitor.follow(say("Preview and trial"))
    phone = phone_of(visitor)
    go_on = phone.get_by_role("button", name=say("Continue"))
    go_on.click()
    expect(phone.get_by_text(f"{say('Choose an answer: %(what)s') % {'what': 'Чия це земля'}}").first).to_be_visible()
    phone.get_by_label(OWN, exact=True).check()
    go_on.click()
    expect(phone.get_by_role("heading", name="Зв’язок")).to_be_visible()
    phone.get_by_role("button", name=say("Back to the previous step")).click()
    phone.get_by_label(OTHERS, exact=True).check()
    go_on.click()
    phone.locator("input[type=file]").set_input_files(str(scan))
    go_on.click()
    phone.locator("input[type=tel]").fill("067 123 45 67")
    go_on.click()
    expect(phone.get_by_text(scan.name)).to_be_visible()
    phone.get_by_role("button", name=say("Send to the centre")).click()
    expect(phone.get_by_role("heading", name=say("The trial is over"))).to_be_visible()


def when_they_publish_it(visitor: Visitor) -> None:
    visitor.follow(say("Check and publish"))
    assert visitor.reads(say("We looked through steps, questions, conditions and rules: there is nothing to remark."))
    visitor.press(say("Publish"))
    assert visitor.page.locator("main .state--published").is_visible()


def test_an_officer_builds_a_form_from_nothing_and_a_resident_applies_with_it(
    desk: Visitor, phone: Visitor, scan: Path
):
    given_they_signed_in(desk, EDITOR)
    when_they_build_a_form(desk)
    when_they_try_the_form_to_the_end(desk, scan)
    when_they_publish_it(desk)
    when_they_link_it_to_the_service(desk)

    given_they_signed_in(phone, "resident@example.com")
    when_a_resident_fills_it_in(phone, scan)
    then_they_read(phone, OTHERS)
    when_they_confirm_that_all_is_true(phone)
    phone.press(say("Send to the centre"))

    then_the_application_is_sent(phone)


def when_they_link_it_to_the_service(desk: Visitor) -> None:
    desk.page.get_by_role("navigation", name=say("Parts of the form")).get_by_role("link", name=say("Services")).click()
    service = desk.page.locator("#link option", has_text=SERVICE).first.get_attribute("value")
    desk.page.locator("#link").select_option(service)
    desk.press(say("Link the service"))


def when_a_resident_fills_it_in(phone: Visitor, scan: Path) -> None:
    phone.open("/cabinet/start/land-extract/")
    centres = phone.main().get_by_role("radio")
    if centres.count():
        centres.first.check()
    phone.go(phone.page.locator("main form button.govuk-button").first)
    phone.choose(OTHERS)
    phone.press(say("Continue"))
    phone.page.locator("input[type=file]").set_input_files(str(scan))
    phone.press(say("Continue"))
    phone.page.locator("input[type=tel]").fill("067 123 45 67")
    phone.press(say("Continue"))


def test_a_form_is_written_and_published_without_scripts_on_a_phone(no_script: Visitor):
    given_they_signed_in(no_script, EDITOR)
    form = given_a_form_that_they_began(no_script, "Згода сусіда", ready="consent")
    no_script.follow(starting(say("Add a question")))
    when_they_add_a_question(no_script, "Long text", "Що ще варто знати?")
    no_script.go(no_script.page.locator("[name=up]").last)
    assert "#question-" in no_script.page.url
    no_script.press(say("Undo"))
    no_script.follow("Чи потрібна для цього згода іншої особи?")
    no_script.follow(say("Remove the question"))
    no_script.press(say("Remove the question"))
    assert no_script.page.locator("#refusal").is_visible()

    no_script.open(form)
    when_they_publish_it(no_script)

    assert no_script.page.locator("main table").is_visible()


def reach(visitor: Visitor, element: Locator, *, most: int = 120) -> None:
    """Press Tab until this has the focus."""
    for _press in range(most):
        visitor.page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {element}")


def enter(visitor: Visitor, element: Locator) -> None:
    reach(visitor, element)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def test_a_form_is_written_with_the_keyboard_alone(desk: Visitor):
    page, keys = desk.page, desk.page.keyboard
    given_they_signed_in(desk, EDITOR)
    desk.open("/editors/forms/new/")
    reach(desk, page.locator("#id_title"))
    keys.type("Лише з клавіатури")
    enter(desk, page.get_by_role("button", name=say("Begin the form")))
    for label in ("Перше", "Друге"):
        enter(desk, page.get_by_role("link", name=starting(say("Add a question"))))
        enter(desk, page.get_by_role("link", name=say("Short text")))
        reach(desk, page.locator("#id_label"))
        keys.type(label)
        enter(desk, page.get_by_role("button", name=say("Add the question")))
    reach(desk, page.locator("[name=up]"))
    keys.press("Enter")
    expect(page.locator(".line__label").first).to_have_text("Друге")
    assert page.evaluate("document.activeElement.name") == "down"
    enter(desk, page.get_by_role("link", name=say("Check and publish")))
    enter(desk, page.get_by_role("button", name=say("Publish")))

    assert page.locator("main .state--published").is_visible()
