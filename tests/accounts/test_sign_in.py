import pytest
from django.contrib.auth.models import Permission
from django.core import mail

from tests import factories
from tests.accounts.conftest import PASSWORD, link_of, press, seen, sign_in, with_password
from tests.english_urls import url
from vikno.audit.models import AuditEntry
from vikno.centres.models import OfficerRole

pytestmark = pytest.mark.django_db


def test_a_resident_is_led_to_the_applications(person):
    _, response = sign_in(person)

    assert response.headers["Location"] == url("cabinet:home")


def test_an_officer_is_led_to_the_cases():
    officer = factories.OfficerFactory()

    _, response = sign_in(with_password(officer.person))

    assert response.headers["Location"] == url("workspace:cases")


def test_an_editor_is_led_to_the_editors_area(person):
    factories.OfficerFactory(person=person, role=OfficerRole.EDITOR)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))

    _, response = sign_in(person)

    assert response.headers["Location"] == "/editors/"


def test_where_one_was_going_comes_first(person):
    _, response = sign_in(person, onward="/en/cabinet/profile/")

    assert response.headers["Location"] == "/en/cabinet/profile/"


def test_a_wrong_password_is_refused_in_words_that_say_nothing_of_the_account(person):
    _, known = sign_in(person, password="not the password")
    person.email = "nobody@example.com"
    _, unknown = sign_in(person, password="not the password")

    assert known.status_code == unknown.status_code == 422
    assert "The e-mail and the password do not go together" in known.text
    assert "The e-mail and the password do not go together" in unknown.text


def test_tries_are_limited_even_with_the_right_password_at_the_end(person):
    for _ in range(5):
        sign_in(person, password="not the password")

    client, response = sign_in(person)

    assert "Too many tries" in response.text
    assert "_auth_user_id" not in client.session


def test_a_session_gets_a_new_key_at_sign_in_and_ends_with_the_browser(client, person):
    client.get(url("account_login"))
    session = client.session
    session["kept"] = True
    session.save()
    before = session.session_key

    sign_in(person, client=client)

    assert client.session.session_key != before
    assert client.session.get_expire_at_browser_close()


def test_the_editors_area_has_no_sign_in_of_its_own(client, person):
    typed = {"username": person.email, "password": PASSWORD}

    response = client.post("/editors/login/", typed)

    assert response.status_code in (302, 405)
    assert "_auth_user_id" not in client.session


def test_who_opens_the_editors_area_signs_in_with_us_and_comes_back(client):
    response = client.get("/editors/", follow=True)

    address, _ = response.redirect_chain[-1]
    assert "/account/login/?next=%2Feditors%2F" in address or "/account/login/?next=/editors/" in address


def test_signing_out_is_a_press_of_a_button(browser):
    asked = browser.get(url("account_logout"))
    gone = browser.post(url("account_logout"))

    assert "Sign out?" in asked.text
    assert gone.headers["Location"] == url("content:home")
    assert "_auth_user_id" not in browser.session


def test_a_forgotten_password_is_set_anew_by_the_letter(client, person):
    client.post(url("account_reset_password"), {"email": person.email})
    page = client.get(link_of(mail.outbox[0]), follow=True)
    address = page.redirect_chain[-1][0]
    response = client.post(address, {"password1": "зовсім інші слова"})

    person.refresh_from_db()
    assert "Save the password" in page.text
    assert person.check_password("зовсім інші слова")
    assert response.headers["Location"] == url("cabinet:home")
    assert mail.outbox[1].subject == "Your password has been changed"
    assert AuditEntry.objects.get(action="account.password_reset").subject == person.ref


def test_an_unknown_address_gets_the_same_page_and_a_letter_that_says_so(client, person):
    known = client.post(url("account_reset_password"), {"email": person.email}, follow=True)
    unknown = client.post(url("account_reset_password"), {"email": "nobody@example.com"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert seen(known) == seen(unknown)
    assert mail.outbox[1].subject == "There is no account with this address"


def test_a_reset_link_with_a_fault_says_what_to_do(client):
    response = client.get("/en/account/password/reset/key/1-broken-key/")

    assert "This link no longer works" in response.text


def test_a_new_password_needs_the_present_one(browser, person):
    response = browser.post(url("account_change_password"), {"oldpassword": "not it", "password1": "зовсім інші слова"})

    person.refresh_from_db()
    assert response.status_code == 422
    assert "This is not the present password" in response.text
    assert person.check_password(PASSWORD)


def test_a_new_password_signs_other_devices_out(browser, person):
    elsewhere, _ = sign_in(person)

    response = browser.post(url("account_change_password"), {"oldpassword": PASSWORD, "password1": "зовсім інші слова"})

    assert response.headers["Location"] == url("cabinet:security")
    assert browser.get(url("cabinet:security")).status_code == 200
    assert elsewhere.get(url("cabinet:security")).status_code == 302


def test_a_new_address_takes_the_place_of_the_old_one_when_it_is_confirmed(browser, person):
    browser.post(url("account_email"), {"email": "moved@example.com", "action_add": "1"})
    waiting = browser.get(url("cabinet:security"))
    old = person.email

    press(browser, link_of(mail.outbox[0]))

    person.refresh_from_db()
    assert mail.outbox[0].to == ["moved@example.com"]
    assert "moved@example.com waits for your confirmation" in waiting.text
    assert person.email == "moved@example.com"
    assert (mail.outbox[1].to, mail.outbox[1].subject) == ([old], "Your e-mail has been changed")


def test_an_address_of_another_account_is_not_betrayed(browser):
    other = with_password(factories.PersonFactory())

    response = browser.post(url("account_email"), {"email": other.email, "action_add": "1"}, follow=True)

    assert response.status_code == 200
    assert f"We have sent a letter to {other.email}" in response.text
