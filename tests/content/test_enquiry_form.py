"""Tests of the form of enquiries: topics, refusals, stored data, and the status by number and code."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.enquiries import operations
from vikno.enquiries.models import AnswerMethod, Enquiry, EnquiryTopic

pytestmark = pytest.mark.django_db

WRITTEN = {"text": "Чи потрібна копія паспорта?", "email": "olena@example.com"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(factories.NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def centre():
    return factories.CentreFactory(code="main", name="ЦНАП")


def address(**about):
    return f"{url('content:ask')}?{urlencode({'topic': 'question'} | about)}"


def ticket_of(response):
    return re.search(r'name="ticket" value="([^"]+)"', response.text)[1]


def write(client, clock, typed=WRITTEN, *, after=20, **about):
    """Open the form, take some time, and send it."""
    page = address(**about)
    ticket = ticket_of(client.get(page))
    clock.shift(timedelta(seconds=after))
    return client.post(page, {"ticket": ticket, **typed})


# What it can be about.


def test_first_one_says_what_it_is(client, centre):
    text = client.get(url("content:ask")).text

    for topic in EnquiryTopic:
        assert f"?topic={topic.value}" in text


def test_a_service_or_a_page_stays_with_it_from_step_to_step(client, centre):
    service = factories.ServiceFactory(code="id-card", title="Оформлення ID-картки")

    text = client.get(f"{url('content:ask')}?service=id-card&page=/services/id-card/").text

    assert service.title in text
    assert "?topic=complaint&amp;service=id-card&amp;page=%2Fservices%2Fid-card%2F" in text


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_page_elsewhere_is_not_taken_over(client, centre, page):
    assert "evil" not in client.get(address(page=page)).text.partition("<main")[2].partition("<form")[0]


def test_what_somebody_searched_for_is_cut_off_the_page(client, centre, clock):
    write(client, clock, page="/services/?q=Зразкова")

    assert Enquiry.objects.get().page == "/services/"


def test_only_a_complaint_asks_what_it_is_about(client, centre):
    assert 'name="category"' in client.get(address(topic="complaint")).text
    assert 'name="category"' not in client.get(address(topic="question")).text


def test_the_form_says_how_soon_an_answer_comes(client, centre):
    assert "We answer within 5 working days." in client.get(address()).text
    assert "We answer within 15 days." in client.get(address(topic="complaint")).text


# Sending.


def test_what_was_written_becomes_an_enquiry_and_its_number_is_shown(client, centre, clock):
    service = factories.ServiceFactory(code="id-card")

    response = write(client, clock, service="id-card", page="/services/id-card/")

    enquiry = Enquiry.objects.get()
    assert (enquiry.centre, enquiry.service, enquiry.page) == (centre, service, "/services/id-card/")
    assert (enquiry.topic, enquiry.language, enquiry.text) == (EnquiryTopic.QUESTION, "en", WRITTEN["text"])
    shown = client.get(response["Location"])
    assert enquiry.number in shown.text
    assert enquiry.access_code in shown.text
    assert "9 March 2026" in shown.text


def test_sending_twice_is_sending_once(client, centre, clock):
    ticket = ticket_of(client.get(address()))
    clock.shift(timedelta(seconds=20))

    first, second = (client.post(address(), {"ticket": ticket, **WRITTEN}) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert Enquiry.objects.count() == 1


def test_the_page_with_number_and_code_closes(client, centre, clock):
    response = write(client, clock)
    clock.shift(timedelta(minutes=31))

    assert client.get(response["Location"])["Location"] == url("content:ask_status")
    assert client.get(f"{url('content:ask_done')}?sent=forged").status_code == 302


def test_it_goes_to_the_centre_that_was_named(client, centre, clock):
    desk = factories.CentreFactory(code="desk", parent=centre)

    assert '<option value="desk" selected' in client.get(address(centre="desk")).text
    write(client, clock, {**WRITTEN, "centre": "desk"})

    assert Enquiry.objects.get().centre == desk


def test_who_has_signed_in_finds_their_contacts_filled_in_and_the_enquiry_is_theirs(cabinet, resident, centre, clock):
    text = cabinet.get(address()).text

    assert f'value="{resident.email}"' in text
    assert 'value="+380671234567"' in text
    assert 'value="Олена Зразкова"' in text
    write(cabinet, clock)
    assert Enquiry.objects.get().person == resident


# What is refused, and that nothing typed is lost.


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"text": ""}, "Fill in: Your question"),
        ({"text": " \n "}, "Fill in: Your question"),
        ({"email": ""}, "Give an e-mail or a phone"),
        ({"email": "olena@"}, "Write the e-mail in full"),
        ({"phone": "12"}, "Write a phone number"),
        ({"website": "https://spam.example"}, "This field is a trap for machines"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_what_was_typed_stays(client, centre, clock, typed, message):
    response = write(client, clock, {**WRITTEN, "name": "Зразкова", **typed})

    assert response.status_code == 422
    assert message in response.text
    assert "<title>Error:" in response.text
    assert 'value="Зразкова"' in response.text
    assert not Enquiry.objects.exists()


def test_a_complaint_says_what_kind_it_is(client, centre, clock):
    assert write(client, clock, topic="complaint").status_code == 422

    write(client, clock, {**WRITTEN, "category": "crowded"}, topic="complaint")
    assert Enquiry.objects.get().category == "crowded"


def test_who_needs_no_answer_gives_no_contact(client, centre, clock):
    assert write(client, clock, {"text": "Дякую!", "no_answer": "on"}, topic="thanks").status_code == 302

    assert not Enquiry.objects.get().wants_answer


def test_what_comes_quicker_than_anybody_writes_is_asked_to_be_sent_once_more(client, centre, clock):
    response = write(client, clock, after=1)

    assert response.status_code == 422
    assert "That was very quick" in response.text
    assert WRITTEN["text"] in response.text
    clock.shift(timedelta(seconds=5))
    assert client.post(address(), {"ticket": ticket_of(response), **WRITTEN}).status_code == 302


@pytest.mark.parametrize("ticket", ["", "forged", "00000000-0000-0000-0000-000000000000:1:x"])
def test_a_form_that_was_not_opened_here_is_asked_to_be_sent_once_more(client, centre, clock, ticket):
    response = client.post(address(), {"ticket": ticket, **WRITTEN})

    assert response.status_code == 422
    clock.shift(timedelta(seconds=5))
    assert client.post(address(), {"ticket": ticket_of(response), **WRITTEN}).status_code == 302


def test_after_five_letters_in_an_hour_one_waits_and_the_words_stay(client, centre, clock):
    for _ in range(5):
        write(client, clock, after=20)

    response = write(client, clock, {**WRITTEN, "text": "Шостий лист"})

    assert response.status_code == 429
    assert "Шостий лист" in response.text
    assert int(response["Retry-After"]) > 0
    assert Enquiry.objects.count() == 5


def test_without_a_centre_the_page_says_so(client, clock):
    response = write(client, clock)

    assert response.status_code == 422
    assert "no centre here yet" in response.text


def test_a_form_of_another_site_is_refused(centre):
    assert Client(enforce_csrf_checks=True).post(address(), WRITTEN).status_code == 403


def test_neither_the_form_nor_the_number_is_kept_by_anybody(client, centre, clock):
    for response in (client.get(address()), client.get(write(client, clock)["Location"])):
        assert "no-store" in response["Cache-Control"]


# Looking it up.


@pytest.fixture
def answered(centre):
    from tests.enquiries.test_intake import written

    enquiry = written(centre=centre, name="Олена Зразкова", text="Таємне питання", phone="+380671234567")
    officer = factories.OfficerFactory(centre=centre)
    return operations.answer(
        enquiry=enquiry, officer=officer, text="Копія не потрібна.", by=AnswerMethod.EMAIL, at=factories.NOON
    )


def look_up(client, number, code, **request):
    return client.post(url("content:ask_status"), {"number": number, "code": code}, **request)


def test_the_right_number_and_code_show_the_answer_and_nothing_personal(client, answered):
    text = look_up(client, answered.number, answered.access_code).text

    assert "Копія не потрібна." in text
    assert "Answered by e-mail" in text
    for secret in ("Зразкова", "olena@example.com", "0671234567", "Таємне", answered.officer.person.family_name):
        assert secret not in text.partition("<main")[2]


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client, answered):
    unknown = look_up(client, "E-2026-99999-7", "7KM4-9XPQ")
    wrong = look_up(client, answered.number, "7KM4-9XPQ")

    assert unknown.status_code == wrong.status_code == 422
    assert "We found no enquiry" in unknown.text
    assert "We found no enquiry" in wrong.text


def test_the_letter_and_the_dashes_may_be_left_out(client, answered):
    response = look_up(client, answered.number[2:].replace("-", " "), answered.access_code.lower())

    assert "Копія не потрібна." in response.text


def test_after_ten_wrong_tries_one_waits(client, answered):
    for _ in range(10):
        assert look_up(client, answered.number, "7KM4-9XPQ").status_code == 422

    response = look_up(client, answered.number, answered.access_code)

    assert response.status_code == 429
    assert "Копія" not in response.text


def test_the_code_is_not_taken_from_the_address(client, answered):
    text = client.get(url("content:ask_status"), {"number": answered.number, "code": answered.access_code}).text

    assert answered.number in text
    assert f'value="{answered.access_code}"' not in text
