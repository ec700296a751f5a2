import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.core import mail

from tests import factories
from tests.accounts.conftest import sign_in, with_password
from tests.english_urls import url
from vikno.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    """Return what an app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(browser) -> str:
    """The key of codes that the person has turned on."""
    browser.get(url("mfa_activate_totp"))
    secret = browser.session[SECRET_SESSION_KEY]
    browser.post(url("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def test_the_page_shows_the_key_as_a_picture_and_in_letters(browser):
    response = browser.get(url("mfa_activate_totp"))

    assert 'src="data:image/svg+xml;base64,' in response.text
    assert browser.session[SECRET_SESSION_KEY] in response.text


def test_a_code_that_does_not_fit_turns_nothing_on(browser):
    browser.get(url("mfa_activate_totp"))

    response = browser.post(url("mfa_activate_totp"), {"code": "000000"})

    assert response.status_code == 422
    assert "This code does not fit" in response.text
    assert not Authenticator.objects.exists()


def test_turning_codes_on_gives_recovery_codes(browser, secret):
    codes = browser.get(url("mfa_view_recovery_codes"))
    file = browser.get(url("mfa_download_recovery_codes"))

    listed = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert all(code in codes.text for code in listed)
    assert file.text.split() == listed


@pytest.mark.django_db(transaction=True, serialized_rollback=True)  # allauth writes when the change is committed
def test_turning_codes_on_is_told_by_letter_and_audited(secret, person):
    assert mail.outbox[0].subject == "Codes from an app are on"
    assert AuditEntry.objects.get(action="account.totp_activated").subject == person.ref


def test_the_key_is_sealed_in_the_database(secret):
    rows = {row.type: row.data for row in Authenticator.objects.all()}

    assert secret not in rows["totp"]["secret"]
    assert len(rows["recovery_codes"]["seed"]) > 80
    assert not set(rows["recovery_codes"]["seed"]) <= set("0123456789abcdef")


def test_the_password_alone_no_longer_lets_in(secret, person):
    client, asked = sign_in(person)

    refused = client.post(url("mfa_authenticate"), {"code": "000000"})

    assert asked.headers["Location"] == url("mfa_authenticate")
    assert refused.status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_password_and_a_code_let_in_and_lead_on(secret, person):
    client, _ = sign_in(person, onward="/en/cabinet/profile/")

    entered = client.post(url("mfa_authenticate"), {"code": code_of(secret)})

    assert entered.headers["Location"] == "/en/cabinet/profile/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_recovery_code_lets_in_once(secret, person):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, _ = sign_in(person)
    second, _ = sign_in(person)

    once = first.post(url("mfa_authenticate"), {"code": code})
    twice = second.post(url("mfa_authenticate"), {"code": code})

    assert once.status_code == 302
    assert twice.status_code == 422


def test_codes_are_turned_off_again(browser, secret):
    asked = browser.get(url("mfa_deactivate_totp"))
    browser.post(url("mfa_deactivate_totp"))

    assert "Turn off codes from the app?" in asked.text
    assert not Authenticator.objects.exists()


def test_an_old_sign_in_is_proved_once_more_before_a_change(browser, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    response = browser.get(url("mfa_activate_totp"), follow=True)

    assert response.redirect_chain[-1][0].startswith(url("account_reauthenticate"))
    assert "Is it you?" in response.text


def test_a_passkey_that_no_device_gave_is_refused_in_words(browser):
    browser.get(url("mfa_add_webauthn"))

    response = browser.post(url("mfa_add_webauthn"), {"name": "Phone", "credential": ""})

    assert response.status_code == 422
    assert "The device gave no passkey" in response.text


def test_a_resident_is_offered_a_passkey_and_may_put_the_offer_away(browser):
    offered = browser.get(url("cabinet:security"))
    browser.post(url("cabinet:security_hint"))
    put_away = browser.get(url("cabinet:security"))

    assert "you will sign in by fingerprint" in offered.text
    assert "you will sign in by fingerprint" not in put_away.text


def test_staff_are_told_at_each_sign_in_and_cannot_put_it_away():
    officer = factories.OfficerFactory()
    client, _ = sign_in(with_password(officer.person))
    client.post(url("cabinet:security_hint"))

    response = client.get(url("cabinet:security"))

    assert "Protect it with a passkey" in response.text
    assert "Add a passkey today" in response.text


def test_the_page_of_allauth_leads_to_ours(browser):
    response = browser.get(url("mfa_index"))

    assert response.headers["Location"] == url("cabinet:security")
