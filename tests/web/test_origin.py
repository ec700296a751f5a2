"""Forms that stand on kept pages carry no token: where they come from is asked of the browser."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    """A browser from which a token would be wanted."""
    return Client(enforce_csrf_checks=True)


def choose(browser: Client, **headers: str) -> int:
    return browser.post(reverse("web:display"), {"theme": "contrast"}, headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Origin": "http://localhost:8000"},
        {},
    ],
    ids=["same origin", "typed by hand", "an older browser", "our public address", "no browser"],
)
def test_a_form_of_ours_is_taken_without_a_token(browser, headers):
    assert choose(browser, **headers) == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "null"},
    ],
    ids=["cross site", "a neighbour", "cross site that lies", "foreign", "another scheme", "hidden"],
)
def test_a_form_of_another_site_is_not(browser, headers):
    assert choose(browser, **headers) == 403
