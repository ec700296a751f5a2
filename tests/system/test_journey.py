"""The main job, walked as people walk it: a resident on a phone, an officer at a desk, to the result and back."""

from pathlib import Path

import pytest

from tests.system.case_offices import WorkspaceOffice
from tests.system.resident_journey import from_registration_to_the_result, sign_in
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor


def test_from_registration_to_the_result(phone: Visitor, desk: Visitor, scan: Path, extract: Path):
    """With the workspace; tests/edms walks the same with every other office."""
    from_registration_to_the_result(phone, WorkspaceOffice(desk), scan, extract)


def test_the_form_is_filled_in_and_sent_without_scripts(no_script: Visitor, scan: Path):
    sign_in(no_script, "resident@example.com")
    no_script.open("/cabinet/start/residence-registration/")
    no_script.page.locator("main input[type=radio]").first.check()
    if no_script.page.get_by_role("button", name=say("Begin another application")).count():
        no_script.press(say("Begin another application"))
    else:
        no_script.press(say("Begin"))
    for _ in range(12):
        if "/check/" in no_script.page.url:
            break
        fill_what_is_empty(no_script, scan)
        no_script.press(say("Continue"))
    no_script.page.locator("#true").check()
    no_script.press(say("Send to the centre"))

    assert "/done/" in no_script.page.url


def fill_what_is_empty(visitor: Visitor, scan: Path) -> None:
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
    sign_in(desk, "reception@example.com")
    desk.open("/workspace/")
    desk.follow(say("New application"))
    choose_first(desk)
    desk.press(say("Continue"))
    desk.press(say("Enter the application"))
    assert desk.page.locator(".govuk-error-summary").is_visible()
    for field, text in (("family_name", "Паперовий"), ("given_name", "Гнат"), ("papers-0-sheets", "2")):
        desk.page.locator(f"#{field}").fill(text)
    desk.page.locator("main input[type=file]").set_input_files(str(scan))

    desk.press(say("Enter the application"))

    number, code = (desk.page.locator(".window__value, .code").nth(place).inner_text() for place in (0, 1))
    inventory = desk.page.get_by_role("link", name=say("Print the inventory")).get_attribute("href")
    assert desk.page.request.get(f"{desk.portal}{inventory}").body().startswith(b"%PDF")
    phone.open("/status/")
    phone.page.locator("#id_number").fill(number)
    phone.page.locator("#id_code").fill(code)
    phone.press(say("Check"))
    assert phone.reads(say("Sent"))


def choose_first(visitor: Visitor) -> None:
    """Choose something in each list of the page."""
    for select in visitor.page.locator("main select").all():
        select.select_option(index=1)
    for radio in visitor.page.locator("main input[type=radio]").all()[:1]:
        radio.check()


@pytest.mark.parametrize("prefix", ["", "/cs", "/en"])
@pytest.mark.parametrize(
    "path", ["/", "/services/", "/centres/", "/status/", "/account/signup/", "/account/login/", "/privacy/"]
)
def test_public_pages_are_accessible_in_every_language(phone: Visitor, prefix: str, path: str):
    phone.open(f"{prefix}{path}")

    assert phone.page.locator("h1").count() == 1


@pytest.mark.parametrize("path", ["/", "/services/residence-registration/", "/cabinet/", "/workspace/"])
def test_pages_stand_in_the_contrast_theme_with_large_text(desk: Visitor, path: str):
    sign_in(desk, "officer@example.com")
    for name, value in (("theme", "contrast"), ("size", "xl"), ("spacing", "wide")):
        desk.page.context.add_cookies([{"name": name, "value": value, "url": desk.portal}])

    desk.open(path)

    assert desk.page.locator("html[data-theme=contrast]").count() == 1
