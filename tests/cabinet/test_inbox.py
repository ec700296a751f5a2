import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from vikno.notifications import operations as notifications
from vikno.notifications.models import Notification
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


def told(person) -> Notification:
    """Return the letter about an application that this person sent."""
    sent = factories.submitted(person=person)
    return notifications.send_notification(event=Event.objects.get(subject_id=sent.ref), at=factories.NOON)


def test_without_letters_it_says_what_will_be_here(cabinet):
    assert "No letters yet" in visit(cabinet, url("cabinet:inbox")).text


def test_a_new_letter_is_marked_and_counted_until_it_is_read(cabinet, resident):
    letter = told(resident)

    before = visit(cabinet, url("cabinet:inbox"))
    opened = before.follow(letter.subject)
    after = visit(cabinet, url("cabinet:inbox"))

    assert "Letters 1 new" in before.text
    assert opened.h1 == letter.subject
    assert "1 new" not in after.text
    assert "Read" in after.text


def test_the_list_of_applications_tells_of_new_letters(cabinet, resident):
    told(resident)

    assert "Letters 1 new" in visit(cabinet, url("cabinet:home")).text


def test_a_letter_leads_to_its_application(cabinet, resident):
    letter = told(resident)

    page = visit(cabinet, url("cabinet:letter", letter.uid))

    assert letter.body.splitlines()[0] in page.text
    assert page.follow("Open the application").path == url("cabinet:application", letter.application.uid)


def test_letters_of_others_are_not_here(cabinet):
    letter = told(factories.PersonFactory())

    assert "No letters yet" in visit(cabinet, url("cabinet:inbox")).text
    assert cabinet.get(url("cabinet:letter", letter.uid)).status_code == 404
    letter.refresh_from_db()
    assert letter.read_at is None


def test_many_letters_cost_the_same_as_few(cabinet, resident, django_assert_max_num_queries):
    for _ in range(6):
        told(resident)

    with django_assert_max_num_queries(12):
        visit(cabinet, url("cabinet:inbox"))
