"""The journeys of identification and of signing an application, with the simulators of BankID, signatures and OpenID."""

import re
from pathlib import Path

import pytest

from tests.system.resident_journey import (
    given_they_signed_in,
    then_the_application_is_sent,
    then_they_are_told_what_to_correct,
    then_they_read,
    when_they_confirm_that_all_is_true,
)
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor


def when_they_choose_to_sign_in_by(phone: Visitor, way: str) -> None:
    """Choose a provider on the sign-in page; the next page is the provider's."""
    phone.open("/account/login/")
    phone.follow(way)


def when_the_provider_identifies(phone: Visitor, person: str, fault: str = "none") -> None:
    """Choose a person on the provider's page, and come back. `fault` is a failure that the provider simulates."""
    phone.page.locator(f"input[name=person][value={person}]").check()
    phone.page.locator("select[name=fault]").select_option(fault)
    phone.press("Продовжити")


def then_they_are_in_the_cabinet(phone: Visitor) -> None:
    assert "/cabinet/" in phone.page.url


@pytest.fixture
def simulators(portal_told: dict[str, str]) -> str:
    return portal_told["SIMULATORS_URL"]


def test_a_resident_signs_in_by_bankid_and_finds_the_profile_filled(phone: Visitor):
    when_they_choose_to_sign_in_by(phone, "BankID НБУ")
    when_the_provider_identifies(phone, "maryna")

    then_they_are_in_the_cabinet(phone)
    phone.open("/cabinet/profile/")
    then_they_read(phone, "3151399308")
    then_they_read(phone, starting("підтверджено: BankID НБУ"))


def test_a_refusal_is_said_plainly_and_one_may_try_again(phone: Visitor):
    when_they_choose_to_sign_in_by(phone, "BankID НБУ")
    when_the_provider_identifies(phone, "maryna", "refused")

    then_they_read(phone, say("You were not identified"))
    phone.follow(say("Try again"))
    when_the_provider_identifies(phone, "maryna")
    then_they_are_in_the_cabinet(phone)


def test_the_back_button_after_signing_in_breaks_nothing(phone: Visitor):
    when_they_choose_to_sign_in_by(phone, "BankID НБУ")
    when_the_provider_identifies(phone, "ostap")

    phone.page.go_back()
    phone.page.go_back()
    phone.open("/cabinet/")

    then_they_are_in_the_cabinet(phone)


def test_a_resident_signs_in_by_a_signed_text(phone: Visitor, simulators: str, tmp_path: Path):
    when_they_choose_to_sign_in_by(phone, starting("Електронний підпис"))
    text = downloaded(phone, starting(say("Download")), tmp_path)
    back = phone.page.url

    signed = sign(phone, simulators, text, "daryna", "attached", tmp_path)
    phone.open(back)
    phone.page.locator("#signed").set_input_files(str(text))
    phone.press(say("Sign in"))
    assert phone.page.locator("[role=alert]").first.is_visible()
    phone.page.locator("#signed").set_input_files(str(signed))
    phone.press(say("Sign in"))

    then_they_are_in_the_cabinet(phone)
    phone.open("/cabinet/profile/")
    then_they_read(phone, "3407699006")


def test_a_resident_signs_in_by_openid(phone: Visitor):
    when_they_choose_to_sign_in_by(phone, starting("Bank iD"))
    when_the_provider_identifies(phone, "jana")

    then_they_are_in_the_cabinet(phone)


def test_a_resident_signs_in_by_diia(phone: Visitor):
    when_they_choose_to_sign_in_by(phone, "Дія.Підпис")
    here = phone.page.url
    phone.go(phone.page.get_by_role("link", name=say("Open Diia on this phone")))
    when_the_provider_identifies(phone, "bohdan")
    phone.page.goto(here)
    phone.page.wait_for_url(re.compile("/cabinet/"))

    then_they_are_in_the_cabinet(phone)


def test_all_of_it_works_without_scripts(no_script: Visitor):
    when_they_choose_to_sign_in_by(no_script, "BankID НБУ")
    when_the_provider_identifies(no_script, "vira")

    then_they_are_in_the_cabinet(no_script)


def test_an_application_is_signed_sent_and_read_by_an_officer(
    phone: Visitor, desk: Visitor, simulators: str, tmp_path: Path
):
    when_they_choose_to_sign_in_by(phone, "BankID НБУ")
    when_the_provider_identifies(phone, "daryna")
    when_they_fill_in_the_registration_of_a_sole_trader(phone)
    when_they_confirm_that_all_is_true(phone)
    phone.press(say("Go on to sign and send"))
    sheet = downloaded(phone, re.compile(r"application\.pdf"), tmp_path)
    data = downloaded(phone, re.compile(r"application\.json"), tmp_path)
    back = phone.page.url

    foreign = sign(phone, simulators, [sheet, data], "maryna", "asice", tmp_path)
    own = sign(phone, simulators, [sheet, data], "daryna", "asice", tmp_path)
    phone.open(back)
    when_they_bring_the_signed_file(phone, foreign)
    then_they_are_told_what_to_correct(phone)
    when_they_bring_the_signed_file(phone, own)

    then_the_application_is_sent(phone)
    number = phone.page.locator(".code").first.inner_text()
    then_an_officer_sees_the_signature(desk, number)


def test_an_application_is_signed_on_the_phone_by_diia(phone: Visitor):
    when_they_choose_to_sign_in_by(phone, "BankID НБУ")
    when_the_provider_identifies(phone, "maryna")
    when_they_fill_in_the_registration_of_a_sole_trader(phone)
    when_they_confirm_that_all_is_true(phone)
    phone.press(say("Go on to sign and send"))
    phone.press("Дія.Підпис")
    here = phone.page.url
    phone.go(phone.page.get_by_role("link", name=say("Open Diia on this phone")))
    when_the_provider_identifies(phone, "maryna")

    phone.page.goto(here)
    phone.press(say("Send to the centre"))

    then_the_application_is_sent(phone)


def when_they_fill_in_the_registration_of_a_sole_trader(phone: Visitor) -> None:
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


def when_they_bring_the_signed_file(phone: Visitor, path: Path) -> None:
    phone.page.locator("#signed").set_input_files(str(path))
    phone.press(say("Check the signature and send"))


def then_an_officer_sees_the_signature(desk: Visitor, number: str) -> None:
    """See the signature beside the case, and take the container."""
    given_they_signed_in(desk, "officer@example.com")
    desk.open("/workspace/")
    desk.page.locator("#search-text").fill(number)
    desk.press(say("Search"))
    desk.follow(number)
    then_they_read(desk, "Соколина Дарина Олегівна")
    with desk.page.expect_download() as given:
        desk.page.get_by_role("link", name=starting(say("Container"))).first.click()
    assert Path(given.value.path()).read_bytes().startswith(b"PK")
