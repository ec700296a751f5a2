"""The pages that only a demo has, and their absence elsewhere."""

import runpy

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import URLResolver

from tests.english_urls import url
from vikno.conf import urls
from vikno.demo.mailbox import letters
from vikno.demo.sign_ins import PASSWORD, SIGN_INS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def is_demo(settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def send(count: int = 1) -> None:
    connection = get_connection()
    connection.send_messages(
        [
            EmailMessage(f"Заяву № {number} отримано", "http://localhost/x", to=["a@example.com"])
            for number in range(count)
        ]
    )


def test_the_first_page_lists_the_sign_ins(client):
    page = client.get(url("demo:start"))

    assert page.status_code == 200
    assert PASSWORD in page.text
    assert all(sign_in.email in page.text for sign_in in SIGN_INS)


def test_an_empty_mailbox_says_what_will_be_there(client):
    assert "No letters yet" in client.get(url("demo:mail")).text


def test_letters_are_listed_fifty_to_a_page(client):
    send(51)

    first = client.get(url("demo:mail"))
    second = client.get(url("demo:mail"), {"page": 2})

    assert first.text.count("news__item") == 50
    assert second.text.count("news__item") == 1


def test_a_letter_opens_with_its_links(client):
    send()

    page = client.get(url("demo:letter", letters()[0].name))

    assert "Заяву № 0 отримано" in page.text
    assert '<a href="http://localhost/x" rel="noopener">' in page.text
    assert "no-store" in page["Cache-Control"]


def test_an_unknown_letter_is_not_found(client):
    assert client.get(url("demo:letter", "nothing-1")).status_code == 404


def test_outside_a_demo_the_pages_refuse(client, settings):
    send()
    addresses = [url("demo:start"), url("demo:mail"), url("demo:letter", letters()[0].name)]

    settings.DEMO = False

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def namespaces(patterns: list) -> set[str]:
    resolvers = [pattern for pattern in patterns if isinstance(pattern, URLResolver)]
    nested = (namespaces(resolver.url_patterns) for resolver in resolvers if not resolver.namespace)
    return {resolver.namespace for resolver in resolvers}.union(*nested)


@pytest.mark.parametrize(("demo", "is_mounted"), [(True, True), (False, False)])
def test_the_addresses_exist_in_a_demo_only(settings, demo, is_mounted):
    settings.DEMO = demo

    patterns = runpy.run_path(urls.__file__)["urlpatterns"]

    assert ("demo" in namespaces(patterns)) is is_mounted
