"""Proving who one is, and signing an application: the portal and the counterparts of BankID, signatures and OpenID."""

import re
from pathlib import Path

import pytest

from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor

PASSWORD = "verbivka-demo"


def set_out(phone: Visitor, way: str) -> None:
    """Choose a way on the page of signing in; the next page is the provider's."""
    phone.open("/account/login/")
    phone.follow(way)


def choose(phone: Visitor, person: str, fault: str = "none") -> None:
    """Choose somebody on the provider's page, and come back."""
    phone.page.locator(f"input[name=person][value={person}]").check()
    phone.page.locator("select[name=fault]").select_option(fault)
    phone.press("Продовжити")


def is_in_the_cabinet(phone: Visitor) -> bool:
    return "/cabinet/" in phone.page.url


@pytest.fixture
def simulators(portal_told: dict[str, str]) -> str:
    return portal_told["SIMULATORS_URL"]


def test_a_resident_signs_in_by_bankid_and_finds_the_profile_filled(phone: Visitor):
    set_out(phone, "BankID НБУ")
    choose(phone, "maryna")

    assert is_in_the_cabinet(phone)
    phone.open("/cabinet/profile/")
    assert phone.reads("3151399308")
    assert phone.reads(starting("підтверджено: BankID НБУ"))


def test_a_refusal_is_said_plainly_and_one_may_try_again(phone: Visitor):
    set_out(phone, "BankID НБУ")
    choose(phone, "maryna", "refused")

    assert phone.reads(say("You were not identified"))
    phone.follow(say("Try again"))
    choose(phone, "maryna")
    assert is_in_the_cabinet(phone)


def test_the_back_button_after_signing_in_breaks_nothing(phone: Visitor):
    set_out(phone, "BankID НБУ")
    choose(phone, "ostap")

    phone.page.go_back()
    phone.page.go_back()
    phone.open("/cabinet/")

    assert is_in_the_cabinet(phone)


def test_a_resident_signs_in_by_a_signed_text(phone: Visitor, simulators: str, tmp_path: Path):
    set_out(phone, starting("Електронний підпис"))
    text = downloaded(phone, starting(say("Download")), tmp_path)
    back = phone.page.url

    signed = sign(phone, simulators, text, "daryna", "attached", tmp_path)
    phone.open(back)
    phone.page.locator("#signed").set_input_files(str(text))
    phone.press(say("Sign in"))
    assert phone.page.locator("[role=alert]").first.is_visible()
    phone.page.locator("#signed").set_input_files(str(signed))
    phone.press(say("Sign in"))

    assert is_in_the_cabinet(phone)
    phone.open("/cabinet/profile/")
    assert phone.reads("3407699006")


def test_a_resident_signs_in_by_openid(phone: Visitor):
    set_out(phone, starting("Bank iD"))
    choose(phone, "jana")

    assert is_in_the_cabinet(phone)


def test_a_resident_signs_in_by_diia(phone: Visitor):
    set_out(phone, "Дія.Підпис")
    here = phone.page.url
    phone.go(phone.page.get_by_role("link", name=say("Open Diia on this phone")))
    choose(phone, "bohdan")
    phone.page.goto(here)
    phone.page.wait_for_url(re.compile("/cabinet/"))

    assert is_in_the_cabinet(phone)


def test_all_of_it_works_without_scripts(no_script: Visitor):
    set_out(no_script, "BankID НБУ")
    choose(no_script, "vira")

    assert is_in_the_cabinet(no_script)


def test_an_application_is_signed_sent_and_read_by_an_officer(
    phone: Visitor, desk: Visitor, simulators: str, tmp_path: Path
):
    set_out(phone, "BankID НБУ")
    choose(phone, "daryna")
    fill_in_the_registration(phone)
    phone.page.locator("#true").check()
    phone.press(say("Go on to sign and send"))
    sheet = downloaded(phone, re.compile(r"application\.pdf"), tmp_path)
    data = downloaded(phone, re.compile(r"application\.json"), tmp_path)
    back = phone.page.url

    foreign = sign(phone, simulators, [sheet, data], "maryna", "asice", tmp_path)
    own = sign(phone, simulators, [sheet, data], "daryna", "asice", tmp_path)
    phone.open(back)
    bring(phone, foreign)
    assert phone.page.locator(".govuk-error-summary").is_visible()
    bring(phone, own)

    assert "/done/" in phone.page.url
    number = phone.page.locator(".code").first.inner_text()
    read_as_an_officer(desk, number)


def test_an_application_is_signed_on_the_phone_by_diia(phone: Visitor):
    set_out(phone, "BankID НБУ")
    choose(phone, "maryna")
    fill_in_the_registration(phone)
    phone.page.locator("#true").check()
    phone.press(say("Go on to sign and send"))
    phone.press("Дія.Підпис")
    here = phone.page.url
    phone.go(phone.page.get_by_role("link", name=say("Open Diia on this phone")))
    choose(phone, "maryna")

    phone.page.goto(here)
    phone.press(say("Send to the centre"))

    assert "/done/" in phone.page.url


def fill_in_the_registration(phone: Visitor) -> None:
    """Fill in the form of a sole trader, which is sent with a signature only."""
    phone.open("/cabinet/start/fop-registration/")
    begin = phone.page.get_by_role("button", name=re.compile(f"{say('Begin another application')}|^{say('Begin')}$"))
    phone.go(begin.first)
    checks = (
        "matter][value=register",
        "by_representative][value=no",
        "kveds][value='01.11'",
        "main_kved][value='01.11'",
    )
    for _ in range(8):
        if "/check/" in phone.page.url:
            return
        for name in (*checks, "simplified][value=no", "with_vat][value=no"):
            for control in phone.page.locator(f"input[name={name}]").all():
                control.check()
        fill(phone, {"document": "000000900", "email": "resident@example.com", "employees": "0", "phone": "0670000900"})
        fill(phone, {"address-settlement": "с. Вербівка", "address-street": "вул. Шкільна", "address-house": "1"})
        phone.press(say("Continue"))
    pytest.fail(f"the form does not end: {phone.page.url}")


def fill(phone: Visitor, answers: dict[str, str]) -> None:
    for key, text in answers.items():
        field = phone.page.locator(f"#{key}")
        if field.count() and not field.input_value():
            field.fill(text)


def downloaded(phone: Visitor, name: re.Pattern[str], folder: Path) -> Path:
    with phone.page.expect_download() as given:
        phone.page.get_by_role("link", name=name).first.click()
    path = folder / given.value.suggested_filename
    given.value.save_as(path)
    return path


def sign(phone: Visitor, simulators: str, files: Path | list[Path], person: str, kind: str, folder: Path) -> Path:
    """Sign files at the counterpart of a signing service; return what it has made."""
    paths = files if isinstance(files, list) else [files]
    phone.open(f"{simulators}/sign/")
    phone.page.locator("input[name=file]").set_input_files([str(path) for path in paths])
    phone.page.locator(f"input[name=kind][value={kind}]").check()
    phone.page.locator(f"input[name=person][value={person}]").check()
    with phone.page.expect_download() as given:
        phone.page.get_by_role("button", name="Підписати").click()
    path = folder / f"{person}-{given.value.suggested_filename}"
    given.value.save_as(path)
    return path


def bring(phone: Visitor, path: Path) -> None:
    phone.page.locator("#signed").set_input_files(str(path))
    phone.press(say("Check the signature and send"))


def read_as_an_officer(desk: Visitor, number: str) -> None:
    """See the signature beside the case, and take the container."""
    desk.open("/account/login/")
    desk.page.locator("#id_login").fill("officer@example.com")
    desk.page.locator("#id_password").fill(PASSWORD)
    desk.press(say("Sign in"))
    desk.open("/workspace/")
    desk.page.locator("#search-text").fill(number)
    desk.press(say("Search"))
    desk.follow(number)
    assert desk.reads("Соколина Дарина Олегівна")
    with desk.page.expect_download() as given:
        desk.page.get_by_role("link", name=starting(say("Container"))).first.click()
    assert Path(given.value.path()).read_bytes().startswith(b"PK")
