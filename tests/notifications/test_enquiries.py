"""Letters to who wrote to the centre: in their language, to where they asked, and nothing once it is erased."""

import uuid
from datetime import timedelta

import pytest

from vikno.enquiries import operations
from vikno.enquiries.models import AnswerMethod, ComplaintCategory, EnquiryTopic
from vikno.enquiries.operations import EnquiryContent
from vikno.notifications.models import Notification, NotificationKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrote(noon, officer):
    def write(*, language="en", person=None, **what):
        asked = {"topic": EnquiryTopic.QUESTION, "text": "Is a copy needed? Secret.", "email": "asker@example.com"}
        key = uuid.uuid4()
        return operations.submit_enquiry(
            content=EnquiryContent(**asked | what),
            centre=officer.centre,
            language=language,
            key=key,
            person=person,
            at=noon,
        )

    return write


def answered(enquiry, officer, noon, text="Ні, не потрібна.", by=AnswerMethod.EMAIL):
    return operations.answer(enquiry=enquiry, officer=officer, text=text, by=by, at=noon + timedelta(hours=1))


def test_what_came_is_confirmed_with_number_code_and_deadline_and_not_quoted(wrote, told):
    enquiry = wrote()

    message, letter = told()

    assert message.kind == NotificationKind.ENQUIRY_RECEIVED
    assert letter.to == ["asker@example.com"]
    assert letter.subject == f"Your enquiry {enquiry.number}: we have received it"
    for words in (enquiry.number, enquiry.access_code, "9 March 2026", "/en/ask/status/"):
        assert words in letter.body
    assert "Secret" not in letter.body


def test_the_answer_goes_out_as_it_was_written(wrote, officer, noon, told):
    answered(wrote(), officer, noon, text="Рядок один.\n\nРядок два & <три>.")

    message, letter = told()

    assert message.kind == NotificationKind.ENQUIRY_ANSWERED
    assert "Рядок один.\n\nРядок два & <три>." in letter.body
    assert officer.centre.name in letter.body


@pytest.mark.parametrize(("language", "words"), [("uk", "Доброго дня"), ("cs", "Dobrý den"), ("en", "Good day")])
def test_letters_speak_the_language_in_which_people_wrote(wrote, officer, noon, told, language, words):
    answered(wrote(language=language), officer, noon)

    _message, letter = told()

    assert words in letter.body
    assert letter.extra_headers["Content-Language"] == language


def test_who_passed_on_and_who_closed_says_where_and_why(wrote, officer, noon, told, mailoutbox):
    operations.pass_on(enquiry=wrote(), officer=officer, to="Roads department", words="They know more.", at=noon)
    operations.close(enquiry=wrote(), officer=officer, reason="You have asked this before.", at=noon)

    told()

    passed, closed = (letter.body for letter in mailoutbox if "received" not in letter.subject)
    assert "Roads department" in passed
    assert "They know more." in passed
    assert "You have asked this before." in closed


def test_after_a_complaint_the_letter_says_where_to_turn_next(wrote, officer, noon, told):
    answered(wrote(topic=EnquiryTopic.COMPLAINT, category=ComplaintCategory.TREATED), officer, noon)

    assert "write to the head of the centre" in told()[1].body


def test_what_was_said_by_phone_is_confirmed_where_there_is_an_address(wrote, officer, noon, told):
    answered(wrote(phone="+380671234567"), officer, noon, by=AnswerMethod.PHONE)

    assert "We have answered you by phone" in told()[1].body


def test_who_gave_no_address_gets_no_letter(wrote, officer, noon, told, mailoutbox):
    answered(wrote(email="", phone="+380671234567"), officer, noon, by=AnswerMethod.PHONE)

    told()

    assert not Notification.objects.exists()
    assert mailoutbox == []


def test_who_was_signed_in_has_it_in_the_inbox_too(wrote, officer, noon, told, reader):
    enquiry = wrote(person=reader)
    answered(enquiry, officer, noon)

    message, letter = told()

    assert message.person == reader
    assert f"/en/cabinet/enquiries/{enquiry.uid}/" in letter.body
    assert Notification.objects.of(reader).count() == 2


def test_taking_it_writes_to_nobody(wrote, officer, noon, told, mailoutbox):
    operations.take(enquiry=wrote(), officer=officer, at=noon)

    told()

    assert [letter.subject.rpartition(": ")[2] for letter in mailoutbox] == ["we have received it"]


def test_letters_are_erased_with_the_words_they_are_about(wrote, officer, noon, told, settings):
    answered(wrote(), officer, noon)
    told(noon + timedelta(days=1))
    assert Notification.objects.count() == 2

    later = noon + timedelta(days=settings.ENQUIRY_KEPT_DAYS + 1)
    operations.erase_old(at=later)
    told(later)

    assert not Notification.objects.exists()
