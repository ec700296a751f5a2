"""Every page of accounts, by somebody signed in and by a stranger."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.english_urls import url

pytestmark = pytest.mark.django_db

FOR_STRANGERS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
FOR_SIGNED_IN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "cabinet:profile",
    "cabinet:security",
]
WITH_CODES = ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_view_recovery_codes"]


@pytest.mark.parametrize("name", FOR_STRANGERS)
def test_a_stranger_sees_what_is_for_strangers(client, name):
    response = client.get(url(name))

    assert response.status_code == 200
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("name", FOR_SIGNED_IN)
def test_who_signed_in_sees_their_pages(browser, name):
    response = browser.get(url(name))

    assert response.status_code == 200
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("name", FOR_SIGNED_IN + WITH_CODES)
def test_a_stranger_is_led_to_sign_in_or_home(client, name):
    response = client.get(url(name))

    assert response.status_code == 302


@pytest.mark.parametrize("name", WITH_CODES)
def test_who_uses_codes_sees_their_pages(browser, person, name):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)

    response = browser.get(url(name))

    assert response.status_code == 200
    assert response.text.count("<h1") == 1


def test_a_passkey_is_renamed_and_removed(browser, person):
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Phone", "credential": {}})

    listed = browser.get(url("mfa_list_webauthn"))
    browser.post(url("mfa_edit_webauthn", key.pk), {"name": "Tablet"})
    asked = browser.get(url("mfa_remove_webauthn", key.pk))
    browser.post(url("mfa_remove_webauthn", key.pk))

    assert "Phone" in listed.text
    assert "«Tablet» will no longer let you in" in asked.text
    assert not Authenticator.objects.exists()


def test_a_passkey_of_somebody_else_is_a_404(browser, resident):
    key = Authenticator.objects.create(user=resident, type="webauthn", data={"name": "Phone", "credential": {}})

    assert browser.get(url("mfa_edit_webauthn", key.pk)).status_code == 404
    assert browser.get(url("mfa_remove_webauthn", key.pk)).status_code == 404


@pytest.mark.parametrize("name", FOR_STRANGERS + FOR_SIGNED_IN)
def test_no_page_is_kept_by_a_browser_that_others_use(browser, name):
    assert "no-store" in browser.get(url(name)).headers["Cache-Control"]


def test_no_page_has_a_script_or_a_style_of_its_own(browser):
    strangers = [Client().get(url(name)).text for name in FOR_STRANGERS]
    pages = strangers + [browser.get(url(name)).text for name in FOR_SIGNED_IN]

    assert not any(" style=" in page or "<style" in page or " onclick=" in page for page in pages)
