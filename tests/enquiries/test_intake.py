"""What somebody writes becomes one enquiry, with a number, a code and a deadline."""

import uuid
from datetime import date

import pytest

from tests import factories
from vikno.audit.models import AuditEntry
from vikno.catalogue.models import Service
from vikno.centres.models import CalendarException
from vikno.enquiries.models import ComplaintCategory, Enquiry, EnquiryStatus, EnquiryTopic
from vikno.enquiries.operations import (
    EnquiryContactMissing,
    EnquiryContent,
    EnquiryTextMissing,
    NoCentreForEnquiry,
    submit_enquiry,
)
from vikno.enquiries.terms import load_enquiry_terms
from vikno.kernel.references import read_access_code, read_enquiry_number
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


def written(**what):
    centre = what.pop("centre", None) or factories.CentreFactory()
    key = what.pop("key", None) or uuid.uuid4()
    asked = EnquiryContent(
        **{"topic": EnquiryTopic.QUESTION, "text": "Чи потрібна копія?", "email": "olena@example.com"} | what
    )
    return submit_enquiry(content=asked, centre=centre, language="uk", key=key, at=factories.NOON)


def test_an_enquiry_gets_a_number_with_a_check_digit_and_a_code():
    enquiry = written()

    assert enquiry.status == EnquiryStatus.NEW
    assert read_enquiry_number(enquiry.number) == enquiry.number
    assert read_access_code(enquiry.access_code) == enquiry.access_code


def test_numbers_follow_one_another():
    assert [written().number[:12] for _ in range(3)] == ["E-2026-00001", "E-2026-00002", "E-2026-00003"]


def test_sending_twice_writes_one_enquiry():
    centre, key = factories.CentreFactory(), uuid.uuid4()

    first, second = written(centre=centre, key=key), written(centre=centre, key=key, text="Ще раз")

    assert first == second
    assert Enquiry.objects.get().text == "Чи потрібна копія?"
    assert Event.objects.filter(name="enquiry.received").count() == 1
    assert written(centre=centre).number.startswith("E-2026-00002")


@pytest.mark.parametrize(
    ("topic", "due_on"),
    [
        (EnquiryTopic.QUESTION, date(2026, 3, 10)),
        (EnquiryTopic.COMPLAINT, date(2026, 3, 17)),
        (EnquiryTopic.SUGGESTION, date(2026, 4, 1)),
        (EnquiryTopic.ACCESSIBILITY, date(2026, 3, 10)),
    ],
)
def test_each_topic_has_its_deadline_and_days_off_are_not_working_days(topic, due_on):
    CalendarException.objects.create(on=date(2026, 3, 4), is_working=False)
    category = ComplaintCategory.OTHER if topic == EnquiryTopic.COMPLAINT else None

    assert written(topic=topic, category=category).due_on == due_on


def test_the_terms_are_one_setting(settings):
    settings.ENQUIRY_TERMS = [*settings.ENQUIRY_TERMS, "question=2"]

    assert written().due_on == date(2026, 3, 4)
    assert set(load_enquiry_terms()) == set(EnquiryTopic)


@pytest.mark.parametrize("words", [["question=5w"], ["question=soon"], ["gossip=5"], ["question=0"]])
def test_terms_that_cannot_be_read_stop_the_start(settings, words):
    from django.core.exceptions import ImproperlyConfigured

    settings.ENQUIRY_TERMS = words

    with pytest.raises(ImproperlyConfigured, match="ENQUIRY_TERMS"):
        load_enquiry_terms()


def test_what_is_personal_is_sealed_in_the_database():
    written(name="Олена Зразкова", phone="+380671234567")

    raw = str(Enquiry.objects.raw("SELECT * FROM enquiries_enquiry")[0].__dict__)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, phone, text, access_code FROM enquiries_enquiry")
        sealed = cursor.fetchone()
    assert "Олена Зразкова" in raw
    for value in ("Олена", "olena@example.com", "380671234567", "копія"):
        assert value not in str(sealed)


def test_neither_the_event_nor_the_audit_holds_anything_personal():
    enquiry = written(name="Олена Зразкова")

    kept = str(Event.objects.get().payload) + str(AuditEntry.objects.about(enquiry.ref).get().detail)

    for value in ("Олена", "olena@example.com", "копія"):
        assert value not in kept


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_enquiry_without_words_is_refused(text):
    with pytest.raises(EnquiryTextMissing):
        written(text=text)

    assert not Enquiry.objects.exists()


def test_an_answer_that_is_wanted_needs_a_way():
    with pytest.raises(EnquiryContactMissing):
        written(email="")

    assert written(email="", phone="+380671234567").phone
    assert not written(email="", wants_answer=False).wants_answer


def test_without_a_centre_there_is_nobody_to_ask():
    with pytest.raises(NoCentreForEnquiry):
        submit_enquiry(
            content=EnquiryContent(topic=EnquiryTopic.QUESTION, text="Агов", wants_answer=False),
            centre=None,
            language="uk",
            key=uuid.uuid4(),
            at=factories.NOON,
        )


def test_it_stays_when_the_service_is_gone():
    service = factories.ServiceFactory()
    enquiry = written(service=service)

    Service.objects.filter(pk=service.pk).delete()

    assert Enquiry.objects.get(pk=enquiry.pk).service is None
