"""Sign-in without a password, with a virtual device of Chromium."""

import uuid

from tests.system.resident_journey import OWN_PASSWORD, given_a_resident_who_registered
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def given_a_device_with_passkeys(visitor: Visitor) -> None:
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def when_they_use_the_passkey(visitor: Visitor, words: str, *, leads_to: str) -> None:
    """Press the button; the device answers, and the page sends its answer."""
    visitor.page.locator("form[data-passkey]").get_by_role("button", name=say(words)).click()
    visitor.page.wait_for_url(f"{visitor.portal}{leads_to}")
    visitor.check()


def when_they_confirm_the_password_to_add_a_passkey(visitor: Visitor) -> None:
    visitor.open("/account/2fa/webauthn/add/")
    visitor.page.locator("#id_password").fill(OWN_PASSWORD)
    visitor.press(say("Continue"))


def then_the_profile_is_theirs(visitor: Visitor) -> None:
    assert visitor.page.locator("#family_name").input_value() == "Мандрівна"


def when_they_sign_out(visitor: Visitor) -> None:
    visitor.open("/account/logout/")
    visitor.go(visitor.page.locator("main form button"))


def test_a_resident_adds_a_passkey_and_signs_in_without_a_password(phone):
    given_a_device_with_passkeys(phone)
    given_a_resident_who_registered(phone, f"passkey-{uuid.uuid4().hex[:8]}@example.com")

    when_they_confirm_the_password_to_add_a_passkey(phone)
    when_they_use_the_passkey(phone, "Add a passkey", leads_to="/account/2fa/recovery-codes/")
    when_they_sign_out(phone)
    phone.open("/account/login/?next=/cabinet/profile/")
    when_they_use_the_passkey(phone, "Sign in with a passkey", leads_to="/cabinet/profile/")

    then_the_profile_is_theirs(phone)


def test_a_device_that_says_no_is_told_in_words(phone):
    phone.open("/account/login/")
    phone.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')); }")

    phone.page.locator("form[data-passkey]").get_by_role("button").click()

    problem = phone.page.locator("[data-passkey-problem]")
    problem.wait_for()
    assert say("The passkey was not used. Try once more, or go another way.") in problem.inner_text()


def test_without_scripts_there_is_no_passkey_button(no_script):
    no_script.page.goto(f"{no_script.portal}/account/login/")

    assert not no_script.page.locator("form[data-passkey]").is_visible()
    assert no_script.page.locator("#id_password").is_visible()
