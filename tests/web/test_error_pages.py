"""Pages for what went wrong, and the answer to whether all is well."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from vikno.conf import urls as ours

TROUBLES = {
    "denied": PermissionDenied(),
    "broken": RuntimeError("a secret detail"),
    "away": OperationalError("no database"),
    "unreadable": SuspiciousOperation("too many fields"),
}


def _raise(request: HttpRequest, what: str) -> HttpResponse:
    raise TROUBLES[what]


urlpatterns = [path("trouble/<slug:what>/", _raise), *ours.urlpatterns]
handler400, handler500 = ours.handler400, ours.handler500


@pytest.fixture
def browser():
    """A browser of somebody to whom a failure is shown, not raised."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_what_to_do(client):
    response = client.get("/en/nothing-is-here/")

    assert response.status_code == 404
    assert "There is no such page" in response.text
    assert "sign in first" in response.text


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_for_others_says_so(browser):
    response = browser.get("/trouble/denied/", headers={"accept-language": "en"})

    assert response.status_code == 403
    assert "site-header" in response.text


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("what", "status"), [("broken", 500), ("away", 503), ("unreadable", 400)])
def test_a_failure_is_told_without_asking_the_database_and_without_details(browser, what, status):
    response = browser.get(f"/trouble/{what}/")

    assert response.status_code == status
    assert "<h1>" in response.text
    assert "secret" not in response.text


@pytest.mark.urls(__name__)
def test_a_failure_keeps_the_colours_the_reader_chose(browser):
    browser.cookies["theme"] = "contrast"

    assert 'data-theme="contrast"' in browser.get("/trouble/broken/").text


@pytest.mark.urls(__name__)
def test_while_the_database_is_away_browsers_are_told_when_to_come_back(browser):
    assert browser.get("/trouble/away/")["Retry-After"] == "60"


@pytest.mark.django_db
def test_a_form_from_an_expired_page_says_what_to_do_and_that_the_draft_is_kept():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/account/login/", {"login": "a@example.com", "password": "x"})

    assert response.status_code == 403
    assert "The page has expired" in response.text
    assert "A draft of an application is kept" in response.text
    assert 'href="/en/account/login/"' in response.text


@pytest.mark.django_db
def test_health_is_well(client):
    response = client.get(reverse("web:health"))

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_tells_when_the_database_does_not_answer(client):
    def refuse(*args):
        raise OperationalError("no database")

    with connection.execute_wrapper(refuse):
        response = client.get(reverse("web:health"))

    assert response.status_code == 503
    assert response.json()["status"] == "down"
