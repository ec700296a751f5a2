"""The main job, walked as people walk it: a resident on a phone, an officer at a desk, to the result and back."""

import io
import re
import uuid
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.system.visitor import Visitor
from tests.system.words import say, starting

PASSWORD = "verbivka-demo"
RNOKPP = "1759013776"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "договір.jpg"
    Image.new("RGB", (600, 800), "white").save(path, "JPEG")
    return path


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "витяг.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(path)
    return path


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


def work_until_correction(desk: Visitor, number: str) -> str:
    """Find the case, take it, and return it with one marked answer; return its address."""
    sign_in(desk, "officer@example.com")
    desk.open("/workspace/")
    desk.page.locator("#search-text").fill(number)
    desk.press(say("Search"))
    desk.follow(number)
    case = desk.page.url
    desk.press(say("Register and take"))
    desk.follow(say("Return for correction"))
    desk.page.locator("#mark-new_address").check()
    desk.page.locator("#remark-new_address").fill("Додайте номер квартири")
    desk.page.locator("#id_reason").fill("У договорі є квартира, а в заяві немає.")
    desk.press(say("Return to the applicant"))
    return case


def correct(phone: Visitor) -> None:
    phone.follow(say("Correct"))
    assert phone.reads("Додайте номер квартири")
    assert phone.page.locator("input#moved_on").count() == 0
    phone.page.locator("#new_address-flat").fill("12")
    phone.press(say("Continue"))
    phone.page.locator("#true").check()
    phone.press(say("Send the correction"))


def decide_and_hand_over(desk: Visitor, case: str, extract: Path) -> None:
    desk.open(case)
    assert desk.reads(re.compile("12"))
    desk.press(say("Go on with the case"))
    desk.follow(say("Grant"))
    desk.press(say("Grant and tell the applicant"))
    desk.follow(say("Hand over the result"))
    desk.page.locator("#id_title").fill("Витяг з реєстру")
    desk.page.locator("#id_upload").set_input_files(str(extract))
    desk.press(say("Hand over and tell the applicant"))


def test_from_registration_to_the_result(phone: Visitor, desk: Visitor, scan: Path, extract: Path):
    email = f"{uuid.uuid4().hex[:8]}@example.com"
    register(phone, email)
    if "/account/login/" in phone.page.url:
        sign_in(phone, email, "a-long-way-home")
    apply_for_residence(phone, scan)
    finish(phone)
    assert phone.reads("вул. Шкільна, 14-А")
    send(phone)
    number, code = (phone.page.locator(".code").nth(place).inner_text() for place in (0, 1))
    with phone.page.expect_download() as receipt:
        phone.page.get_by_role("link", name=say("Receipt, PDF")).click()
    text = pypdf.PdfReader(io.BytesIO(Path(receipt.value.path()).read_bytes())).pages[0].extract_text()
    assert number in text
    phone.follow(say("Follow the application"))
    application = phone.page.url

    case = work_until_correction(desk, number)
    phone.open(application)
    correct(phone)
    decide_and_hand_over(desk, case, extract)

    phone.open(application)
    assert phone.reads(say("Ready"))
    with phone.page.expect_download() as result:
        phone.page.get_by_role("link", name=starting(say("Download"))).first.click()
    assert Path(result.value.path()).read_bytes() == extract.read_bytes()
    open_letter(phone, email)
    assert phone.reads(re.compile(number))
    check_without_signing_in(phone, number, code)


def check_without_signing_in(phone: Visitor, number: str, code: str) -> None:
    phone.page.context.clear_cookies()
    phone.open("/status/")
    phone.page.locator("#id_number").fill(number)
    phone.page.locator("#id_code").fill(code)
    phone.press(say("Check"))
    assert phone.reads(say("Ready"))
    assert "Мандрівна" not in phone.main().inner_text()


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
