"""The main journey: a resident on a phone and an officer at a desk, from the registration to the result."""

from pathlib import Path

import pytest

from tests.system.case_offices import WorkspaceOffice
from tests.system.resident_journey import (
    from_registration_to_the_result,
    given_they_signed_in,
    then_the_application_is_sent,
    then_they_are_told_what_to_correct,
    then_they_read,
    when_a_guest_looks_up_the_application,
    when_they_confirm_that_all_is_true,
)
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor


def test_from_registration_to_the_result(phone: Visitor, desk: Visitor, scan: Path, extract: Path):
    """The office is the workspace; tests/edms runs the same journey with every other office."""
    from_registration_to_the_result(phone, WorkspaceOffice(desk), scan, extract)


def test_the_form_is_filled_in_and_sent_without_scripts(no_script: Visitor):
    given_they_signed_in(no_script, "resident@example.com")
    when_they_begin_an_application(no_script)
    when_they_fill_in_every_page(no_script)
    when_they_confirm_that_all_is_true(no_script)
    no_script.press(say("Send to the centre"))

    then_the_application_is_sent(no_script)


def when_they_begin_an_application(visitor: Visitor) -> None:
    visitor.open("/cabinet/start/residence-registration/")
    visitor.main().get_by_role("radio").first.check()
    if visitor.page.get_by_role("button", name=say("Begin another application")).count():
        visitor.press(say("Begin another application"))
    else:
        visitor.press(say("Begin"))


def when_they_fill_in_every_page(visitor: Visitor) -> None:
    for _ in range(12):
        if "/check/" in visitor.page.url:
            break
        fill_empty_answers(visitor)
        visitor.press(say("Continue"))


def fill_empty_answers(visitor: Visitor) -> None:
    answers = {
        "applicant-born_on": "1.5.1990",
        "document": "123456789",
        "phone": "0671234567",
        "new_address-settlement": "с. Вербівка",
        "new_address-street": "вул. Шкільна",
        "new_address-house": "7",
        "moved_on": "15.03.2026",
    }
    for name, text in answers.items():
        field = visitor.page.locator(f"#{name}")
        if field.count() and field.is_visible() and not field.input_value():
            field.fill(text)
    for choice in (
        "was_registered][value=no",
        "ground][value=owner",
        "with_children][value=no",
        "receive][value=cabinet",
    ):
        field = visitor.page.locator(f"input[name={choice}]")
        if field.count():
            field.check()


def test_reception_enters_a_paper_application_that_is_followed_like_any_other(
    desk: Visitor, phone: Visitor, scan: Path
):
    given_they_signed_in(desk, "reception@example.com")
    when_reception_begins_an_application(desk)
    desk.press(say("Enter the application"))
    then_they_are_told_what_to_correct(desk)

    number, code = when_reception_enters_the_paper_application(desk, scan)
    then_the_inventory_is_a_pdf(desk)
    when_a_guest_looks_up_the_application(phone, number, code)
    then_they_read(phone, say("Sent"))


def when_reception_begins_an_application(desk: Visitor) -> None:
    """Choose the first service and the first of whatever else is asked."""
    desk.open("/workspace/")
    desk.follow(say("New application"))
    for select in desk.main().get_by_role("combobox").all():
        select.select_option(index=1)
    for radio in desk.main().get_by_role("radio").all()[:1]:
        radio.check()
    desk.press(say("Continue"))


def when_reception_enters_the_paper_application(desk: Visitor, scan: Path) -> tuple[str, str]:
    """Type the applicant and the papers in. Return the number and the access code."""
    for field, text in (("family_name", "Паперовий"), ("given_name", "Гнат"), ("papers-0-sheets", "2")):
        desk.page.locator(f"#{field}").fill(text)
    desk.page.locator("main input[type=file]").set_input_files(str(scan))
    desk.press(say("Enter the application"))
    number, code = (desk.page.locator(".window__value, .code").nth(place).inner_text() for place in (0, 1))
    return number, code


def then_the_inventory_is_a_pdf(desk: Visitor) -> None:
    inventory = desk.page.get_by_role("link", name=say("Print the inventory")).get_attribute("href")
    assert desk.page.request.get(f"{desk.portal}{inventory}").body().startswith(b"%PDF")


@pytest.mark.parametrize("prefix", ["", "/cs", "/en"])
@pytest.mark.parametrize(
    "path", ["/", "/services/", "/centres/", "/status/", "/account/signup/", "/account/login/", "/privacy/"]
)
def test_public_pages_are_accessible_in_every_language(phone: Visitor, prefix: str, path: str):
    phone.open(f"{prefix}{path}")

    assert phone.page.locator("h1").count() == 1


@pytest.mark.parametrize("path", ["/", "/services/residence-registration/", "/cabinet/", "/workspace/"])
def test_pages_stand_in_the_contrast_theme_with_large_text(desk: Visitor, path: str):
    given_they_signed_in(desk, "officer@example.com")
    for name, value in (("theme", "contrast"), ("size", "xl"), ("spacing", "wide")):
        desk.page.context.add_cookies([{"name": name, "value": value, "url": desk.portal}])

    desk.open(path)

    assert desk.page.locator("html[data-theme=contrast]").count() == 1
