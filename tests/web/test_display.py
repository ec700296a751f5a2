"""The display panel: how a reader wants pages to look."""

import pytest
from django.urls import reverse

from tests.web.rendered_html import by_class, named, parsed

pytestmark = pytest.mark.django_db

PAGE = "/en/nothing-is-here/"


def choose(client, **chosen):
    return client.post(reverse("web:display"), {"next": PAGE, **chosen})


def test_a_choice_is_kept_and_the_reader_goes_back(client):
    response = choose(client, theme="contrast", size="xl", spacing="wide")

    assert response.status_code == 302
    assert response["Location"] == PAGE
    assert 'data-theme="contrast" data-size="xl" data-spacing="wide"' in client.get(PAGE).text


def test_the_choice_is_shown_in_the_panel(client):
    choose(client, size="l")

    page = parsed(client.get(PAGE).text)

    assert {one.get("value") for one in named(page, "size") if "checked" in one.attrib} == {"l"}


def test_a_cookie_of_the_panel_is_not_for_scripts_nor_for_other_sites(client):
    cookie = choose(client, theme="contrast").cookies["theme"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 60 * 60


def test_what_is_no_choice_is_not_kept(client):
    response = choose(client, theme="<script>", size="huge", other="x")

    assert list(response.cookies) == []
    assert 'data-theme="light"' in client.get(PAGE).text


def test_a_forged_cookie_changes_nothing(client):
    client.cookies["theme"] = '"><script>'

    assert 'data-theme="light" data-size="m"' in client.get(PAGE).text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_panel_leads_nowhere_else(client, back):
    assert choose(client, next=back)["Location"] == "/"


def test_the_panel_is_changed_by_sending_only(client):
    assert client.get(reverse("web:display")).status_code == 405


def test_the_language_switcher_keeps_the_page(client):
    page = parsed(client.get("/en/account/login/").text)

    links = {link.get("lang"): link for link in by_class(page, "lang__link")}

    assert {code: link.get("href") for code, link in links.items()} == {
        "uk": "/account/login/",
        "cs": "/cs/account/login/",
        "en": "/en/account/login/",
    }
    assert [code for code, link in links.items() if link.get("aria-current")] == ["en"]
