import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.accounts.conftest import NEW, PASSWORD, link_of, press, seen, sign_in
from tests.english_urls import url
from vikno.people.models import Person

pytestmark = pytest.mark.django_db

ONWARD = "/en/cabinet/start/residence/"


def test_the_password_rules_are_said_beforehand(client):
    response = client.get(url("account_signup"))

    assert "At least 10 characters" in response.text
    assert 'autocomplete="new-password"' in response.text


def test_a_resident_registers_and_is_let_in_by_the_letter(client):
    asked = client.post(url("account_signup"), NEW)
    entered = press(client, link_of(mail.outbox[0]))

    person = Person.objects.get(email="new@example.com")
    assert asked.headers["Location"] == url("account_email_verification_sent")
    assert (person.family_name, person.given_name, person.patronymic) == ("Новенька", "Олена", "")
    assert person.language == "en"
    assert EmailAddress.objects.get(user=person).verified
    assert entered.headers["Location"] == url("cabinet:home")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_nobody_gets_in_before_the_address_is_confirmed(client):
    client.post(url("account_signup"), NEW)

    other, response = sign_in(Person.objects.get())

    assert response.headers["Location"] == url("account_email_verification_sent")
    assert "_auth_user_id" not in other.session


def test_where_the_resident_was_going_is_kept_through_the_letter(client):
    client.post(url("account_signup"), {**NEW, "next": ONWARD})

    entered = press(client, link_of(mail.outbox[0]))

    assert entered.headers["Location"] == ONWARD


def test_a_letter_opened_in_another_browser_leads_on_through_the_sign_in_page(client):
    client.post(url("account_signup"), {**NEW, "next": ONWARD})
    elsewhere = Client()

    confirmed = press(elsewhere, link_of(mail.outbox[0]))
    page = elsewhere.get(confirmed.headers["Location"])
    _, entered = sign_in(Person.objects.get(), onward=ONWARD, client=elsewhere)

    assert confirmed.headers["Location"].startswith(url("account_login"))
    assert f'name="next" value="{ONWARD}"' in page.text
    assert entered.headers["Location"] == ONWARD


def test_a_next_on_another_site_is_not_followed(client):
    client.post(url("account_signup"), {**NEW, "next": "https://evil.example/"})

    entered = press(client, link_of(mail.outbox[0]))

    assert "evil" not in mail.outbox[0].body
    assert entered.headers["Location"] == url("cabinet:home")


def test_opening_the_link_confirms_nothing_until_the_button_is_pressed(client):
    client.post(url("account_signup"), NEW)

    page = client.get(link_of(mail.outbox[0]))

    assert "new@example.com" in page.text
    assert not EmailAddress.objects.get().verified


def test_a_used_link_says_what_to_do(client):
    client.post(url("account_signup"), NEW)
    link = link_of(mail.outbox[0])
    press(client, link)

    again = Client().get(link)

    assert "This link no longer works" in again.text
    assert url("account_login") in again.text


def test_a_known_address_gets_the_same_answer_and_another_letter(client, person):
    new = client.post(url("account_signup"), NEW, follow=True)
    known = Client().post(url("account_signup"), {**NEW, "email": person.email}, follow=True)

    assert new.redirect_chain == known.redirect_chain
    assert seen(new).replace(NEW["email"], "") == seen(known).replace(person.email, "")
    assert Person.objects.count() == 2
    assert mail.outbox[1].subject == "You have an account already"


def test_a_refused_form_keeps_what_was_typed_and_lists_what_to_mend(client):
    response = client.post(url("account_signup"), {**NEW, "given_name": "", "password1": "short"})

    assert response.status_code == 422
    assert "<title>Error: Register" in response.text
    assert 'href="#id_given_name"' in response.text
    assert 'href="#id_password1"' in response.text
    assert 'value="new@example.com"' in response.text
    assert "short" not in response.text.partition("<form")[2].partition("too short")[0]
    assert not Person.objects.exists()


def test_a_password_may_be_very_long(client):
    long = "слово " * 30

    client.post(url("account_signup"), {**NEW, "password1": long})

    assert Person.objects.get().check_password(long)


def test_registration_in_ukrainian_is_answered_in_ukrainian(client):
    client.post("/account/signup/", {**NEW, "password1": PASSWORD})

    assert Person.objects.get().language == "uk"
    assert "/en/" not in mail.outbox[0].body


def test_a_mail_server_that_is_down_stops_nobody_and_the_page_says_so(client, settings, caplog):
    settings.EMAIL_BACKEND = "tests.notifications.test_notifications.DownBackend"

    response = client.post(url("account_signup"), NEW, follow=True)

    assert "The letter could not be sent just now." in response.text
    assert Person.objects.filter(email="new@example.com").exists()
    assert "sending the letter" in caplog.text
