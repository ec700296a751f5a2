"""A resident on a phone: registers, fills in, sends, corrects, gets the result. The same steps whoever works the case."""

import io
import re
import uuid
from pathlib import Path

import pypdf
import pytest

from tests.system.case_offices import CaseOffice
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor

PASSWORD = "verbivka-demo"
RNOKPP = "1759013776"


def from_registration_to_the_result(phone: Visitor, office: CaseOffice, scan: Path, extract: Path) -> None:
    """Walk the whole way of a case. What an office cannot do by its system is left out; what it does is seen."""
    email = f"{uuid.uuid4().hex[:8]}@example.com"
    register(phone, email)
    if "/account/login/" in phone.page.url:
        sign_in(phone, email, "a-long-way-home")
    apply_for_residence(phone, scan)
    finish(phone)
    assert phone.reads("вул. Шкільна, 14-А")
    send(phone)
    number, code = (phone.page.locator(".code").nth(place).inner_text() for place in (0, 1))
    check_receipt(phone, number)
    phone.follow(say("Follow the application"))
    application = phone.page.url

    office.return_for_correction(number)
    phone.open_until(application, say("The centre asks you to correct the application"))
    correct(phone, office)
    office.decide_and_hand_over(number, extract)

    phone.open_until(application, say("Ready"))
    with phone.page.expect_download() as result:
        # Not the files of the applicant, which can be downloaded too. What is ready has its result: there is no waiting for it.
        phone.page.locator('main a[href*="/results/"]').first.click()
    assert Path(result.value.path()).read_bytes() == extract.read_bytes()
    assert way(phone) == office.way, way(phone)
    open_letter(phone, email)
    assert phone.reads(re.compile(number))
    check_without_signing_in(phone, number, code)


def check_receipt(phone: Visitor, number: str) -> None:
    with phone.page.expect_download() as receipt:
        phone.page.get_by_role("link", name=say("Receipt, PDF")).click()
    assert number in pypdf.PdfReader(io.BytesIO(Path(receipt.value.path()).read_bytes())).pages[0].extract_text()


def way(phone: Visitor) -> list[str]:
    """Return the way of the application as the page tells it, without times and without the number of registration."""
    return [re.sub(r"(?<=№).*", "", words) for words in phone.page.locator(".chain__what").all_inner_texts()]


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    visitor.open("/account/login/")
    visitor.page.locator("#id_login").fill(email)
    visitor.page.locator("#id_password").fill(password)
    visitor.press(say("Sign in"))


def register(phone: Visitor, email: str) -> None:
    """Begin at the card of a service, register, and confirm the e-mail by the link in the letter."""
    phone.open("/")
    phone.open("/services/residence-registration/")
    phone.follow(starting(say("Apply online")))
    phone.follow(say("Register"))
    for field, text in (
        ("email", email),
        ("family_name", "Мандрівна"),
        ("given_name", "Софія"),
        ("password1", "a-long-way-home"),
    ):
        phone.page.locator(f"#id_{field}").fill(text)
    phone.press(say("Register"))
    open_letter(phone, email)
    phone.go(phone.page.locator("main a[href*='/account/']").first)
    if phone.page.locator("main form button.govuk-button").count():
        phone.go(phone.page.locator("main form button.govuk-button").first)


def open_letter(visitor: Visitor, email: str) -> None:
    """Open the newest letter to this address on the demo's page of letters."""
    visitor.page.wait_for_timeout(300)
    visitor.page.goto(f"{visitor.portal}/demo/mail/")
    visitor.go(visitor.page.locator("li", has_text=email).get_by_role("link").first)


def fill_home(phone: Visitor, house: str = "14-А") -> None:
    phone.page.locator("#new_address-settlement").fill("с. Вербівка")
    phone.page.locator("#new_address-street").fill("вул. Шкільна")
    phone.page.locator("#new_address-house").fill(house)


def apply_for_residence(phone: Visitor, scan: Path) -> None:
    """Fill in the residence form from its start page to the check, with a mistake and a pause on the way."""
    if "/start/" not in phone.page.url:
        phone.open("/cabinet/start/residence-registration/")
    if phone.page.locator("main input[type=radio]").count():
        phone.page.locator("main input[type=radio]").first.check()
    phone.press(say("Begin"))
    phone.press(say("Continue"))
    assert phone.page.locator(".govuk-error-summary").is_visible()
    phone.page.locator("#applicant-born_on").fill("1.5.1990")
    phone.page.locator("#applicant-rnokpp").fill(RNOKPP)
    phone.page.locator("#document").fill("123456789")
    phone.page.locator("#phone").fill("067 123 45 67")
    phone.press(say("Continue"))
    phone.page.locator("input[name=was_registered][value=no]").check()
    phone.press(say("Continue"))
    fill_home(phone)
    phone.page.locator("#moved_on").fill("15.03.2026")
    phone.page.locator("input[name=ground][value=rent]").check()
    phone.page.locator("#contract").set_input_files(str(scan))
    phone.press(say("Save and leave"))
    assert phone.reads(say("Not sent"))
    phone.page.goto(phone.page.url)
    phone.go(phone.page.get_by_role("link", name=re.compile(say("Continue"))).first)


def finish(phone: Visitor) -> None:
    """Go on from wherever the draft waits to the page that checks the answers."""
    for _ in range(8):
        if "/check/" in phone.page.url:
            return
        with_children = phone.page.locator("input[name=with_children][value=no]")
        if with_children.count():
            with_children.check()
        if phone.page.locator("input[name=receive][value=cabinet]").count():
            phone.page.locator("input[name=receive][value=cabinet]").check()
        phone.press(say("Continue"))
    pytest.fail(f"the form does not end: {phone.page.url}")


def send(phone: Visitor) -> None:
    phone.page.locator("#true").check()
    # Twice, as people in a hurry do: there must be one application.
    phone.page.get_by_role("button", name=say("Send to the centre")).dblclick()
    phone.page.wait_for_url(re.compile("/done/"))
    phone.check()


def correct(phone: Visitor, office: CaseOffice) -> None:
    """Mend what the office has marked; where it can mark nothing, whatever its words are about."""
    assert phone.reads(office.reason)
    phone.follow(say("Correct"))
    if not office.remark:
        phone.follow(re.compile("Нова адреса"))
    assert phone.reads(office.remark or office.reason)
    assert phone.page.locator("input#moved_on").count() == (0 if office.remark else 1)
    phone.page.locator("#new_address-flat").fill("12")
    phone.press(say("Continue"))
    phone.page.locator("#true").check()
    phone.press(say("Send the correction"))


def check_without_signing_in(phone: Visitor, number: str, code: str) -> None:
    phone.page.context.clear_cookies()
    phone.open("/status/")
    phone.page.locator("#id_number").fill(number)
    phone.page.locator("#id_code").fill(code)
    phone.press(say("Check"))
    assert phone.reads(say("Ready"))
    assert "Мандрівна" not in phone.main().inner_text()
