import re

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import timezone

from tests import factories
from tests.accounts.conftest import NEW
from tests.english_urls import url
from vikno.people.models import Person

pytestmark = pytest.mark.django_db

LETTERS = [
    "account/email/account_already_exists",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/email_deleted",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
]


def test_a_letter_comes_from_the_centre_by_its_name(client, settings):
    settings.DEFAULT_FROM_EMAIL = "noreply@example.com"
    factories.CentreFactory(name="Centre of Verbivka")

    client.post(url("account_signup"), NEW)

    assert mail.outbox[0].from_email == "Centre of Verbivka <noreply@example.com>"
    assert "Centre of Verbivka" in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_letter_is_plain_text_without_the_name_that_a_stranger_may_have_typed(client):
    client.post(url("account_signup"), {**NEW, "given_name": "Buy this"})

    assert mail.outbox[0].alternatives == []
    assert "Buy this" not in mail.outbox[0].body


def test_the_links_of_a_letter_are_in_the_language_of_the_person(client):
    person = factories.PersonFactory(language="cs")

    client.post(url("account_reset_password"), {"email": person.email})

    links = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert links
    assert all("/cs/" in link for link in links)


def test_a_stranger_is_answered_in_the_language_of_the_page(client):
    client.post(url("account_reset_password"), {"email": "nobody@example.com"})

    assert url("account_signup") in mail.outbox[0].body
    assert not Person.objects.exists()


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_a_short_subject_and_says_something(letter):
    context = {"timestamp": timezone.now(), "ip": "192.0.2.1", "password_reset_url": "https://example.com/reset/"}

    subject = render_to_string(f"{letter}_subject.txt", context).strip()
    body = render_to_string(f"{letter}_message.txt", context)

    assert 5 < len(subject) < 50
    assert "\n" not in subject
    assert len(body.split()) > 12
