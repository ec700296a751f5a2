"""What a resident wrote while signed in, and the answer, in their cabinet."""

import uuid
from datetime import timedelta

import pytest

from tests import factories
from tests.english_urls import url
from vikno.enquiries import operations
from vikno.enquiries.models import AnswerMethod, EnquiryTopic
from vikno.enquiries.operations import EnquiryContent
from vikno.notifications.models import Notification
from vikno.outbox.operations import deliver_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiry(resident, officer, noon):
    return operations.submit_enquiry(
        content=EnquiryContent(topic=EnquiryTopic.QUESTION, text="Чи потрібна копія?", email=resident.email),
        centre=officer.centre,
        language="en",
        key=uuid.uuid4(),
        person=resident,
        at=noon,
    )


@pytest.fixture
def answered(enquiry, officer, noon):
    at = noon + timedelta(hours=2)
    return operations.answer(enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.EMAIL, at=at)


def test_it_stands_among_their_own_things_with_its_state(cabinet, enquiry):
    text = cabinet.get(url("cabinet:home")).text

    assert "What you wrote to us" in text
    assert url("cabinet:enquiry", enquiry.uid) in text
    assert enquiry.number in text


def test_who_wrote_nothing_sees_nothing_of_it(cabinet):
    assert "What you wrote to us" not in cabinet.get(url("cabinet:home")).text


def test_its_page_shows_what_was_written_and_the_answer(cabinet, answered):
    text = cabinet.get(url("cabinet:enquiry", answered.uid)).text

    assert "Чи потрібна копія?" in text
    assert "<p>Ні.</p>" in text
    assert answered.access_code in text


def test_nobody_elses_enquiry_is_there(client, enquiry):
    client.force_login(factories.PersonFactory())

    assert client.get(url("cabinet:enquiry", enquiry.uid)).status_code == 404


def test_the_letter_about_it_is_read_in_the_inbox(cabinet, answered, resident, noon):
    deliver_due(at=noon + timedelta(days=1))
    message = Notification.objects.of(resident).latest("pk")

    assert "A question" in cabinet.get(url("cabinet:inbox")).text
    assert url("cabinet:enquiry", answered.uid) in cabinet.get(url("cabinet:letter", message.uid)).text
