"""A page is made once for all guests, and anew when what it shows is changed."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.english_urls import url
from vikno.catalogue.models import Service
from vikno.pagecache.store import PAGE_STORE

# Inside the transaction of a usual test nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AT = datetime(2026, 3, 2, 10, 0, 30, tzinfo=UTC)
SERVICES = "/en/services/"


@pytest.fixture(autouse=True)
def half_past_the_minute():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def service():
    return factories.OfferingFactory(service__title="Видача довідки").service


def is_from_memory(client: Client, address: str, **more: object) -> bool:
    """Tell whether a page came from the memory: no template was rendered for it."""
    response = client.get(address, **more)
    assert response.status_code == 200
    return not response.templates


def test_a_second_guest_gets_the_page_that_was_made_for_the_first(service):
    first, second = Client().get(SERVICES), Client().get(SERVICES)

    assert second.templates == []
    assert second.content == first.content
    assert service.title in second.text


def test_a_kept_page_costs_one_query(service, client, django_assert_num_queries):
    client.get(SERVICES)

    with django_assert_num_queries(1):
        client.get(SERVICES)


def test_what_is_changed_is_seen_at_once(service, client):
    client.get(SERVICES)

    Service.objects.update(title="Видача копії")

    assert "Видача копії" in client.get(SERVICES).text


def test_a_page_published_in_wagtail_is_seen_at_once(client):
    client.get(SERVICES)

    Page.objects.filter(depth__gt=1).first().specific.save_revision().publish()

    assert not is_from_memory(client, SERVICES)


def test_at_the_next_full_minute_a_page_is_made_anew(service, client, half_past_the_minute):
    client.get(SERVICES)

    half_past_the_minute.shift(29)
    assert is_from_memory(client, SERVICES)
    half_past_the_minute.shift(1)
    assert not is_from_memory(client, SERVICES)


def test_each_address_language_and_look_has_its_own_page(service, client):
    client.get(SERVICES)

    others = [
        client.get("/services/"),
        client.get("/en/centres/"),
        client.get(SERVICES, {"q": "довідка"}),
        client.get(SERVICES, headers={"host": "localhost"}),
        client.get(SERVICES, secure=True),
        client.get(SERVICES, headers={"cookie": "theme=contrast"}),
    ]

    assert all(response.templates for response in others)
    assert 'data-theme="contrast"' in others[-1].text
    assert len(PAGE_STORE) == 7


def test_the_order_of_parameters_makes_no_other_page(service, client):
    client.get(SERVICES + "?q=a&online=on")

    assert is_from_memory(client, SERVICES + "?online=on&q=a")


def test_what_advertisers_add_is_dropped_before_a_page_is_made(service, client):
    tracked = client.get(SERVICES + "?utm_source=a&utm_medium=b&fbclid=c")

    assert "utm_" not in tracked.text
    assert "fbclid" not in tracked.text
    assert is_from_memory(client, SERVICES)


def test_parameters_that_no_view_knows_are_not_kept(service, client):
    for number in range(3):
        client.get(SERVICES, {"x": number})

    assert len(PAGE_STORE) == 0


def test_a_cookie_that_means_nothing_makes_no_other_page(service, client):
    client.get(SERVICES)

    assert is_from_memory(client, SERVICES, headers={"cookie": "theme=<script>; other=1"})


def test_who_signed_in_gets_their_own_page_and_leaves_none(service, cabinet):
    Client().get(SERVICES)

    response = cabinet.get(SERVICES)

    assert "My applications" in response.text
    assert "ETag" not in response
    assert "Sign in" in Client().get(SERVICES).text


@pytest.mark.parametrize("headers", [{"hx-request": "true"}, {"authorization": "Basic eDp5"}, {"cookie": "messages=x"}])
def test_whoever_asks_for_something_of_their_own_is_not_given_a_kept_page(service, client, headers):
    client.get(SERVICES)

    assert not is_from_memory(client, SERVICES, headers=headers)


def test_a_page_that_is_not_there_is_not_kept(client):
    client.get("/en/services/nothing/")

    assert len(PAGE_STORE) == 0


def test_a_host_that_is_not_ours_is_refused_and_gets_nothing_kept(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    client.get(SERVICES)

    forged = client.get(SERVICES, headers={"host": "evil.example"})
    forwarded = client.get(SERVICES, headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})

    assert forged.status_code == 400
    assert "evil.example" not in forwarded.text
    assert len(PAGE_STORE) == 1


def test_the_display_panel_works_on_a_kept_page(service):
    client = Client(enforce_csrf_checks=True)
    client.get(SERVICES)

    client.post(
        reverse("web:display"), {"next": SERVICES, "theme": "contrast"}, headers={"sec-fetch-site": "same-origin"}
    )

    assert 'data-theme="contrast"' in client.get(SERVICES).text
    assert 'data-theme="light"' in Client().get(SERVICES).text


# What goes over the wire.


def test_browsers_keep_a_page_and_ask_whether_it_is_still_so(service, client):
    response = client.get(SERVICES)

    assert response["Cache-Control"] == "no-cache"
    assert response["Vary"] == "Accept-Encoding, Cookie"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_the_browser_has_is_not_sent_again(service, client):
    etag = client.get(SERVICES)["ETag"]

    again = client.get(SERVICES, headers={"if-none-match": etag})
    Service.objects.update(title="Видача копії")
    changed = client.get(SERVICES, headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Vary"] == "Accept-Encoding, Cookie"
    assert changed.status_code == 200


def test_a_write_that_changes_nothing_on_the_page_costs_no_second_download(service, client):
    etag = client.get("/en/centres/")["ETag"]

    Service.objects.update(keywords="довідка")

    assert client.get("/en/centres/", headers={"if-none-match": etag}).status_code == 304


def test_a_page_may_be_asked_for_by_its_head(service, client):
    page = client.get(SERVICES)

    head = client.head(SERVICES)

    assert head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (page["ETag"], page["Content-Length"])


def test_whoever_asks_for_the_head_of_a_page_that_is_not_kept_keeps_nothing(service, client):
    client.head(SERVICES)

    assert len(PAGE_STORE) == 0


def test_the_status_page_and_forms_are_not_kept(client):
    for name in ("content:status", "account_login", "account_signup"):
        assert "ETag" not in client.get(url(name))

    assert len(PAGE_STORE) == 0
