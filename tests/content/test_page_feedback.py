"""Tests of «Was this useful?»: no session, token or script, only from our own pages, each reader counted once."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.content.feedback.rated_page import RatedPage
from vikno.enquiries.models import PageVerdict, PageVerdictKind

pytestmark = pytest.mark.django_db

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def strict():
    """Return a client whose requests pass the same CSRF check as those of a browser."""
    return Client(enforce_csrf_checks=True)


def token(path="/en/services/x/", language="en"):
    return RatedPage(path=path, language=language).token


def press(client, verdict, page=None, **request):
    return client.post(url("content:useful"), {"page": page or token(), "verdict": verdict}, **HERE | request)


def counted():
    return {(row.path, row.language, row.verdict): row.times for row in PageVerdict.objects.all()}


@pytest.fixture
def pages():
    offering = factories.OfferingFactory()
    return [
        url("content:service", offering.service.code),
        url("content:centre", offering.centre.code),
    ]


def test_pages_ask_and_the_question_needs_no_session_no_token_and_no_script(strict, pages):
    for page in pages:
        response = strict.get(page)
        form = re.search(r'<form class="helpful__do".*?</form>', response.text, re.DOTALL)[0]
        seen = re.search(r'name="page" value="([^"]+)"', form)[1]

        assert "csrf" not in form
        assert press(strict, "useful", page=seen).status_code == 302
        assert "Set-Cookie" not in press(strict, "useful", page=seen)
    assert counted() == {(page, "en", "useful"): 1 for page in pages}


def test_a_press_is_counted_by_page_language_and_day(strict):
    with time_machine.travel(factories.NOON, tick=False):
        press(strict, "useless", token("/cs/services/x/", "cs"))

    row = PageVerdict.objects.get()
    assert (row.path, row.language, row.on, row.verdict, row.times) == (
        "/cs/services/x/",
        "cs",
        date(2026, 3, 2),
        PageVerdictKind.USELESS,
        1,
    )


def test_after_no_comes_thanks_a_question_why_and_the_way_to_write(strict):
    response = strict.get(press(strict, "useless")["Location"])

    assert "Thank you" in response.text
    assert "What was wrong?" in response.text
    assert 'href="/en/services/x/"' in response.text
    complaint = re.search(r'href="([^"]*\?topic=complaint[^"]*)"', response.text)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(complaint).query) == {"topic": ["complaint"], "page": ["/en/services/x/"]}


def test_after_yes_nothing_more_is_asked(strict):
    text = strict.get(press(strict, "useful")["Location"]).text

    assert "Good that it helped." in text
    assert "What was wrong?" not in text


def test_why_is_one_press_more(strict):
    press(strict, "useless")
    response = strict.get(press(strict, "unclear")["Location"])

    assert "The editors will see it" in response.text
    assert {verdict: times for (*_, verdict), times in counted().items()} == {"useless": 1, "unclear": 1}


def test_pressing_again_is_thanked_and_not_counted(strict):
    first, second = press(strict, "useful"), press(strict, "useless")

    assert first.status_code == second.status_code == 302
    assert counted() == {("/en/services/x/", "en", "useful"): 1}


def test_another_reader_another_page_and_another_day_count(strict):
    with time_machine.travel(factories.NOON, tick=False) as clock:
        press(strict, "useful")
        press(strict, "useful", REMOTE_ADDR="203.0.113.5")
        press(strict, "useful", page=token("/en/services/y/"))
        clock.shift(24 * 60 * 60 + 1)
        press(strict, "useful")

    assert sum(row.times for row in PageVerdict.objects.all()) == 4


def test_one_address_cannot_judge_the_whole_site(strict):
    for number in range(50):
        assert press(strict, "useless", page=token(f"/en/services/{number}/")).status_code == 302

    assert PageVerdict.objects.count() == 40


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "https://evil.example"}],
)
def test_a_form_of_another_site_is_refused(strict, headers):
    assert press(strict, "useful", **headers).status_code == 403
    assert not PageVerdict.objects.exists()


def test_a_browser_that_says_only_its_origin_is_believed(strict):
    headers = {"HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "http://testserver"}

    assert press(strict, "useful", **headers).status_code == 302


@pytest.mark.parametrize("page", ["", "en /anything/", "en /anything/:forged"])
def test_a_page_that_is_not_ours_cannot_be_judged(strict, page):
    response = strict.post(url("content:useful"), {"page": page, "verdict": "useful"}, **HERE)

    assert response.status_code == 404
    assert strict.get(url("content:useful"), {"page": page}).status_code == 404


def test_a_verdict_that_is_not_known_counts_nothing(strict):
    assert press(strict, "<script>").status_code == 302
    assert not PageVerdict.objects.exists()


def test_thanks_are_not_kept_by_anybody(strict):
    assert "no-store" in strict.get(press(strict, "useful")["Location"])["Cache-Control"]
