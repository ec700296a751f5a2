"""Steps of a resident on a phone, from the registration to the result: the same whoever works the case."""

import io
import re
import uuid
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest

from tests.system.case_offices import CaseOffice
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor

DEMO_PASSWORD, OWN_PASSWORD = "verbivka-demo", "a-long-way-home"
RNOKPP = "1759013776"


def from_registration_to_the_result(phone: Visitor, office: CaseOffice, scan: Path, extract: Path) -> None:
    """Walk a case to its end. The steps that an office cannot do with its system are left out; its own steps are seen."""
    email = f"{uuid.uuid4().hex[:8]}@example.com"
    given_a_resident_who_registered(phone, email)
    when_they_fill_in_the_application(phone, scan)
    when_they_go_on_to_the_review(phone)
    then_they_read(phone, "вул. Шкільна, 14-А")

    number, code = when_they_send_the_application_with_a_double_click(phone)
    then_the_receipt_names(phone, number)
    phone.follow(say("Follow the application"))
    application = phone.page.url

    office.return_for_correction(number)
    phone.open_until(application, say("The centre asks you to correct the application"))
    then_they_read(phone, office.reason)
    when_they_correct_the_application(phone, office)
    office.decide_and_hand_over(number, extract)

    phone.open_until(application, say("Ready"))
    then_they_download_the_result(phone, extract)
    then_the_timeline_tells(phone, office.way)
    when_they_open_the_newest_letter(phone, email)
    then_they_read(phone, re.compile(number))
    when_a_guest_looks_up_the_application(phone, number, code)
    then_they_read(phone, say("Ready"))
    then_nothing_names_the_applicant(phone)


def given_they_signed_in(visitor: Visitor, email: str, password: str = DEMO_PASSWORD) -> None:
    visitor.open("/account/login/")
    visitor.page.get_by_label(starting(say("E-mail"))).fill(email)
    visitor.page.get_by_label(starting(say("Password"))).fill(password)
    visitor.press(say("Sign in"))


def given_a_resident_who_registered(phone: Visitor, email: str) -> None:
    """Begin at the card of a service, register, confirm the e-mail by the link in the letter, and sign in."""
    phone.open("/")
    phone.open("/services/residence-registration/")
    phone.follow(starting(say("Apply online")))
    phone.follow(say("Register"))
    phone.page.get_by_label(starting(say("E-mail"))).fill(email)
    phone.fill(starting(say("Family name")), "Мандрівна")
    phone.fill(starting(say("Given name")), "Софія")
    phone.page.get_by_label(starting(say("Password"))).fill(OWN_PASSWORD)
    phone.press(say("Register"))
    when_they_open_the_newest_letter(phone, email)
    phone.go(phone.page.locator("main a[href*='/account/']").first)
    confirm = phone.page.locator("main form button.govuk-button")
    if confirm.count():
        phone.go(confirm.first)
    if "/account/login/" in phone.page.url:
        given_they_signed_in(phone, email, OWN_PASSWORD)


def when_they_open_the_newest_letter(visitor: Visitor, email: str) -> None:
    """Open the newest letter to this address on the demo's page of letters."""
    visitor.page.wait_for_timeout(300)
    visitor.page.goto(f"{visitor.portal}/demo/mail/")
    visitor.go(visitor.page.locator("li", has_text=email).get_by_role("link").first)


def when_they_fill_in_the_application(phone: Visitor, scan: Path) -> None:
    """Fill in the residence form from its start page on, with a mistake and a pause on the way."""
    if "/start/" not in phone.page.url:
        phone.open("/cabinet/start/residence-registration/")
    centres = phone.main().get_by_role("radio")
    if centres.count():
        centres.first.check()
    phone.press(say("Begin"))
    phone.press(say("Continue"))
    then_they_are_told_what_to_correct(phone)
    phone.page.locator("#applicant-born_on").fill("1.5.1990")
    phone.page.locator("#applicant-rnokpp").fill(RNOKPP)
    phone.page.locator("#document").fill("123456789")
    phone.page.locator("#phone").fill("067 123 45 67")
    phone.press(say("Continue"))
    phone.page.locator("input[name=was_registered][value=no]").check()
    phone.press(say("Continue"))
    phone.page.locator("#new_address-settlement").fill("с. Вербівка")
    phone.page.locator("#new_address-street").fill("вул. Шкільна")
    phone.page.locator("#new_address-house").fill("14-А")
    phone.page.locator("#moved_on").fill("15.03.2026")
    phone.page.locator("input[name=ground][value=rent]").check()
    phone.page.locator("#contract").set_input_files(str(scan))
    phone.press(say("Save and leave"))
    then_they_read(phone, say("Not sent"))
    phone.page.goto(phone.page.url)
    phone.go(phone.page.get_by_role("link", name=re.compile(say("Continue", context="a draft"))).first)


def when_they_go_on_to_the_review(phone: Visitor) -> None:
    """Go on from wherever the draft waits to the page that shows all answers."""
    for _ in range(8):
        if "/check/" in phone.page.url:
            return
        for answer in ("with_children][value=no", "receive][value=cabinet"):
            choice = phone.page.locator(f"input[name={answer}]")
            if choice.count():
                choice.check()
        phone.press(say("Continue"))
    pytest.fail(f"the form does not end: {phone.page.url}")


def when_they_confirm_that_all_is_true(phone: Visitor) -> None:
    phone.main().get_by_role("checkbox").last.check()


def when_they_send_the_application_with_a_double_click(phone: Visitor) -> tuple[str, str]:
    """Send, twice as people in a hurry do: there must be one application. Return its number and access code."""
    when_they_confirm_that_all_is_true(phone)
    phone.page.get_by_role("button", name=say("Send to the centre")).dblclick()
    phone.page.wait_for_url(re.compile("/done/"))
    phone.check()
    number, code = (phone.page.locator(".code").nth(place).inner_text() for place in (0, 1))
    return number, code


def when_they_correct_the_application(phone: Visitor, office: CaseOffice) -> None:
    """Correct the marked answers; where the office can mark none, the answer that its reason is about."""
    phone.follow(say("Correct"))
    if not office.remark:
        phone.follow(re.compile("Нова адреса"))
    then_they_read(phone, office.remark or office.reason)
    # A marked answer opens alone; without a mark the whole step opens.
    assert phone.page.locator("input#moved_on").count() == (0 if office.remark else 1)
    phone.page.locator("#new_address-flat").fill("12")
    phone.press(say("Continue"))
    when_they_confirm_that_all_is_true(phone)
    phone.press(say("Send the correction"))


def when_a_guest_looks_up_the_application(phone: Visitor, number: str, code: str) -> None:
    phone.page.context.clear_cookies()
    phone.open("/status/")
    phone.fill(starting(say("Number of the application")), number)
    phone.fill(starting(say("Access code")), code)
    phone.press(say("Check"))


def then_they_read(visitor: Visitor, text: str | re.Pattern[str]) -> None:
    assert visitor.reads(text), f"{visitor.page.url} does not say: {text}"


def then_they_are_told_what_to_correct(visitor: Visitor) -> None:
    """Expect the summary of errors at the head of the page."""
    assert visitor.page.locator(".govuk-error-summary").is_visible()


def then_the_application_is_sent(visitor: Visitor) -> None:
    assert "/done/" in visitor.page.url


def then_the_receipt_names(phone: Visitor, number: str) -> None:
    with phone.page.expect_download() as receipt:
        phone.page.get_by_role("link", name=say("Receipt, PDF")).click()
    assert number in pypdf.PdfReader(io.BytesIO(Path(receipt.value.path()).read_bytes())).pages[0].extract_text()


def then_they_download_the_result(phone: Visitor, extract: Path) -> None:
    with phone.page.expect_download() as result:
        # The applicant's own files can be downloaded too. A case that is ready has its result: there is no waiting for it.
        phone.page.locator('main a[href*="/results/"]').first.click()
    assert Path(result.value.path()).read_bytes() == extract.read_bytes()


def then_the_timeline_tells(phone: Visitor, expected: Sequence[str]) -> None:
    """Expect these changes on the page, compared without times and without the number of registration."""
    changes = [re.sub(r"(?<=№).*", "", words) for words in phone.page.locator(".chain__what").all_inner_texts()]
    assert changes == list(expected), changes


def then_nothing_names_the_applicant(phone: Visitor) -> None:
    assert "Мандрівна" not in phone.main().inner_text()
