"""People with confirmed addresses and passwords, and browsers in which they really signed in."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.people.models import Person

PASSWORD = "три слова і кома"
NEW = {
    "email": "new@example.com",
    "family_name": " Новенька ",
    "given_name": "Олена",
    "patronymic": "",
    "password1": PASSWORD,
}


def with_password(person: Person) -> Person:
    """Return the person, able to sign in: with a password and a confirmed address."""
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(person: Person, *, onward: str = "", password: str = PASSWORD, client: Client | None = None):
    """Type the e-mail and the password; return the browser and the answer."""
    client = client or Client()
    typed = {"login": person.email, "password": password, **({"next": onward} if onward else {})}
    return client, client.post(url("account_login"), typed)


def form_of(response, where: str) -> tuple[str, dict[str, str]]:
    """Return where a form of the page is sent, and what its hidden fields send with it."""
    action, form = re.search(rf'<form[^>]* action="([^"]*{where}[^"]*)"(.*?)</form>', response.text, re.DOTALL).groups()
    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)
    return action, {name: html.unescape(value) for name, value in fields}


def seen(response) -> str:
    """Return a page without what differs each time it is shown."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def link_of(letter: mail.EmailMessage) -> str:
    """Return the first address that stands in a letter."""
    return re.search(r"https?://\S+", letter.body)[0]


def press(client: Client, link: str):
    """Open a link of a letter and press the button that it leads to."""
    return client.post(*form_of(client.get(link), "/confirm-email/"))


@pytest.fixture
def person(db) -> Person:
    return with_password(factories.PersonFactory(language="en"))


@pytest.fixture
def browser(person) -> Client:
    """A browser in which the person has signed in with the password."""
    return sign_in(person)[0]
