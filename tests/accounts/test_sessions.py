import pytest
from allauth.usersessions.models import UserSession
from django.utils import translation

from tests import factories
from tests.accounts.conftest import sign_in, with_password
from tests.english_urls import url
from vikno.cabinet.account.devices import device_name

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (CHROME, "Chrome, Android"),
        (SAFARI, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        ("", "An unknown device"),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(user_agent, name):
    with translation.override("en"):
        assert device_name(user_agent) == name


def test_this_device_is_marked_among_the_others(browser, person):
    sign_in(person)

    response = browser.get(url("usersessions_list"))

    assert response.text.count('class="devices__item"') == 2
    assert response.text.count("This device") == 1


def test_ending_a_session_signs_that_device_out_and_this_one_not(browser, person):
    elsewhere, _ = sign_in(person)
    row = UserSession.objects.get(session_key=elsewhere.session.session_key)

    response = browser.post(url("usersessions_list"), {"session": row.pk})

    assert response.headers["Location"] == url("usersessions_list")
    assert elsewhere.get(url("cabinet:security")).status_code == 302
    assert browser.get(url("cabinet:security")).status_code == 200


def test_all_other_sessions_end_at_once(browser, person):
    others = [sign_in(person)[0] for _ in range(2)]

    browser.post(url("usersessions_list"))

    assert [other.get(url("cabinet:security")).status_code for other in others] == [302, 302]
    assert browser.get(url("cabinet:security")).status_code == 200


@pytest.mark.parametrize("named", ["0", "nonsense"])
def test_a_session_that_is_not_there_is_a_404(browser, named):
    assert browser.post(url("usersessions_list"), {"session": named}).status_code == 404


def test_a_session_of_somebody_else_is_a_404(browser):
    stranger, _ = sign_in(with_password(factories.PersonFactory()))
    row = UserSession.objects.get(session_key=stranger.session.session_key)

    response = browser.post(url("usersessions_list"), {"session": row.pk})

    assert response.status_code == 404
    assert stranger.get(url("cabinet:security")).status_code == 200
